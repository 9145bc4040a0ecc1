import { fieldWords } from '../../../domain/demand/field-words.ts'
import { isCodeHolder } from '../../../domain/actor/code-holder.ts'
import { isIdentityOf } from '../../../domain/actor/identity.ts'
import type { ActBodies } from '../../../domain/act/act.schema.ts'
import { townOf } from '../../../domain/city/areas.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { defined } from '../../../domain/defined.ts'
import { SERVICE_NAMES, SERVICES } from '../../../domain/case/service.ts'
import type { Service } from '../../../domain/case/service.ts'
import { applicantNumberOf } from '../../../domain/demand/applicant-number.ts'
import { doubtsAbout } from '../../../domain/demand/doubts.ts'
import { checkIdentityNumber } from '../../../domain/demand/formats.ts'
import type { DemandForm } from '../../../domain/demand/registration.schema.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Acts, Command } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import { answered } from './change.ts'
import type { EventOf } from './change.ts'
import { isSame, requireCorrectable } from './corrections.ts'
import { released } from './held.ts'
import { isHeldUp, servicesHeldUp } from './held-up.ts'
import { servicesReleasedBy } from './letter-items.ts'
import { linesOf } from './lines.ts'
import { missingDemand } from './missing.ts'
import { requireApplicantSide } from './who.ts'

type Change = ActBodies['supplementDemand']

/**
 * any field of the form, the name and the number included, as the answer to what was asked for or because
 * it is wrong; what was in doubt is looked at anew. Until the survey is over: then the utilities have built on it.
 */
export const supplementDemand: Acts['supplementDemand'] = {
  may(state, { actor, facts }) {
    requireApplicantSide(state, actor)
    const isClosed = state.survey?.closedAt !== undefined
    if (isClosed && !linesOf(state).some(isHeldUp)) throw new Refusal('wrong-stage', '联合踏勘已结束，需求不能再补正')
    if (isWanting(state)) return
    if (state.correctsForm !== undefined) return requireCorrectable(facts)
    throw new Refusal(state.supplement === undefined ? 'wrong-stage' : 'already-done', '需求没有待补正的内容')
  },
  check(state, command, policy) {
    const { at, body } = command
    const { form } = state.registration
    if (!isWanting(state) && isSame(form, { ...form, ...defined(body) }))
      throw new Refusal('already-done', '与现有的完全相同，没有可更正的')
    if (body.services !== undefined) requireSameServices(state, body.services)
    const services = body.services ?? form.services
    if (state.survey?.closedAt !== undefined) requireHeldUp(state, body)
    const missing = stillMissing(state, body, { ...form, services })
    if (missing.length > 0)
      throw new Refusal('demand-incomplete', `还缺：${missing.map(fieldWords).join('、')}`, missing[0])
    const today = localDate(at, policy.hours)
    for (const [service, { until } = {}] of Object.entries(body.services ?? {})) {
      if (until !== undefined && until < today)
        throw new Refusal('date-past', `临时用至的日期应为今天（${today}）或以后`, `services.${service}.until`)
    }
    requireDate(state, body, today)
    requireArea(state, body, policy)
    if (body.applicant !== undefined) requireApplicant(state, command, body.applicant, today)
  },
  events: (state, { body }) => [
    {
      type: 'demandSupplemented',
      rule: 'R-03',
      data: defined({
        ...body,
        releases: state.holdsByService === undefined ? undefined : releasesOf(state, body),
        warnings: body.applicant === undefined ? undefined : doubtsAbout(body.applicant, 'form.applicant'),
      }),
    },
  ],
}

/** None is said of none. */
function releasesOf(state: CaseState, body: Change) {
  const services = servicesReleasedBy(state, body)
  return services.length === 0 ? undefined : services
}

/** what lets one service at least go on is taken; what is wanting still holds up the others. */
function stillMissing(state: CaseState, body: Change, form: DemandForm): readonly string[] {
  if (state.holdsByService === undefined) return missingDemand(state, form)
  if (servicesReleasedBy(state, body).length > 0) return []
  // Others are under way: their fields are corrected, whatever this one lacks.
  const free = linesOf(state).some((line) => line.status !== 'withdrawn' && !isHeldUp(line))
  if (free && !isSame(state.registration.form, { ...state.registration.form, ...defined(body) }))
    return missingDemand(state, form, (line) => !isHeldUp(line))
  return missingDemand(state, form)
}

/** once the survey is over only what is held up still is supplemented: the others were built on. */
function requireHeldUp(state: CaseState, body: Change): void {
  const held = servicesHeldUp(state)
  const { services, remarks: _any, ...others } = defined(body)
  const [field] = Object.keys(others)
  if (field !== undefined) throw new Refusal('wrong-stage', '联合踏勘已结束，只能补正尚待补正的服务', field)
  for (const service of SERVICES) {
    const given = services?.[service]
    const isChanged = JSON.stringify(given) !== JSON.stringify(state.registration.form.services[service])
    if (given !== undefined && isChanged && !held.includes(service))
      throw new Refusal('wrong-stage', '联合踏勘已结束，只能补正尚待补正的服务', `services.${service}`)
  }
}

