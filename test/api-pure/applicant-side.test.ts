import { describe, expect, it } from 'vitest'
import { seesAmounts } from '../../api/matters/instalments.ts'
import { LATER_INSPECTION_API } from '../../api/matters/later-inspection.ts'
import { RATING_API } from '../../api/matters/rating.ts'
import { TRANSFER_API } from '../../api/matters/transfer.ts'
import { callerOf } from '../../api/auth/caller.ts'
import { mayRead } from '../../api/views/who-may-read.ts'
import { loadCities } from '../../config/load-cities.ts'
import { audienceOf } from '../../db/matters/kinds.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { applicantSideOf, isOfApplicantSide } from '../../domain/actor/applicant-side.ts'
import { Refusal } from '../../domain/problem.ts'
import { TransferRequestSchema } from '../../domain/transfer/transfer.schema.ts'
import type { CreditSubject } from '../../domain/credit/credit.ts'
import { CREDIT } from '../../workflows/credit/core/acts.ts'
import { applyLaterInspection } from '../../workflows/later-inspection/core/fold.ts'
import { RATING } from '../../workflows/rating/core/acts.ts'
import { TRANSFER } from '../../workflows/transfer/core/acts.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import {
  creditInput,
  INSTALMENT_PLAN,
  laterInspectionInput,
  NEW_HOLDER,
  ratingInput,
  transferBody,
  WATER,
} from '../fixtures/matters.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'

const ACCOUNT = APPLICANT_USER
const SOMEBODY: Actor = { sub: 'somebody', org: 'applicant', role: 'applicant' }
const OTHER_INTAKE: Actor = { sub: 'ehuiban', org: 'ehuiban', role: 'system' }
const INTAKES = [INTAKE, OTHER_INTAKE]
const WINDOW_LEAD = officer('window', 'lead')
const BUREAU = officer('zhengshu')
const OF_BUREAU = [BUREAU, officer('zhengshu', 'lead'), officer('zhengshu', 'inspector')]
const UTILITY_SYSTEM: Actor = { sub: 'shuiwu', org: 'shuiwu', role: 'system' }
const OPENED = { city: 'chibi', policyHash: 'policy', origin: { keyHash: 'key', bodyHash: 'body' } } as const
const INDIVIDUAL = { applicant: NEW_HOLDER }

interface Way {
  readonly sentBy: Actor
  readonly change: Record<string, unknown>
  readonly form?: Record<string, unknown>
  /** only a case can be registered by a bureau. */
  readonly onlyCases?: true
  readonly speak: readonly Actor[]
  readonly never: readonly Actor[]
}

/** each way by which an application comes; R-05: of an enterprise as of a person. */
const WAYS: Readonly<Record<string, Way>> = {
  'by an intake, for an enterprise': {
    sentBy: INTAKE,
    change: {},
    speak: [ACCOUNT, INTAKE, CLERK],
    never: [SOMEBODY, OTHER_INTAKE, UTILITY_SYSTEM, WINDOW_LEAD, officer(INTAKE.org), ...OF_BUREAU],
  },
  'by an intake, for a person': {
    sentBy: INTAKE,
    change: {},
    form: INDIVIDUAL,
    speak: [ACCOUNT, INTAKE, CLERK],
    never: [SOMEBODY, OTHER_INTAKE, UTILITY_SYSTEM, WINDOW_LEAD, officer(INTAKE.org), ...OF_BUREAU],
  },
  'by an intake that names no account': {
    sentBy: INTAKE,
    change: { applicantSubject: undefined },
    speak: [INTAKE, CLERK],
    never: [ACCOUNT, SOMEBODY, OTHER_INTAKE],
  },
  'at the window': {
    sentBy: CLERK,
    change: { channel: 'window', applicantSubject: undefined },
    speak: [CLERK, { ...CLERK, sub: 'another-clerk' }],
    never: [ACCOUNT, SOMEBODY, INTAKE, WINDOW_LEAD, officer('window')],
  },
  'by the applicant in person': {
    sentBy: ACCOUNT,
    change: { channel: 'onlineHall', applicantSubject: undefined },
    form: INDIVIDUAL,
    speak: [ACCOUNT, CLERK],
    never: [SOMEBODY, INTAKE, { sub: 'onlineHall', org: 'onlineHall', role: 'system' }, ...OF_BUREAU],
  },
  'by the bureau that collected the demand itself': {
    sentBy: BUREAU,
    change: { phase: 'projectFiling' },
    onlyCases: true,
    speak: [ACCOUNT, CLERK],
    never: [SOMEBODY, INTAKE, ...OF_BUREAU],
  },
}

