/** What a plain form says, as the body that a system would send. */
import { fieldProblem } from '../problems/problem-error.ts'
import { missingDemand } from '../../workflows/application/core/missing.ts'
import { linesOf } from '../../workflows/application/core/lines.ts'
import { dateExists } from '../../domain/clocks/calendar.ts'
import type { CaseState } from '../case.ts'
import type { CaseForm, FormName } from './seen-case.ts'
import { needed } from './fields.ts'
import type { Typed } from './fields.ts'
import { instantOf } from './when.ts'

interface Known {
  readonly state: CaseState
  readonly hours: { readonly utcOffsetMinutes: number }
}

/** Throws a `ProblemError` of the field where not even that can be made of it. */
export function bodyOf(form: CaseForm, typed: Typed, known: Known): unknown {
  return BODIES[form](typed, known)
}

const BODIES: Readonly<Record<CaseForm, (typed: Typed, known: Known) => unknown>> = {
  supplement: supplemented,
  appointment: (typed, { hours }) => {
    const at = instantOf(dateIn(typed), typed['time'] ?? '', hours)
    if (at === undefined) throw fieldProblem('validation-failed', 'time', '请选一个时间')
    return { at }
  },
  offer: answered,
  'missed-answer': ({ claim = '', confirmed = '', note = '' }) => {
    const isConfirmed = needed('confirmed', confirmed, '请选一项') === 'yes'
    if (isConfirmed) return { claim, confirmed: true, ...(note.trim() === '' ? {} : { note }) }
    return { claim, confirmed: false, note: needed('note', note, '请说明当时的情形') }
  },
  cancellation: ({ reason = '' }) => ({ reason: needed('reason', reason, '请写明原因') }),
  missed: ({ line = '', note = '' }) => ({ line, by: 'utility', note: needed('note', note, '请写明情况') }),
  'survey-date': (typed) => ({ date: dateIn(typed) }),
  rating: ({ grade = '', text = '' }) => ({
    grade: needed('grade', grade, '请选一项'),
    ...(text.trim() === '' ? {} : { text }),
  }),
  withdrawal: ({ reason = '', sure = '' }) => {
    const body = { reason: needed('reason', reason, '请写明撤回原因') }
    if (sure !== 'yes') throw fieldProblem('validation-failed', 'sure', '撤回不能恢复，请先打勾确认')
    return body
  },
}

/** a time only where another is wanted. */
function answered({ line = '', answer = '', ...typed }: Typed, { hours }: Known): unknown {
  if (needed('answer', answer, '请选一项') !== 'other') return { line, answer }
  const at = instantOf(dateIn(typed), typed['time'] ?? '', hours)
  if (at === undefined) throw fieldProblem('validation-failed', 'time', '请选一个时间')
  return { line, answer, at }
}

function dateIn({ date = '' }: Typed): string {
  if (!dateExists(date)) throw fieldProblem('validation-failed', 'date', '请选一个日期')
  return date
}

/** the services as they stand, with what was missing; full-width digits are digits. */
function supplemented(typed: Typed, { state }: Known): unknown {
  const open = linesOf(state).filter(({ status }) => status !== 'withdrawn')
  const missing = missingDemand(state)
  const services = Object.entries(state.registration.form.services)
    .filter(([service, given]) => given !== undefined && open.some((line) => line.service === service))
    .map(([service, given]) => [
      service,
      { ...given, ...operatorsIn(service, open), ...answers(service, missing, typed) },
    ])
  return { services: Object.fromEntries(services) as unknown }
}

function operatorsIn(service: string, open: readonly { readonly service: string; readonly utility: string }[]) {
  if (service !== 'network') return {}
  return { operators: open.filter((line) => line.service === service).map(({ utility }) => utility) }
}

const QUANTITY = /^\d{1,9}(?:\.\d+)?$/
const WORDS: readonly string[] = ['accountNumber', 'until', 'alteration']

function answers(service: string, missing: readonly string[], typed: Typed): Readonly<Record<string, unknown>> {
  const own = missing.filter((field) => field.startsWith(`services.${service}.`))
  return Object.fromEntries(
    own.map((field) => {
      const name = field.slice(field.lastIndexOf('.') + 1)
      const value = needed(field, typed[field] ?? '', '请填写').trim()
      if (WORDS.includes(name)) return [name, name === 'alteration' ? value : value.normalize('NFKC')]
      const number = value.normalize('NFKC').replaceAll(/[,\s]/g, '')
      if (!QUANTITY.test(number)) throw fieldProblem('validation-failed', field, '请只填数字，如 120 或 0.5')
      return [name, Number(number)]
    }),
  )
}

/** The field of the form that a field of the body came from. */
export function fieldsIn(form: FormName, field: string): string {
  if ((form === 'appointment' || form === 'offer') && field === 'at') return 'date'
  return field
}
