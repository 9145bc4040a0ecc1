/** After the load, with every program fresh: each open case and matter is acted on again, and brought to its end. */
import { setTimeout as sleep } from 'node:timers/promises'
import { linesOf } from '../../workflows/application/core/lines.ts'
import { randomOf } from '../../test/fixtures/random.ts'
import { INTAKE } from '../../test/fixtures/actors.ts'
import { awaitedIn, pick } from './case-acts.ts'
import { isGood } from './ledger.ts'
import type { Sent } from './ledger.ts'
import { matterActs } from './matter-acts.ts'
import { query } from './readers.ts'
import { sendCaseAct, sendMatterAct } from './send.ts'
import type { Known } from './subjects.ts'
import { isOpen } from './subjects.ts'
import type { World } from './world.ts'

const AT_ONCE = 8
/** Since the last act that was taken. */
const PATIENCE_MS = 90_000
const MOST_STEPS = 400
const WITHDRAWN = 0.04

export interface Finished {
  /** Subjects that were open. */
  readonly open: number
  readonly acts: number
  /** As `subject: why`. */
  readonly unfinished: readonly string[]
  /** Refusals although nothing had happened since the state was read, as `subject type code`. */
  readonly unexpected: readonly string[]
  /** Refusals where a clock or another act came first. */
  readonly overtaken: number
}

interface Tally {
  acts: number
  overtaken: number
  readonly unfinished: string[]
  readonly unexpected: string[]
}

export async function finish(world: World, seed: number): Promise<Finished> {
  const tally: Tally = { acts: 0, overtaken: 0, unfinished: [], unexpected: [] }
  const done = new Set<string>()
  let open = 0
  // What ends may open something else: rounds, until nothing is left.
  for (;;) {
    const left = world.subjects.open.filter(({ id }) => !done.has(id))
    if (left.length === 0) return { open, ...tally }
    open += left.length
    const queue = [...left]
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let known = queue.shift(); known !== undefined; known = queue.shift()) {
          done.add(known.id)
          await finishOne(world, known, randomOf(seed * 31 + done.size), tally)
        }
      }),
    )
  }
}

async function finishOne(world: World, known: Known, random: () => number, tally: Tally): Promise<void> {
  let [last, actedOn, goodAt] = ['没有人能读到它', false, Date.now()]
  const done = new Map<string, number>()
  const withdraws = random() < WITHDRAWN
  for (let step = 0; step < MOST_STEPS && Date.now() - goodAt < PATIENCE_MS; step += 1) {
    if (!(await query(world, known)) || known.state === undefined) {
      await sleep(500)
      continue
    }
    if (!isOpen(known)) return
    const [before, due] = [known.state.seq, nextDue(known.state)]
    const sent = await takeStep(world, known, withdraws, random)
    if (sent === undefined) {
      last = `等在 ${stageOf(known)}，第 ${before} 条，无事可办`
      await sleep(300)
    } else if (sent.status === undefined) {
      last = `${sent.type} 没有答复`
      break
    } else if (isGood(sent.status)) {
      done.set(sent.type, (done.get(sent.type) ?? 0) + 1)
      last = `${sent.type} 办成，第 ${before} 条之后；此后没有人能读到它，或已走满 ${MOST_STEPS} 步`
      tally.acts += 1
      actedOn = true
      goodAt = Date.now()
    } else {
      last = `${sent.type} 答 ${sent.status} ${sent.code ?? ''}`
      const reread = await query(world, known)
      const overtaken = !reread || known.state.seq !== before || due <= Date.now() || byCreditFile(sent)
      if (overtaken) tally.overtaken += 1
      else tally.unexpected.push(`${known.id} ${sent.type} ${sent.code ?? sent.status}`)
      await sleep(byCreditFile(sent) ? 500 : 50)
    }
  }
  tally.unfinished.push(`${known.id}（${actedOn ? '重启后办理过' : '重启后未能办理'}）：${last}；${countsOf(done)}`)
}

const countsOf = (done: ReadonlyMap<string, number>) => [...done].map(([type, count]) => `${type} ${count}`).join('、')

const BY_CREDIT_FILE: Readonly<Record<string, readonly string[]>> = {
  signCommitment: ['commitment-blocked'],
  applyForApprovals: ['approval-missing', 'approval-not-replaceable'],
}

/**
 * an open credit record of the sender, which the case's state does not tell, keeps it from promising for a while.
 */
function byCreditFile({ type, code }: Sent): boolean {
  return code !== undefined && (BY_CREDIT_FILE[type]?.includes(code) ?? false)
}

/**
 * When the next clock falls due, milliseconds since 1970: an act that comes after it is judged by it, recorded or not.
 */
function nextDue({ deadlines }: NonNullable<Known['state']>): number {
  const running = Object.values(deadlines).filter(
    ({ metAt, passedAt, supersededAt, stoppedAt }) => (metAt ?? passedAt ?? supersededAt ?? stoppedAt) === undefined,
  )
  return Math.min(...running.map(({ dueAt }) => Date.parse(dueAt)))
}

async function takeStep(
  world: World,
  known: Known,
  withdraws: boolean,
  random: () => number,
): Promise<Sent | undefined> {
  if (known.kind !== 'application') {
    const act = pick(
      matterActs(known, world.city, { legal: true }).filter(({ forward }) => forward),
      random,
    )
    return act === undefined ? undefined : sendMatterAct(world, known, act, random)
  }
  if (known.state === undefined) return undefined
  if (withdraws && known.state.withdrawn === undefined) {
    return sendCaseAct(
      world,
      known,
      { type: 'withdrawApplication', actor: INTAKE, body: { reason: '不办了' }, forward: true },
      random,
      { signals: false },
    )
  }
  const act = awaitedIn(known.state, world.city, random)
  return act === undefined ? undefined : sendCaseAct(world, known, act, random, { signals: false })
}

/** Where it stands, and for what it waits: for whoever has to find out why. */
function stageOf({ state }: Known): string {
  if (state === undefined) return '不知何处'
  if (!('stage' in state)) return state.status
  const awaited = Object.values(state.tasks)
    .filter(({ closedSeq }) => closedSeq === undefined)
    .map(({ kind, org }) => `${kind} ${org}`)
  return [state.stage, ...linesOf(state).map(({ id, status }) => `${id} ${status}`), `待 ${awaited.join('、')}`].join(
    '，',
  )
}
