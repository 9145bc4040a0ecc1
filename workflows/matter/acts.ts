import { defineUpdate, setHandler } from '@temporalio/workflow'
import type { Actor } from '../../domain/actor/actor.ts'
import type { Shape } from '../../domain/format/shape.ts'
import type {
  ClockBody,
  MatterAct,
  MatterAnswer,
  MatterEvent,
  MatterKind,
  MatterState,
} from '../../domain/matter/matter.ts'
import { MATTER_SHAPES } from '../../domain/matter/matter-shapes.ts'
import { actHandler } from '../lib/acts.ts'
import type { Carriage } from '../lib/carriage.ts'
import type { Carrying } from '../lib/core/carrying.ts'
import type { Changes } from '../lib/core/changes.ts'
import { requireParsed } from '../lib/core/parsed.ts'
import { handleRequests } from '../lib/requests.ts'
import type { handleOrphans } from '../lib/requests.ts'
import type { Run } from '../lib/run.ts'
import { can, eventsOf, wouldChange } from './core/matter-logic.ts'
import type { Command, MatterLogic } from './core/matter-logic.ts'

interface AnyBody {
  readonly type: string
  readonly rule: string
  readonly data: object
}

/** Of a matter at work, what its acts need. */
interface Acting<State extends MatterState, Body> {
  readonly run: Run
  readonly carriage: Carriage<MatterEvent>
  readonly changes: Changes
  readonly state: State
  record(body: Body | ClockBody, cause?: { readonly actor?: Actor; readonly at?: string | undefined }): void
}

/** Sets what takes the acts of a matter: those that are waited for, and those that are not. */
export function handleActs<State extends MatterState, Bodies, Body extends AnyBody>(
  the: Acting<State, Body>,
  logic: MatterLogic<State, Bodies, Body>,
  answers: Map<string, MatterAnswer>,
): void {
  for (const type of Object.keys(logic.acts) as (keyof Bodies & string)[]) handle(the, logic, type, answers)
  handleMatterRequests(the, logic, answers)
}

/** An act is an update: a legal one is recorded and answered once for its id. */
function handle<State extends MatterState, Bodies, Body extends AnyBody>(
  the: Acting<State, Body>,
  logic: MatterLogic<State, Bodies, Body>,
  type: keyof Bodies & string,
  answers: Map<string, MatterAnswer>,
): void {
  const { perform, validator } = actHandler<MatterAct, MatterAnswer, MatterEvent>({
    run: the.run,
    carriage: the.carriage,
    answers,
    parse(sent) {
      requireParsed(sent, shapeOf(logic.kind, type), logic.described[type].roles)
    },
    judge: (act, at) => {
      judge(the, logic, act, commandOf<Bodies>(type, act, at))
    },
    take(act, at) {
      record(the, logic, commandOf<Bodies>(type, act, at))
    },
    answer: ({ bodyHash }) => answerOf(the.state, bodyHash),
  })
  setHandler(defineUpdate<Carrying<MatterAnswer, MatterEvent>, [MatterAct]>(type), perform, { validator })
}

/** What the API was asked to put without waiting: as an application takes it. */
function handleMatterRequests<State extends MatterState, Bodies, Body extends AnyBody>(
  the: Acting<State, Body>,
  logic: MatterLogic<State, Bodies, Body>,
  answers: Map<string, MatterAnswer>,
): void {
  handleRequests<keyof Bodies & string, MatterAct, MatterAnswer>({
    ...refusingOf(the),
    answers,
    types: Object.keys(logic.acts) as (keyof Bodies & string)[],
    ruleOf: (type) => logic.described[type].rule,
    isDecided: (request) => the.state.requests?.[request] !== undefined,
    parse(type, sent) {
      requireParsed(sent, shapeOf(logic.kind, type), logic.described[type].roles)
    },
    take(type, act, at) {
      const command = commandOf<Bodies>(type, act, at)
      judge(the, logic, act, command)
      record(the, logic, command)
    },
    answer: ({ bodyHash }) => answerOf(the.state, bodyHash),
  })
}

/** How it keeps what it is told by somebody else than the API. */
export function refusingOf<State extends MatterState, Body>(
  the: Pick<Acting<State, Body>, 'run' | 'record'>,
): Parameters<typeof handleOrphans>[0] {
  return {
    run: the.run,
    record(body, cause) {
      the.record(body, cause)
    },
    // It may hold anything of anybody, and no field of a matter says who may read that: it stands in the history.
    receivedOf: () => '',
  }
}

function commandOf<Bodies>(
  type: keyof Bodies & string,
  { actor, body }: MatterAct,
  at: string,
): Command<Bodies, keyof Bodies> {
  return { type, actor, at, body } as Command<Bodies, keyof Bodies>
}

/** As an application judges it. */
function judge<State extends MatterState, Bodies, Body extends AnyBody>(
  the: Acting<State, Body>,
  logic: MatterLogic<State, Bodies, Body>,
  act: MatterAct,
  command: Command<Bodies, keyof Bodies>,
): void {
  can(logic, the.state, command)
  the.changes.requireSeen(act, the.state, () => wouldChange(logic, the.state, command))
}

function record<State extends MatterState, Bodies, Body extends AnyBody>(
  the: Acting<State, Body>,
  logic: MatterLogic<State, Bodies, Body>,
  command: Command<Bodies, keyof Bodies>,
): void {
  const { actor, at } = command
  for (const body of eventsOf(logic, the.state, command)) the.record(body, { actor, at })
}

function answerOf({ id, seq, status }: MatterState, bodyHash: string): MatterAnswer {
  return { id, seq, status, bodyHash }
}

function shapeOf(kind: MatterKind, type: string): Shape {
  return MATTER_SHAPES[`${kind}.${type}`]?.() ?? {}
}
