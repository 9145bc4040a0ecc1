/** What begins: applications, transfers, credit records, ratings, and inspections of what is closed. */
import { ACTS } from '../../domain/act/act.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { GRADES } from '../../domain/rating/rating.ts'
import { linesOf } from '../../workflows/application/core/lines.ts'
import { INTAKE, officer } from '../../test/fixtures/actors.ts'
import { evidencedBody, transferBody } from '../../test/fixtures/matters.ts'
import { inspection } from '../../test/fixtures/works.ts'
import { anyRegistration, pick } from './case-acts.ts'
import { isGood } from './ledger.ts'
import type { Sent } from './ledger.ts'
import { raterOf } from './rater.ts'
import { heard } from './send.ts'
import type { Known, KnownCase, KnownMatterKind } from './subjects.ts'
import { APPLICATIONS } from './world.ts'
import type { World } from './world.ts'

const TWICE = 0.2

export async function register(world: World, random: () => number): Promise<void> {
  const sent = world.ledger.note({
    kind: 'registration',
    type: 'register',
    path: APPLICATIONS,
    party: INTAKE,
    body: anyRegistration(random),
  })
  await open(world, sent, random, 'application', 'serviceNumber')
}

export async function requestTransfer(world: World, random: () => number): Promise<void> {
  const sent = world.ledger.note({
    kind: 'registration',
    type: 'transfer',
    path: '/api/v1/transfers',
    party: INTAKE,
    body: transferBody(),
  })
  await open(world, sent, random, 'transfer', 'number')
}

export async function openCredit(world: World, random: () => number): Promise<void> {
  const utility = pick(['ranqi', 'mobile'], random) ?? 'mobile'
  const sent = world.ledger.note({
    kind: 'opening',
    type: 'creditRecord',
    path: '/api/v1/credit-records',
    party: officer('chengguan'),
    body: evidencedBody({ subject: { org: utility, name: utility } }),
  })
  await open(world, sent, random, 'creditRecord', 'recordId')
}

/** Of a case of which something is connected. */
export async function rate(world: World, random: () => number): Promise<void> {
  const known = pick(
    world.subjects.cases.filter(
      ({ id, state }) =>
        state !== undefined &&
        linesOf(state).some(({ status }) => status === 'connected') &&
        world.subjects.get(`rating:${id}`) === undefined,
    ),
    random,
  )
  if (known === undefined) return
  const sent = world.ledger.note({
    kind: 'opening',
    type: 'rating',
    subject: known.id,
    path: `${APPLICATIONS}/${known.id}/rating`,
    party: raterOf(known.id, known.state?.registration.form),
    body: { grade: pick(GRADES, random), text: '约好的时间没有人来' },
  })
  await world.http.post(sent)
  if (sent.status !== undefined && isGood(sent.status))
    world.subjects.add('rating', `rating:${known.id}`).answeredSeq = 1
}

/** R-20 after the case: of a closed one with outer works. */
export async function inspectLater(world: World, random: () => number): Promise<void> {
  const known = pick(
    world.subjects.cases.filter(({ state }) => state?.closedAt !== undefined && worksOf(state).length > 0),
    random,
  )
  const line = known?.state === undefined ? undefined : pick(worksOf(known.state), random)
  if (known === undefined || line === undefined) return
  const dueDate = localDate(new Date(Date.now() + 5 * 86_400_000).toISOString(), world.city.hours)
  const body = inspection(line.id, random() < 0.7 ? [4] : [], dueDate)
  const sent = world.ledger.note({
    kind: 'act',
    type: 'fileInspection',
    subject: known.id,
    path: `${APPLICATIONS}/${known.id}/${ACTS.fileInspection.path}`,
    party: officer('chengguan', 'inspector'),
    body,
  })
  heard(world, known, await (random() < TWICE ? world.http.postTwice(sent) : world.http.post(sent)))
}

function worksOf(state: NonNullable<KnownCase['state']>) {
  return linesOf(state).filter(({ works, status }) => works !== undefined && status === 'connected')
}

/** Some are sent by both APIs at once under one key: still one number. */
async function open(
  world: World,
  sent: Sent,
  random: () => number,
  kind: 'application' | KnownMatterKind,
  field: string,
): Promise<Known | undefined> {
  await (random() < TWICE ? world.http.postTwice(sent) : world.http.post(sent))
  const id = sent.answer?.[field]
  if (sent.status === undefined || !isGood(sent.status) || typeof id !== 'string') return undefined
  const known = world.subjects.add(kind, id)
  known.answeredSeq = Math.max(known.answeredSeq, Number(sent.answer?.['seq'] ?? 1))
  return known
}
