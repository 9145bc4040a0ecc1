import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, Workflow, WorkflowHandle } from '@temporalio/client'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import { ORPHANED } from '../../domain/act/orphaned.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { MatterAnswer, MatterEvent, MatterKind, MatterState } from '../../domain/matter/matter.ts'
import { runsOf } from '../../scripts/history/runs.ts'
import type { Run } from '../../scripts/history/runs.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { ACT_SIGNALS } from '../../workflows/application/messages.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import type { SignalledAct } from '../../workflows/application/messages.ts'
import type { application } from '../../workflows/application/workflow.ts'
import { putAgain } from '../fixtures/put-again.ts'
import type { Told } from './told.ts'

/** How an act is put as the API puts it (ADR 0032): with what is projected, whoever is answered bringing the rest. */
export interface Putting {
  /** What is projected, unless told. */
  readonly projected?: number | undefined
  readonly updateId?: string | undefined
  /** Whoever is answered does not bring the events. */
  readonly dies?: true
}

interface Sent {
  readonly actor: Actor
  readonly body: object
}

/** One workflow, acted on by its own messages. */
abstract class Recorded<
  State extends CaseState | MatterState,
  Event extends CaseEvent | MatterEvent,
  Of extends Workflow,
> {
  /** The workflow's id. */
  readonly subject: string
  readonly handle: WorkflowHandle<Of>
  /** Its acts are put so that their answers carry their events. */
  carries = false
  readonly #client: Client
  protected readonly told: Told

  constructor(client: Client, handle: WorkflowHandle<Of>, told: Told) {
    this.subject = handle.workflowId
    this.handle = handle
    this.#client = client
    this.told = told
  }

  protected abstract bring(events: readonly Event[]): Promise<void>

  protected async send<Answer>(type: string, { actor, body }: Sent, updateId: string | undefined): Promise<Answer> {
    if (this.carries) return this.put<Answer>(type, { actor, body }, { updateId })
    return this.#sent<Answer>(type, { actor, bodyHash: 'hash', body }, updateId)
  }

  async put<Answer>(
    type: string,
    sent: Sent,
    { projected = this.events.length, updateId, dies }: Putting = {},
  ): Promise<Answer & { readonly events?: readonly Event[] }> {
    const answer = await this.#sent<Answer & { readonly events?: readonly Event[] }>(
      type,
      { ...sent, bodyHash: 'hash', projected },
      updateId,
    )
    if (answer.events !== undefined && dies !== true) await this.bring(answer.events)
    return answer
  }

  #sent<Answer>(type: string, act: object, updateId: string = randomUUID()): Promise<Answer> {
    return putAgain(() => this.handle.executeUpdate<Answer, [object]>(type, { args: [act], updateId }))
  }

  reaches(wanted: (state: State) => boolean): Promise<State> {
    return this.told.until<State>(this.subject, wanted)
  }

  get events(): readonly Event[] {
    return this.told.events(this.subject) as readonly Event[]
  }

  runs(): Promise<readonly Run[]> {
    return runsOf(this.#client, this.subject)
  }

  /** Until the server has nothing left to do for it but to wait. Temporal tells nobody, so it is asked. */
  async settled(): Promise<void> {
    for (;;) {
      const { pendingActivities, pendingWorkflowTask } = await this.#client.workflowService.describeWorkflowExecution({
        namespace: this.#client.options.namespace,
        execution: { workflowId: this.subject },
      })
      if (pendingActivities.length === 0 && !pendingWorkflowTask) return
      await sleep(20)
    }
  }
}

export class RecordedCase extends Recorded<CaseState, CaseEvent, typeof application> {
  get serviceNumber(): string {
    return this.subject
  }

  act<A extends ActType>(type: A, actor: Actor, body: ActBodies[A], updateId?: string): Promise<ActAnswer> {
    return this.send<ActAnswer>(type, { actor, body }, updateId)
  }

  /** That the sender of an act may be gone. */
  orphan(updateId: string): Promise<void> {
    return this.handle.signal(ORPHANED, updateId)
  }

  protected bring(events: readonly CaseEvent[]): Promise<void> {
    return this.told.project({ serviceNumber: this.subject, events })
  }

  signal(type: SignalledAct, sent: unknown): Promise<void> {
    return this.handle.signal(ACT_SIGNALS[type], sent)
  }
}

export class RecordedMatter<State extends MatterState = MatterState> extends Recorded<State, MatterEvent, Workflow> {
  act(type: string, actor: Actor, body: object): Promise<MatterAnswer> {
    return this.send<MatterAnswer>(type, { actor, body }, undefined)
  }

  /** Its kind is its workflow's name. */
  protected async bring(events: readonly MatterEvent[]): Promise<void> {
    const { type: kind } = await this.handle.describe()
    await this.told.projectMatter({ kind: kind as MatterKind, id: this.subject, events })
  }
}
