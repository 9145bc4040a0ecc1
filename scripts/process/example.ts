import type { ActBodies } from '../../domain/act.schema.ts'
import type { ActType } from '../../domain/act.ts'
import type { Actor, Role } from '../../domain/actor.ts'
import type { City } from '../../domain/city.schema.ts'
import type { Registration } from '../../domain/registration.schema.ts'
import type { CaseState } from '../../workflows/application/case-state.ts'

/** Every act is made at this instant; dates are around it. */
export const AT = '2026-11-23T01:00:00.000Z'
const [TODAY, TOMORROW, END] = ['2026-11-23', '2026-11-24', '2026-12-10']

export const LINE = 'water:shuiwu'
export const UTILITY = 'shuiwu'
/** The construction plan names the first; a later one both. */
export const NEARBY_OWNERS = ['mobile', 'unicom'] as const
export const INTAKE: Actor = { sub: 'intake', org: 'hubeiGovernmentService', role: 'system' }
export const APPLICANT = 'user'

/** One service, with a doubt that somebody may confirm: every act has its place in such a case. */
export const REGISTRATION: Registration = {
  channel: 'hubeiGovernmentService', phase: 'none', applicantSubject: APPLICANT, area: 'planningArea',
  form: {
    applicant: { kind: 'enterprise', name: '某企业', creditCode: '91440101MA5CJQ4N59' }, address: '某路 1 号', contact: '某人', phone: '13871234567',
    services: { water: { business: 'new', tonsPerDay: 1 } },
  },
}

/** A well-formed act by whom it belongs to; which of them is allowed, the case says. */
export type Candidate = { [A in ActType]: { readonly type: A; readonly actor: Actor; readonly body: ActBodies[A] } }[ActType]

const by = (org: string, role: Role = 'officer'): Actor => ({ sub: `${org}-${role}`, org, role })
const OWN = by(UTILITY)
const SECTION = { road: '某路', from: '起点', to: '止点' }
const NEEDS_WORKS: ActBodies['fileOpinion'] = { lines: [{ line: LINE, connectable: false, outerWorks: { touches: ['road'], sections: [SECTION], lengthMetres: 1, preliminaryDesign: '略' } }] }
const REMARKS: ActBodies['fileOpinion'] = { remarks: '无意见' }

export function candidates(state: CaseState, city: City): readonly Candidate[] {
  return [...untilSurveyed(city), ...works(), ...supervised(state, city), ...connected(city)]
}

function untilSurveyed(city: City): readonly Candidate[] {
  const authorities = city.survey.opinionRequired.map((org): Candidate => ({ type: 'fileOpinion', actor: by(org), body: REMARKS }))
  return [
    { type: 'acceptDemand', actor: by(city.registration.window, 'clerk'), body: {} },
    { type: 'acknowledgeReceipt', actor: OWN, body: {} },
    ...authorities,
    { type: 'fileOpinion', actor: OWN, body: { lines: [{ line: LINE, connectable: true }] } },
    { type: 'fileOpinion', actor: OWN, body: NEEDS_WORKS },
    { type: 'fileJointRecord', actor: by(city.survey.convener, 'lead'), body: { opinions: [{ org: UTILITY, opinion: NEEDS_WORKS }] } },
  ]
}

function works(): readonly Candidate[] {
  const line = { line: LINE } as const
  return [
    ...[TODAY, TOMORROW].map((from): Candidate => ({ type: 'signCommitment', actor: OWN, body: commitment(from) })),
    { type: 'fileDesign', actor: OWN, body: { ...line, title: '略', summary: '略' } },
    ...[1, 2].map((owners): Candidate => ({ type: 'fileConstructionPlan', actor: OWN, body: { ...line, title: '略', summary: '略', nearbyOwners: NEARBY_OWNERS.slice(0, owners) } })),
    ...NEARBY_OWNERS.map((org): Candidate => ({ type: 'signHandover', actor: by(org), body: { ...line, positions: '略', signer: '某人' } })),
    { type: 'startWorks', actor: OWN, body: line },
    { type: 'reportProgress', actor: OWN, body: { ...line, percent: 50 } },
    { type: 'completeWorks', actor: OWN, body: line },
  ]
}

function commitment(worksFrom: string): ActBodies['signCommitment'] {
  const person = '某人'
  return { legalRepresentative: person, address: '某路 2 号', contact: person, phone: '13871234567', responsible: person, worksFrom, worksTo: END, sections: [SECTION], promises: [1, 2, 3, 4], approvals: ['roadExcavation'] }
}

function supervised(state: CaseState, city: City): readonly Candidate[] {
  const inspector = by(city.works.restorationConfirmer, 'inspector')
  const orders = Object.values(state.orders)
  const order = (orders.find(({ closedAt }) => closedAt === undefined) ?? orders[0])?.id ?? 'none'
  const checklist = (kept: boolean) => ([1, 2, 3, 4] as const).map((promise) => ({ promise, kept }))
  return [
    { type: 'fileInspection', actor: inspector, body: { line: LINE, checklist: checklist(true) } },
    { type: 'fileInspection', actor: inspector, body: { line: LINE, checklist: checklist(false), order: { requirement: '略', dueDate: TOMORROW } } },
    { type: 'reportRectified', actor: OWN, body: { order, remarks: '略' } },
    { type: 'reinspect', actor: inspector, body: { order, passed: true } },
    { type: 'reinspect', actor: inspector, body: { order, passed: false } },
    { type: 'acceptWorks', actor: by(city.works.acceptor), body: { line: LINE, passed: true } },
    { type: 'acceptWorks', actor: by(city.works.acceptor), body: { line: LINE, passed: false, remarks: '略' } },
  ]
}

function connected(city: City): readonly Candidate[] {
  return [
    { type: 'appointConnection', actor: INTAKE, body: { at: `${TOMORROW}T09:00:00+08:00` } },
    { type: 'reportConnected', actor: OWN, body: { line: LINE } },
    { type: 'reportRestored', actor: OWN, body: { line: LINE } },
    { type: 'confirmRestoration', actor: by(city.works.restorationConfirmer), body: { line: LINE } },
    { type: 'withdrawApplication', actor: INTAKE, body: { reason: '略' } },
  ]
}
