/** Made-up matters from their opening to their end. */
import type { Actor } from '../../domain/actor.ts'
import type { MatterEvent, MatterKind } from '../../domain/matter.ts'
import type { AccountOpening } from '../../domain/transfer.ts'
import { CREDIT } from '../../workflows/credit/state.ts'
import { RATING } from '../../workflows/rating/state.ts'
import { TRANSFER } from '../../workflows/transfer/state.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { creditInput, ratingInput, transferInput, POWER, WATER } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'

export interface WholeMatter {
  readonly kind: MatterKind
  readonly id: string
  readonly events: readonly MatterEvent[]
}

const OPENED = { city: 'chibi', policyHash: 'policy', origin: { keyHash: 'key', bodyHash: 'body' } } as const
const ACCOUNTS: AccountOpening[] = [{ id: WATER, service: 'water', utility: 'shuiwu', accountNumber: '4200118' }, { id: POWER, service: 'power', utility: 'guowang', accountNumber: '4221300556' }]

/** reported, contested, decided after its deadline, and withdrawn. */
export function withdrawnRecord(id: string, change: Record<string, unknown> = {}, contestedBy: Actor = officer('shuiwu', 'lead')): WholeMatter {
  const { kind, subject, source, reason, decider, sanctioners } = creditInput(id, change)
  const the = new PureMatter(CREDIT, id, { type: 'recordOpened', rule: 'R-29', data: { ...OPENED, kind, subject, source, reason, decider, expiresAt: '2029-11-23T01:00:00.000Z' } }, officer('chengguan'))
  the.record({ type: 'recordReported', rule: 'R-29', data: { platform: 'creditPlatform', sanctioners: [...sanctioners] } })
  the.act('contestRecord', contestedBy, { reason: '整改已按期完成' })
  the.clock({ id: 'decision', kind: 'decision', owner: 'office' }, '2026-12-07T01:00:00.000Z')
  the.at = '2026-12-08T01:00:00.000Z'
  the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: 'decision', owner: 'office' } })
  the.act('decideContest', officer('office'), { upheld: false, reason: '复查记录有误' })
  return { kind: 'creditRecord', id, events: the.events }
}

/** the water account is moved, the power account late, and not at all. */
export function partlyTransferred(id: string): WholeMatter {
  const { request, leader } = transferInput(id)
  const the = new PureMatter(TRANSFER, id, { type: 'transferRequested', rule: 'R-28', data: { ...OPENED, request, leader, accounts: ACCOUNTS } }, INTAKE)
  the.clock({ id: 'ownership', kind: 'ownership', owner: 'zigui' }, '2026-11-24T01:00:00.000Z')
  the.act('decideOwnership', officer('zigui'), { confirmed: true })
  the.clock({ id: `account:${POWER}:1`, kind: 'account', owner: 'guowang' }, '2026-11-24T01:00:00.000Z')
  the.act('confirmAccount', officer('shuiwu'), { account: WATER, newAccountNumber: '4200999' })
  the.at = '2026-11-25T01:00:00.000Z'
  the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: `account:${POWER}:1`, owner: 'guowang' } })
  the.act('reportAccountFailed', officer('guowang'), { account: POWER, reason: '原户主欠费' })
  the.act('closeAccount', officer('zigui'), { account: POWER, reason: '另行申请' })
  the.record({ type: 'transferClosed', rule: 'R-28', data: { outcome: 'partly' } })
  return { kind: 'transfer', id, events: the.events }
}

/** a bad rating, answered and added to. */
export function answeredRating(serviceNumber: string): WholeMatter {
  const { id, rating, answerer, parties, side } = ratingInput(serviceNumber)
  const the = new PureMatter(RATING, id, { type: 'caseRated', rule: 'R-32', data: { ...OPENED, serviceNumber, rating, bad: true, answerer, parties: [...parties], side } }, INTAKE)
  the.clock({ id: 'answer', kind: 'answer', owner: 'office' }, '2026-11-30T01:00:00.000Z')
  the.act('answerRating', officer('office'), { answer: '已致歉并约谈承办单位' })
  the.act('addToRating', INTAKE, { text: '处理及时' })
  the.record({ type: 'ratingClosed', rule: 'R-32', data: {} })
  return { kind: 'rating', id, events: the.events }
}
