import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor, Role } from '../../domain/actor/actor.ts'
import { applicantNumberOf } from '../../domain/demand/applicant-number.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
import type { Touched } from '../../domain/case/service.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import type { RectificationOrder } from '../../domain/supervision/rectification.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'

const COMPANY = { name: '某公司', creditCode: '91440101MA5CJQ4N59', person: '某人' }
const PARTICIPANTS = { designer: COMPANY, contractor: COMPANY, unsupervised: '略' }

/** who won the land has founded a project company. */
export const SUCCESSOR: ActBodies['confirmSuccessor'] = {
  applicant: { kind: 'enterprise', name: '某项目公司', creditCode: '91350200MA2YJ1XR9G' },
  basis: 'projectCompany',
  document: { kind: '成交确认书', number: '1', date: '2026-11-20' },
}

/** as an issuer has verified whoever the case names just then. */
export function claimant({ successor, registration: { form } }: CaseState): ActFacts {
  const named = successor ?? form
  return { identity: { kind: named.applicant.kind, number: applicantNumberOf(named) } }
}

/** Every act is made at this instant; dates are around it. */
export const AT = '2026-11-23T01:00:00.000Z'
export const [TODAY, TOMORROW, END] = ['2026-11-23', '2026-11-24', '2026-12-10']

export const LINE = 'water:shuiwu'
export const UTILITY = 'shuiwu'
/** The construction plan names the first; a later one both. */
export const NEARBY_OWNERS = ['mobile', 'unicom'] as const
export const INTAKE: Actor = { sub: 'intake', org: 'hubeiGovernmentService', role: 'system' }
export const APPLICANT = 'user'

/** One service, with a doubt that somebody may confirm. */
export const REGISTRATION: Registration = {
  channel: 'hubeiGovernmentService',
  phase: 'none',
  applicantSubject: APPLICANT,
  area: 'planningArea',
  form: {
    applicant: { kind: 'enterprise', name: '某企业', creditCode: '91440101MA5CJQ4N59' },
    address: '某路 1 号',
    contact: '某人',
    phone: '13871234567',
    services: { water: { business: 'new', tonsPerDay: 1 } },
  },
}

/** The same with its quantity left open. */
export const INCOMPLETE: Registration = {
  ...REGISTRATION,
  form: { ...REGISTRATION.form, services: { water: { business: 'new' } } },
}
/** Of two services one lacks its quantity: the other does not wait for it. */
export const ONE_INCOMPLETE: Registration = {
  ...REGISTRATION,
  form: {
    ...REGISTRATION.form,
    services: { water: { business: 'new' }, power: { business: 'new', kilovoltAmperes: 1 } },
  },
}
/** The other service of a case of two, of which one may be dropped; it needs no outer works. */
export const OTHER_LINE = 'power:guowang'
export const OTHER_UTILITY = 'guowang'
export const TWO_SERVICES: Registration = {
  ...REGISTRATION,
  form: {
    ...REGISTRATION.form,
    services: { ...REGISTRATION.form.services, power: { business: 'new', kilovoltAmperes: 1 } },
  },
}

/** A well-formed act by whom it belongs to; which of them is allowed, the case says. */
export type Candidate = {
  [A in ActType]: { readonly type: A; readonly actor: Actor; readonly body: ActBodies[A]; readonly facts?: ActFacts }
}[ActType]

export const by = (org: string, role: Role = 'officer'): Actor => ({ sub: `${org}-${role}`, org, role })
export const OWN = by(UTILITY)
export const SECTION = { road: '某路', from: '起点', to: '止点' }
const needsWorks = (touches: Touched[]): ActBodies['fileOpinion'] => ({
  lines: [
    {
      line: LINE,
      connectable: false,
      outerWorks: { touches, sections: [SECTION], lengthMetres: 1, preliminaryDesign: '略' },
    },
  ],
})
/** Road only: a promise gives all that the works need. With planning, one approval it may not give. */
export const NEEDS_WORKS = needsWorks(['road'])
export const NEEDS_APPROVAL = needsWorks(['road', 'planning'])
const OTHER = by(OTHER_UTILITY)
const REMARKS: ActBodies['fileOpinion'] = { remarks: '无意见' }

/** The acts of the main way. */
export function mainCandidates(state: CaseState, city: City): readonly Candidate[] {
  return [...untilSurveyed(city), ...works(), ...supervised(state, city), ...connected(state, city)]
}

function untilSurveyed(city: City): readonly Candidate[] {
  const authorities = city.survey.opinionRequired.map((org): Candidate => ({
    type: 'fileOpinion',
    actor: by(org),
    body: REMARKS,
  }))
  return [
    { type: 'acceptDemand', actor: by(city.registration.window, 'clerk'), body: {} },
    { type: 'acknowledgeReceipt', actor: OWN, body: {} },
    ...authorities,
    { type: 'fileOpinion', actor: OWN, body: { lines: [{ line: LINE, connectable: true }] } },
    { type: 'fileOpinion', actor: OWN, body: NEEDS_WORKS },
    { type: 'fileOpinion', actor: OWN, body: NEEDS_APPROVAL },
    { type: 'fileOpinion', actor: OTHER, body: { lines: [{ line: OTHER_LINE, connectable: true }] } },
    {
      type: 'fileJointRecord',
      actor: by(city.survey.convener, 'lead'),
      body: { opinions: [{ org: UTILITY, opinion: NEEDS_WORKS }] },
    },
  ]
}

