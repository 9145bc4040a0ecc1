/**
 * Readers on every case and matter: by Temporal's client, as fast as it answers but only so many at once, and by HTTP.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { creditRecordId } from '../../domain/supervision/rectification.ts'
import { instalmentPlansOf } from '../../workflows/application/core/inner-works.ts'
import { instalmentsId, isPaid } from '../../domain/instalments/instalments.ts'
import { officer } from '../../test/fixtures/actors.ts'
import { pathOf } from './matter-acts.ts'
import type { Known, Subjects } from './subjects.ts'
import { isOpen } from './subjects.ts'
import { APPLICATIONS } from './world.ts'
import type { World } from './world.ts'

const [QUERIES_AT_ONCE, READS_AT_ONCE] = [4, 2] as const
const QUERY_WITHIN_MS = 4_000
const [QUERY_PAUSE_MS, READ_PAUSE_MS] = [8, 40] as const
/** Closed ones are read now and then too. */
const OF_THE_CLOSED = 0.02

export interface Readers {
  stop(): Promise<void>
}

export function startReaders(world: World, random: () => number): Readers {
  let over = false
  let turn = 0
  const next = (): Known | undefined => {
    const all = [...world.subjects.cases, ...world.subjects.matters]
    const wanted = all.filter((known) => isOpen(known) || random() < OF_THE_CLOSED)
    return wanted[(turn += 1) % Math.max(1, wanted.length)]
  }
  const loop = async (read: (known: Known) => Promise<unknown>, pauseMs: number) => {
    while (!over) {
      const known = next()
      if (known !== undefined) await read(known)
      await sleep(known === undefined ? 100 : pauseMs)
    }
  }
  const loops = [
    ...Array.from({ length: QUERIES_AT_ONCE }, () => loop((known) => query(world, known), QUERY_PAUSE_MS)),
    ...Array.from({ length: READS_AT_ONCE }, () => loop((known) => read(world, known), READ_PAUSE_MS)),
  ]
  return {
    async stop() {
      over = true
      await Promise.all(loops)
    },
  }
}

/** What the workflow itself says; whoever acts next goes by it. Whether it was heard. */
export async function query(world: World, known: Known): Promise<boolean> {
  const { temporal, subjects } = world
  try {
    const handle = temporal.workflow.getHandle(known.id)
    const state = await temporal.withDeadline(Date.now() + QUERY_WITHIN_MS, () =>
      handle.query<{ readonly seq: number }>(known.kind === 'application' ? 'caseState' : 'matterState'),
    )
    world.queries += 1
    subjects.saw(known, state)
    discover(known, subjects)
    return true
  } catch {
    // Away, killed or frozen: the next one asks again.
    return false
  }
}

/** What a case or a later inspection opens by itself. */
function discover(known: Known, subjects: Subjects): void {
  if (known.kind === 'application' && known.state !== undefined) {
    const { state } = known
    for (const { id, brokenAt } of Object.values(state.orders))
      if (brokenAt !== undefined) subjects.add('creditRecord', creditRecordId(known.id, id))
    if (state.closedAt !== undefined)
      for (const plan of instalmentPlansOf(state).filter((one) => !isPaid(one)))
        subjects.add('instalments', instalmentsId(known.id, plan.line))
  }
  if (known.kind === 'laterInspection' && known.state?.order?.creditRecord !== undefined)
    subjects.add('creditRecord', known.state.order.creditRecord)
}

/** By HTTP, at least as new as what an act has answered. */
async function read(world: World, known: Known): Promise<void> {
  const minSeq = known.answeredSeq
  const path = known.kind === 'application' ? `${APPLICATIONS}/${known.id}` : pathOf(known)
  const answer = await world.http.get(officer('fagai', 'auditor'), `${path}?minSeq=${minSeq}`)
  if (answer === undefined) return
  const { status, body } = answer
  if (status === 200) {
    world.reads += 1
    if (Number(body['seq']) < minSeq) world.olderReads += 1
  } else if (status >= 500 && status !== 503)
    world.ledger.faults.push(`${status} GET ${known.kind} ${String(body['code'])}`)
}
