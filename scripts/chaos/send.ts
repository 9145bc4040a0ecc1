/** Acts on their way: by HTTP, once or twice at once, or as signals by Temporal's client. */
import type { KindAfterTheCase } from '../../domain/matter/matter.ts'
import { ACTS } from '../../domain/act/act.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import { linesOf } from '../../workflows/application/core/lines.ts'
import { ACT_SIGNALS } from '../../workflows/application/messages.ts'
import type { SignalledAct } from '../../workflows/application/messages.ts'
import type { AnyAct } from '../../test/fixtures/any-acts.ts'
import { officer } from '../../test/fixtures/actors.ts'
import { inspection } from '../../test/fixtures/works.ts'
import type { Sent } from './ledger.ts'
import { isGood } from './ledger.ts'
import type { MatterTry } from './matter-acts.ts'
import type { Known, KnownCase } from './subjects.ts'
import { APPLICATIONS } from './world.ts'
import type { World } from './world.ts'

const TWICE = 0.06
const SIGNALLED = 0.15

/**
 * An act on a case; the one that may end it is accompanied by signals. `signals`: whether it may go as one itself; then
 * nothing is given.
 */
export async function sendCaseAct(
  world: World,
  known: KnownCase,
  act: AnyAct,
  random: () => number,
  { signals = true } = {},
): Promise<Sent | undefined> {
  const { type, actor, body } = act
  if (signals && isSignalled(type) && random() < SIGNALLED) {
    await signal(world, known.id, type, { actor, body })
    return undefined
  }
  const sent = world.ledger.note({
    kind: 'act',
    type,
    subject: known.id,
    path: `${APPLICATIONS}/${known.id}/${ACTS[type].path}`,
    party: actor,
    body,
  })
  const ending = isLast(known, act)
  const [twice, before, after] = [random() < TWICE, random(), random()]
  const answering = twice ? world.http.postTwice(sent) : world.http.post(sent)
  if (ending)
    await Promise.all([
      signalOpinion(world, known, before * 30),
      signalOpinion(world, known, after * 30),
      signalInspection(world, known, after * 20),
    ])
  return heard(world, known, await answering)
}

export async function sendMatterAct(
  world: World,
  known: Known,
  { type, actor, path, body }: MatterTry,
  random: () => number,
): Promise<Sent> {
  const sent = world.ledger.note({ kind: 'act', type, subject: known.id, path, party: actor, body })
  return heard(world, known, await (random() < TWICE ? world.http.postTwice(sent) : world.http.post(sent)))
}

/** What an act answered is the least that whoever reads must see; what it opened is known from now on. */
export function heard(world: World, known: Known, sent: Sent): Sent {
  const { status, answer } = sent
  if (status === undefined || !isGood(status) || answer === undefined) return sent
  const matter = answer['matter'] as { kind: KindAfterTheCase; id: string; seq: number } | undefined
  const of = matter === undefined ? known : world.subjects.add(matter.kind, matter.id)
  of.answeredSeq = Math.max(of.answeredSeq, matter?.seq ?? Number(answer['seq']))
  return sent
}

/** The last open line of a case whose other lines and orders are done. */
function isLast({ state }: KnownCase, { type, body }: AnyAct): boolean {
  if (state === undefined || type !== 'reportConnected') return false
  const { line } = body as ActBodies['reportConnected']
  return linesOf(state).every(({ id, status }) => id === line || status === 'connected' || status === 'withdrawn')
}

function isSignalled(type: string): type is SignalledAct {
  return Object.hasOwn(ACT_SIGNALS, type)
}

async function signalOpinion(world: World, { id }: KnownCase, afterMs: number): Promise<void> {
  await later(afterMs)
  await signal(world, id, 'fileOpinion', { actor: officer('zigui'), body: { remarks: '办结时刻的意见' } }, true)
}

async function signalInspection(world: World, { id, state }: KnownCase, afterMs: number): Promise<void> {
  const [line] = state === undefined ? [] : linesOf(state)
  if (line === undefined) return
  await later(afterMs)
  await signal(
    world,
    id,
    'fileInspection',
    { actor: officer('chengguan', 'inspector'), body: inspection(line.id) },
    true,
  )
}

/** Marked, so that it is found again; counted where Temporal has taken it. */
async function signal(
  world: World,
  subject: string,
  type: SignalledAct,
  { actor, body }: { actor: AnyAct['actor']; body: AnyAct['body'] },
  atCompletion = false,
): Promise<void> {
  const mark = `信号${world.signals.length}-${Math.random().toString(36).slice(2, 10)}`
  try {
    await world.temporal.withDeadline(Date.now() + 10_000, () =>
      world.temporal.workflow.getHandle(subject).signal(ACT_SIGNALS[type], { actor, body: marked(type, body, mark) }),
    )
    world.signals.push({ subject, mark })
    if (atCompletion) world.atCompletion += 1
  } catch {
    // Closed already, or Temporal away: nobody was promised anything.
  }
}

/** The mark comes first: of what was refused the event keeps the beginning. */
function marked(type: SignalledAct, body: AnyAct['body'], mark: string): object {
  if (type === 'fileOpinion') return first('remarks', mark, body)
  const { checklist, ...rest } = body as ActBodies['fileInspection']
  return { checklist: checklist.map((row, index) => (index === 0 ? first('evidence', mark, row) : row)), ...rest }
}

function first(key: string, value: string, all: object): object {
  return Object.fromEntries([[key, value], ...Object.entries(all).filter(([name]) => name !== key)])
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