/** Whether it is not refused as somebody else's. */
function taken(act: () => unknown): boolean {
  try {
    act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.code !== 'not-concerned'
  }
  return true
}

const CITIES = loadCities()
const callerOfActor = (actor: Actor) => callerOf({ ...actor, iss: 'https://issuer.test', city: 'chibi' }, CITIES)
const caseOf = ({ sentBy, change, form }: Way) =>
  new PureCase(applicationInput(registration(change, form), { registeredBy: sentBy }))
const sideOf = ({ sentBy, change }: Way) => applicantSideOf(registration(change), sentBy)
const transferOf = ({ sentBy, change }: Way) =>
  new PureMatter(
    TRANSFER,
    'CBT-20261123-00001-0',
    {
      type: 'transferRequested',
      rule: 'R-28',
      data: {
        ...OPENED,
        request: TransferRequestSchema.parse(transferBody({}, change)),
        leader: 'zigui',
        accounts: [{ id: WATER, service: 'water', utility: 'shuiwu', accountNumber: '4200118' }],
      },
    },
    sentBy,
  )
const ratingOf = (way: Way) => {
  const { id, serviceNumber, rating, answerer, parties } = ratingInput('CB-20261123-00001-0')
  const data = {
    ...OPENED,
    serviceNumber,
    rating,
    answerer,
    parties: [...parties],
    bad: true,
    side: sideOf(way),
  }
  return new PureMatter(RATING, id, { type: 'caseRated', rule: 'R-32', data }, ACCOUNT)
}
const inspectionOf = (way: Way) => {
  const { finding } = laterInspectionInput('inspection:1')
  const data = {
    ...OPENED,
    ...finding,
    side: sideOf(way),
    hours: CITIES.get('chibi')?.city.hours,
  }
  const event = { type: 'laterInspectionFiled', rule: 'R-20', data, seq: 1, at: '2026-11-23T01:00:00.000Z' }
  return applyLaterInspection(
    undefined,
    { ...event, actor: officer('chengguan', 'inspector') } as never,
    'inspection:1',
  )
}

/** Every place that asks whether an actor speaks for the user. */
const ASKED: Readonly<Record<string, { readonly ofCasesToo: boolean; asks(way: Way, actor: Actor): boolean }>> = {
  'the definition': { ofCasesToo: true, asks: (way, actor) => isOfApplicantSide(sideOf(way), actor) },
  'R-37: the case is withdrawn': {
    ofCasesToo: true,
    asks: (way, actor) => taken(() => caseOf(way).act('withdrawApplication', actor, { reason: '不办了' })),
  },
  'R-37: the contact is corrected': {
    ofCasesToo: true,
    asks: (way, actor) => taken(() => caseOf(way).act('correctContact', actor, { phone: '13900001111' })),
  },
  'R-28: a transfer is withdrawn': {
    ofCasesToo: false,
    asks: (way, actor) => taken(() => transferOf(way).act('withdrawTransfer', actor, { reason: '不办了' })),
  },
  'R-32: a rating is added to': {
    ofCasesToo: true,
    asks: (way, actor) => taken(() => ratingOf(way).act('addToRating', actor, { text: '处理及时' })),
  },
}

