/** What lists are asked by: read from a query, and turned into what the database is asked. */
import { z } from 'zod'
import { isSearchable } from '../../domain/demand/sought-text.ts'
import { isProjectCode } from '../../domain/demand/formats.ts'
import { creditCode, date, instant } from '../../domain/act/fields.schema.ts'
import { endOfLocalDate } from '../../domain/clocks/local-date.ts'
import { startOfLocalDate } from '../../domain/clocks/start-of-date.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { LIGHTS } from '../../domain/clocks/deadline.ts'
import { defined } from '../../domain/defined.ts'
import { Refusal } from '../../domain/problem.ts'
import { isStorable } from '../../domain/storable.ts'
import { FIELD_NAMES } from '../../domain/visibility/fields.ts'
import type { PersonalField } from '../../domain/visibility/fields.ts'
import { searchable } from '../../domain/visibility/searching.ts'
import type { Sought, SoughtIn, Span } from '../../db/queries/sought.ts'
import type { Caller } from '../auth/caller.ts'

const typed = (most: number) => z.string().trim().min(1).max(most).refine(isStorable, '含有不能识别的字符')
/** At least two characters, for one of them is in every second name. */
const part = typed(100).refine(isSearchable, '至少两个字')
const pastYearZero = (at: string) => !at.startsWith('0000')

const numberBeginning = typed(40)
  .transform((number) => number.normalize('NFKC').toUpperCase())
  .refine((number) => /^(?=.{4})(?:[A-Z]{2}-?)?[\d-]*$/.test(number), '应为服务编号或其开头，至少四位，如 CB-20261124')

export const WhenSchema = {
  dueAfter: instant.refine(pastYearZero).optional().describe('到期不早于此时'),
  dueBefore: instant.refine(pastYearZero).optional().describe('到期早于此时'),
}
export const LightQuerySchema = z
  .enum([...LIGHTS, 'none'])
  .optional()
  .describe('灯：red 超期、yellow 将到期、green 正常、none 没有在走的时限')
export const PersonSchema = {
  person: typed(100).optional().describe('承办人的账号，限本单位的'),
  unassigned: z.enum(['true']).optional().describe('true：还没有指定承办人的'),
}
export const CountsQuerySchema = z.enum(['true']).optional().describe('true：另答各灯件数（不论 light）')

export const SoughtSchema = {
  serviceNumber: numberBeginning.optional().describe('服务编号或其开头'),
  applicant: part.optional().describe('申请单位（人）名称的一部分，至少两个字'),
  creditCode: creditCode.optional().describe('统一社会信用代码'),
  address: part.optional().describe('申请地址的一部分，至少两个字'),
  projectCode: z.string().trim().refine(isProjectCode, '应为投资项目统一代码，如 2411-421281-04-01-123456').optional(),
}
type SoughtQuery = z.infer<z.ZodObject<typeof SoughtSchema>>

export const RegisteredSchema = {
  registeredFrom: date.refine(pastYearZero).optional().describe('登记日期不早于'),
  registeredTo: date.refine(pastYearZero).optional().describe('登记日期不晚于'),
}

/** throws `forbidden` for a field that the caller sees masked everywhere. */
export function soughtBy(caller: Caller, query: SoughtQuery): Sought {
  const { applicant, address, creditCode: code, serviceNumber, projectCode } = query
  const personal = (field: PersonalField, name: keyof SoughtQuery, text: string | undefined) =>
    text === undefined ? undefined : { text, in: requireSearchable(caller, field, name) }
  return defined({
    serviceNumber: serviceNumber === undefined ? undefined : beginningOf(serviceNumber, caller.city),
    projectCode,
    name: personal('name', 'applicant', applicant),
    address: personal('address', 'address', address),
    creditCode: personal('creditCode', 'creditCode', code),
  })
}

/** The fields that a search found something by: whoever was given a row knows them of it. */
export function fieldsSought({ name, address, creditCode: code }: Sought): PersonalField[] {
  const fields = { name, address, creditCode: code }
  return (['name', 'address', 'creditCode'] as const).filter((field) => fields[field] !== undefined)
}

/** Whether a search told of anything: rows, or only how many there are. */
export function hasFound(items: readonly unknown[], counts: Readonly<Record<string, number>> | undefined): boolean {
  return items.length > 0 || Object.values(counts ?? {}).some((count) => count > 0)
}

/** Undefined where they may not. */
export function searchableIn(caller: Caller, field: PersonalField): SoughtIn | undefined {
  const where = searchable(caller, field, caller.city)
  if (where === 'all') return 'all'
  return where.length === 0 ? undefined : { org: caller.org, parts: where }
}

function requireSearchable(caller: Caller, field: PersonalField, name: string): SoughtIn {
  const where = searchableIn(caller, field)
  if (where === undefined)
    throw new Refusal('forbidden', `“${FIELD_NAMES[field]}”对您是脱敏的，不能按它查找；请用服务编号或项目代码`, name)
  return where
}

/** `20261124-00017` and `CB20261124`, too. */
function beginningOf(number: string, { servicePrefix }: City): string {
  const [, prefix = '', rest = ''] = /^([A-Z]{2})?-?(.*)$/.exec(number) ?? []
  return `${prefix === '' ? servicePrefix : prefix}-${rest}`
}

export function dueSpan({ dueAfter, dueBefore }: z.infer<z.ZodObject<typeof WhenSchema>>): Span {
  const utc = (at: string | undefined) => (at === undefined ? undefined : new Date(at).toISOString())
  return { from: utc(dueAfter), before: utc(dueBefore) }
}

export function registeredSpan(
  { registeredFrom, registeredTo }: z.infer<z.ZodObject<typeof RegisteredSchema>>,
  { hours }: City,
): Span {
  return {
    from: registeredFrom === undefined ? undefined : startOfLocalDate(registeredFrom, hours),
    before: registeredTo === undefined ? undefined : endOfLocalDate(registeredTo, hours),
  }
}

/** undefined for whoever; null for nobody yet. */
export function personSought({
  person,
  unassigned,
}: {
  readonly person?: string | undefined
  readonly unassigned?: 'true' | undefined
}): string | null | undefined {
  if (person !== undefined && unassigned !== undefined)
    throw new Refusal('validation-failed', 'person 与 unassigned 只填一项', 'unassigned')
  return unassigned === undefined ? person : null
}
