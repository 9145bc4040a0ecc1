import { Worker } from '@temporalio/worker'
import type { InjectedSinks, ReplayWorkerOptions, WorkflowBundle } from '@temporalio/worker'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import { workflowCode } from '../../temporal/workflow-code.ts'
import type { EventSinks } from '../../workflows/application/messages.ts'
import { CODE_DIR } from '../code-dir.ts'
import type { History } from './recording.ts'

/** The workflow code as a worker would run it; of another copy, where told. */
export async function bundle(keyring: Keyring, workflowsPath?: string): Promise<WorkflowBundle> {
  return workflowCode({ converter: dataConverter(keyring), use: 'replay', dir: CODE_DIR, workflowsPath })
}

/** `subject`: the workflow's id. */
export interface Replayable {
  readonly subject: string
  readonly runs: readonly History[]
}

export interface Replayed {
  readonly subject: string
  /** What the code said against the history, where it does not run on it. */
  readonly failures: readonly string[]
  readonly events: readonly (CaseEvent | MatterEvent)[]
}

/** Runs each history on the bundle, one case or matter after the other, and gives the events that it tells. */
export async function replay(
  workflowBundle: WorkflowBundle,
  keyring: Keyring,
  cases: readonly Replayable[],
  change: Partial<ReplayWorkerOptions> = {},
): Promise<readonly Replayed[]> {
  const told = new Map(
    cases.map(({ subject }) => [
      subject,
      { events: new Map<number, CaseEvent | MatterEvent>(), failures: new Array<string>() },
    ]),
  )
  const sinks: InjectedSinks<EventSinks> = {
    events: {
      recorded: {
        callDuringReplay: true,
        fn: (_info, subject, event) => {
          told.get(subject)?.events.set(event.seq, event)
        },
      },
    },
  }
  const histories = cases.flatMap(({ subject, runs }) => runs.map((history) => ({ workflowId: subject, history })))
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle, dataConverter: dataConverter(keyring), sinks, ...change },
    histories,
  )) {
    if (error !== undefined) told.get(workflowId)?.failures.push(error.message)
  }
  return [...told].map(([subject, { events, failures }]) => ({
    subject,
    failures,
    events: [...events.values()].sort((a, b) => a.seq - b.seq),
  }))
}
