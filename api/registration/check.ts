import { requireWorkingDay } from '../../domain/act/act-dates.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { longestDeadlineOf } from '../../domain/city/city-parts.ts'
import { requireCalendarAhead, requireWithinCalendar } from '../../domain/clocks/calendar-end.ts'
import { requireWithinReach } from '../../domain/clocks/date-reach.ts'
import type { WorkingCalendar } from '../../domain/clocks/working-time.ts'
import { checkIdentityNumber } from '../../domain/demand/formats.ts'
import type { DemandForm, Registration } from '../../domain/demand/registration.schema.ts'
import { SERVICES } from '../../domain/case/service.ts'
import { PHASE_NAMES } from '../../domain/case/stage.ts'
import type { Caller } from '../auth/caller.ts'
import { requireAuthority, requireOwnAccount, requirePaperOfWindow } from './authority.ts'
import { requireChannel } from './channel.ts'
import { fieldProblem } from '../problems/problem-error.ts'

/**
 * an intake system by its own channel, the window by its own, an applicant by the online hall, the phase's
 * collecting bureau by itself.
 */
export function requireRegistrar(caller: Caller, registration: Omit<Registration, 'area'>): void {
  const { channel, phase, applicantSubject, form } = registration
  requireChannel(
    caller,
    channel,
    caller.org === caller.city.registration.collectors[phase],
    (name) => `${caller.org} 不能以“${name}”渠道、“${PHASE_NAMES[phase]}”阶段登记`,
  )
  requireOwnAccount(caller, applicantSubject)
  requireAuthority(caller, [form.applicant], registration)
}

/** What the schema cannot know: which services and operators this city has. */
export function requireServicesOfCity({ services }: DemandForm, { city }: Caller): void {
  for (const service of SERVICES) {
    if (services[service] !== undefined && city.services[service].length === 0)
      throw fieldProblem('validation-failed', `form.services.${service}`, `${city.name}不办理此项`)
  }
  services.network?.operators.forEach((operator, index) => {
    if (!city.services.network.includes(operator)) {
      throw fieldProblem(
        'validation-failed',
        `form.services.network.operators.${index}`,
        `${city.name}没有运营商 ${operator}，可选：${city.services.network.join('、')}`,
      )
    }
  })
}

/** who guided the user is an organisation of the city; the paper form belongs to the window. */
export function requireWayIn({ channel, guidedBy, paper }: Registration, { city }: Caller): void {
  requirePaperOfWindow({ channel, paper }, city)
  if (guidedBy !== undefined && !city.organisations.some(({ key }) => key === guidedBy))
    throw fieldProblem('validation-failed', 'guidedBy', `${city.name}没有单位 ${guidedBy}`)
}

/**
 * What depends on the day ('YYYY-MM-DD' in the city): asked once, when a key is taken, so that a retry after midnight
 * is answered as before.
 */
export function requireDates(
  { surveyDate, applicant, services }: DemandForm,
  today: string,
  { city, calendar }: { readonly city: City; readonly calendar: WorkingCalendar },
): void {
  requireCalendarAhead(today, longestDeadlineOf(city), calendar)
  for (const service of SERVICES) {
    const until = services[service]?.until
    if (until !== undefined && until < today)
      throw fieldProblem(
        'validation-failed',
        `form.services.${service}.until`,
        `临时用至的日期应为今天（${today}）或以后`,
      )
  }
  if (surveyDate !== undefined) {
    if (surveyDate < today)
      throw fieldProblem('validation-failed', 'form.surveyDate', `预约踏勘日期应为今天（${today}）或以后`)
    requireWithinReach(surveyDate, today, 'form.surveyDate')
    requireWorkingDay({ field: 'form.surveyDate', name: '预约踏勘日期', date: surveyDate }, { calendar, today })
    const days = longestDeadlineOf(city)
    requireWithinCalendar({ field: 'form.surveyDate', name: '预约踏勘日期', date: surveyDate, days }, calendar)
  }
  if (applicant.kind === 'individual' && checkIdentityNumber(applicant.identityNumber, today) === 'badDate') {
    throw fieldProblem('validation-failed', 'form.applicant.identityNumber', '身份证号码中的出生日期不应在今天以后')
  }
}