/** It was asked for and not answered, or lacks something still. */
export function isWanting(state: CaseState): boolean {
  if (state.holdsByService !== undefined) return linesOf(state).some(isHeldUp) || missingDemand(state).length > 0
  const isAwaited = state.supplement !== undefined && state.supplement.answeredAt === undefined
  return isAwaited || missingDemand(state).length > 0
}

function requireSameServices(state: CaseState, services: DemandForm['services']): void {
  const wanted = servicesOf(state)
  if (Object.keys(services).toSorted().join() !== wanted.join())
    throw new Refusal(
      'validation-failed',
      `补正不能增减服务，应为：${wanted.map((each) => SERVICE_NAMES[each]).join('、')}`,
      'services',
    )
  if (operatorsOf(state).join() !== (services.network?.operators ?? []).toSorted().join())
    throw new Refusal('validation-failed', '补正不能更换运营商', 'services.network.operators')
}

/** whether the plan's times bind hangs on the town, and they run already. */
function requireArea({ registration }: CaseState, { address }: Change, policy: City): void {
  const town = address === undefined ? undefined : townOf(address, policy.registration.towns)
  if (town !== undefined && town.area !== registration.area)
    throw new Refusal('validation-failed', `${town.name}的适用区域不同：请撤回后以新址重新登记`, 'address')
}

/** once there is a survey, its day is booked anew, which has its own clock. */
function requireDate(state: CaseState, { surveyDate }: Change, today: string): void {
  if (surveyDate === undefined || surveyDate === state.registration.form.surveyDate) return
  if (state.survey !== undefined)
    throw new Refusal('wrong-stage', '踏勘已在组织：改日期请用“改约踏勘日期”', 'surveyDate')
  if (surveyDate < today) throw new Refusal('date-past', `预约踏勘日期应为今天（${today}）或以后`, 'surveyDate')
}

/** whose application it is changes by a succession only; a number that was typed wrong is mended. */
function requireApplicant(
  state: CaseState,
  { actor, facts }: Command<'supplementDemand'>,
  applicant: DemandForm['applicant'],
  today: string,
): void {
  const { form, agent } = state.registration
  const isIndividual = applicant.kind === 'individual'
  if (isIndividual && checkIdentityNumber(applicant.identityNumber, today) === 'badDate')
    throw new Refusal('validation-failed', '出生日期不应在今天以后', 'applicant.identityNumber')
  if (applicantNumberOf({ applicant }) === applicantNumberOf(form)) return
  const field = isIndividual ? 'applicant.identityNumber' : 'applicant.creditCode'
  if (applicant.kind !== form.applicant.kind && state.pushedAt !== undefined)
    throw new Refusal('wrong-stage', '需求已推送，申请人不能再由单位改为个人或相反', 'applicant.kind')
  const inPerson = state.registeredBy.role === 'applicant' && agent === undefined
  if (state.claimed !== undefined || inPerson)
    throw new Refusal('already-claimed', '申请人的号码已经实名核实；换由他人承接的，到综窗确认承接人', field)
  if (actor.role !== 'applicant') return
  if (isCodeHolder(actor.sub))
    throw new Refusal('identity-unverified', '凭验证码不能更改申请人的号码：请用实名账号，或由综窗办理', field)
  const isOwn = facts?.identity !== undefined && isIdentityOf(facts.identity, applicant)
  if (!isOwn && agent === undefined)
    throw new Refusal('authorisation-required', '已核实的身份不是更正后的申请人：请由综窗办理', field)
}

/** What was not dropped, as the form names it. */
function servicesOf(state: CaseState): readonly Service[] {
  return [
    ...new Set(
      linesOf(state)
        .filter((line) => line.status !== 'withdrawn')
        .map((line) => line.service),
    ),
  ].toSorted()
}

function operatorsOf(state: CaseState): readonly string[] {
  return linesOf(state)
    .filter((line) => line.service === 'network' && line.status !== 'withdrawn')
    .map((line) => line.utility)
    .toSorted()
}

export function demandSupplemented(state: CaseState, { at, data }: EventOf<'demandSupplemented'>): CaseState {
  const { warnings = state.warnings, services, releases, ...fields } = data
  const { form } = state.registration
  const changed = { ...form, ...fields, services: { ...form.services, ...services } }
  const registration = { ...state.registration, form: changed }
  if (state.holdsByService !== undefined) return withAnswers({ ...state, registration, warnings }, releases ?? [], at)
  const supplement =
    state.supplement === undefined ? {} : { supplement: { ...state.supplement, answeredAt: at, ...answerOf(state) } }
  return answered({ ...state, registration, warnings, ...supplement }, 'registration', at)
}

/** the letter is answered when nothing is held up any more. */
function withAnswers(state: CaseState, releases: readonly Service[], at: string): CaseState {
  if (releases.length === 0) return state
  const next = answered(released(state, releases, at), 'registration', at)
  if (next.supplement === undefined || linesOf(next).some(isHeldUp)) return next
  return { ...next, supplement: { ...next.supplement, answeredAt: at } }
}

/** What is corrected afterwards is no other answer. */
function answerOf({ supplement }: CaseState): { readonly answeredAt?: string } {
  return defined({ answeredAt: supplement?.answeredAt })
}