const CASES = Object.entries(ASKED).flatMap(([place, asked]) =>
  Object.entries(WAYS)
    .filter(([, { onlyCases }]) => asked.ofCasesToo || onlyCases !== true)
    .map(([name, way]) => [place, name, asked, way] as const),
)

describe('R-02, R-05: who speaks for the user', () => {
  it.each(CASES)('%s, which came %s', (_place, _name, { asks }, way) => {
    for (const actor of way.speak) expect([actor, asks(way, actor)]).toEqual([actor, true])
    for (const actor of way.never) expect([actor, asks(way, actor)]).toEqual([actor, false])
  })

  it.each(Object.entries(WAYS))('R-39: reads what is theirs, and nobody by their place alone: %s', (_name, way) => {
    const reads = (actor: Actor) => {
      const caller = callerOfActor(actor)
      const plan = { utility: INSTALMENT_PLAN.utility, side: sideOf(way) }
      return [
        mayRead(caller, caseOf(way).state),
        ...(way.onlyCases === true ? [] : [TRANSFER_API.mayRead(caller, transferOf(way).state)]),
        RATING_API.mayRead(caller, ratingOf(way).state),
        LATER_INSPECTION_API.mayRead(caller, inspectionOf(way)),
        seesAmounts(caller, plan),
      ]
    }
    for (const actor of way.speak) expect([actor, new Set(reads(actor))]).toEqual([actor, new Set([true])])
    for (const actor of way.never.filter((each) => each.role === 'applicant' || INTAKES.includes(each)))
      expect([actor, new Set(reads(actor))]).toEqual([actor, new Set([false])])
  })

  it('R-01, R-23: people of the bureau that registered a case read it as its collector, and whose money it is not', () => {
    const way = WAYS['by the bureau that collected the demand itself'] ?? expect.unreachable()
    for (const actor of OF_BUREAU) {
      const caller = callerOfActor(actor)
      expect([
        mayRead(caller, caseOf(way).state),
        seesAmounts(caller, { utility: 'shuiwu', side: sideOf(way) }),
      ]).toEqual([true, false])
    }
  })

  it('R-27: whoever applied by themself and rates is told by the channel that they came by', () => {
    const way = WAYS['by the applicant in person'] ?? expect.unreachable()
    expect(audienceOf('rating', ratingOf(way).state)).toContain('onlineHall')
    expect(audienceOf('transfer', transferOf(way).state)).toContain('onlineHall')
  })

  it.each<[string, CreditSubject, readonly Actor[], readonly Actor[]]>([
    [
      'a utility',
      { org: 'shuiwu', name: '赤壁水务集团公司' },
      [officer('shuiwu'), officer('shuiwu', 'lead'), UTILITY_SYSTEM, CLERK],
      [ACCOUNT, SOMEBODY, INTAKE, officer('guowang')],
    ],
    [
      'a person',
      { name: '王小明', account: ACCOUNT.sub },
      [ACCOUNT, CLERK],
      [SOMEBODY, INTAKE, officer('shuiwu'), WINDOW_LEAD],
    ],
  ])('R-29: a record is contested by its subject, not by an intake: %s', (_what, subject, speak, never) => {
    const { id, kind, source, reason, decider } = creditInput('credit:1')
    const contests = (actor: Actor) =>
      taken(() => {
        const data = {
          ...OPENED,
          kind,
          subject,
          source,
          reason,
          decider,
          expiresAt: '2029-11-23T01:00:00.000Z',
        }
        const the = new PureMatter(CREDIT, id, { type: 'recordOpened', rule: 'R-29', data }, officer('chengguan'))
        the.act('contestRecord', actor, { reason: '整改已按期完成' })
      })
    for (const actor of speak) expect([actor, contests(actor)]).toEqual([actor, true])
    for (const actor of never) expect([actor, contests(actor)]).toEqual([actor, false])
  })
})