function works(): readonly Candidate[] {
  const line = { line: LINE } as const
  return [
    ...[TODAY, TOMORROW].map((from): Candidate => ({ type: 'signCommitment', actor: OWN, body: commitment(from) })),
    { type: 'fileDesign', actor: OWN, body: { ...line, title: '略', summary: '略' } },
    ...[1, 2].map((owners): Candidate => ({
      type: 'fileConstructionPlan',
      actor: OWN,
      body: { ...line, title: '略', summary: '略', nearbyOwners: NEARBY_OWNERS.slice(0, owners), ...PARTICIPANTS },
    })),
    ...NEARBY_OWNERS.map((org): Candidate => ({
      type: 'signHandover',
      actor: by(org),
      body: { ...line, positions: '略', signer: '某人' },
    })),
    { type: 'startWorks', actor: OWN, body: line },
    { type: 'reportProgress', actor: OWN, body: { ...line, percent: 50 } },
    { type: 'reportBackfill', actor: OWN, body: { ...line, evidence: '略' } },
    { type: 'completeWorks', actor: OWN, body: line },
  ]
}

function commitment(worksFrom: string): ActBodies['signCommitment'] {
  const person = '某人'
  return {
    legalRepresentative: person,
    address: '某路 2 号',
    contact: person,
    phone: '13871234567',
    responsible: person,
    worksFrom,
    worksTo: END,
    sections: [SECTION],
    promises: [1, 2, 3, 4],
    approvals: ['roadExcavation'],
  }
}

function supervised(state: CaseState, city: City): readonly Candidate[] {
  const inspector = by(city.works.restorationConfirmer, 'inspector')
  const checklist = (kept: boolean) => ([1, 2, 3, 4] as const).map((promise) => ({ promise, kept }))
  return [
    {
      type: 'fileInspection',
      actor: inspector,
      body: { line: LINE, checklist: checklist(true), ...verifying(state, inspector.org) },
    },
    {
      type: 'fileInspection',
      actor: inspector,
      body: { line: LINE, checklist: checklist(false), order: { requirement: '略', dueDate: TOMORROW } },
    },
    ...ordersOf(state).flatMap((order): readonly Candidate[] => [
      { type: 'reportRectified', actor: OWN, body: { order, remarks: '略' } },
      ...[true, false].map((passed): Candidate => ({ type: 'reinspect', actor: inspector, body: { order, passed } })),
    ]),
    { type: 'inviteToAcceptance', actor: OWN, body: { line: LINE, at: AT, invited: [city.works.acceptor] } },
    ...[true, false].map((passed): Candidate => ({
      type: 'fileAcceptance',
      actor: OWN,
      body: { line: LINE, heldOn: TODAY, passed, attended: [{ org: UTILITY, person: '某人' }], report: '略' },
    })),
    { type: 'laySurface', actor: OWN, body: { line: LINE } },
    { type: 'acceptWorks', actor: by(city.works.acceptor), body: { line: LINE, passed: true } },
    { type: 'acceptWorks', actor: by(city.works.acceptor), body: { line: LINE, passed: false, remarks: '略' } },
  ]
}

/** the first that passes verifies, where a promise has to be. */
function verifying({ lines, commitments }: CaseState, org: string): { verification?: 'open' } {
  const { utility = '', works } = lines[LINE] ?? {}
  const awaited = commitments[utility]?.grants[org] !== undefined && works?.verified?.[org] === undefined
  return awaited && works?.backfilledAt === undefined ? { verification: 'open' } : {}
}

/** One order of each condition. */
export function ordersOf(state: CaseState): readonly string[] {
  const orders = new Map(Object.values(state.orders).map((order) => [orderCondition(order), order.id]))
  return orders.size === 0 ? ['none'] : [...orders.values()]
}

/** What tells two orders apart, for what may be done with them. */
export function orderCondition({
  closedAt,
  reportedAt,
  brokenAt,
  extension,
  version,
  stop,
}: RectificationOrder): string {
  if (closedAt !== undefined) return 'closed'
  return [
    reportedAt === undefined ? 'open' : 'reported',
    brokenAt === undefined ? '' : 'broken',
    extension === undefined ? '' : 'asked',
    version === 1 ? '' : 'extended',
    stop === undefined ? '' : 'stopping',
  ].join(' ')
}

/** The appointment is for this very instant, so that it may also be missed. */
function connected(state: CaseState, city: City): readonly Candidate[] {
  const other: Candidate = { type: 'reportConnected', actor: OTHER, body: { line: OTHER_LINE } }
  return [
    ...(state.lines[OTHER_LINE] === undefined ? [] : [other]),
    { type: 'appointConnection', actor: INTAKE, body: { at: AT } },
    { type: 'reportConnected', actor: OWN, body: { line: LINE } },
    { type: 'reportRestored', actor: OWN, body: { line: LINE } },
    { type: 'confirmRestoration', actor: by(city.works.restorationConfirmer), body: { line: LINE } },
    { type: 'withdrawApplication', actor: INTAKE, body: { reason: '略' } },
  ]
}
