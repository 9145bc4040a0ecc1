import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { assess } from '../../../../db/assess.ts'
import type { Role } from '../../../../domain/actor/actor.ts'
import { kindsOf, LINKS } from '../../../../domain/assessment/assessment.ts'
import type { AssessmentRow, Link } from '../../../../domain/assessment/assessment.ts'
import { assessmentOf } from '../../../../domain/city/city-parts.ts'
import { PERIOD_KINDS, periodName } from '../../../../domain/assessment/period.ts'
import type { Period } from '../../../../domain/assessment/period.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { assessmentCsv } from '../../../views/assessment-csv.ts'
import { AssessmentViewShape } from '../../../views/assessment.schema.ts'
import { assessmentView } from '../../../views/assessment.ts'
import { periodFor, PeriodSchema } from '../../../views/period.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { assessedOrgs } from '../../../views/who-may-assess.ts'
import { writingFor } from '../../../views/writing.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'

/** Whoever works for an organisation; applicants and intakes are told so. */
export const ASSESSED_ROLES: readonly Role[] = [
  'clerk',
  'officer',
  'lead',
  'inspector',
  'auditor',
  'administrator',
  'system',
]

export const QUERY = {
  period: PeriodSchema,
  org: z.string().min(1).max(LONGEST_ORGANISATION_KEY).optional().describe('单位'),
  link: z.enum(LINKS).optional().describe('环节'),
}

const OrgSchema = z.object({ org: z.string(), orgName: z.string() })

const AnswerSchema = z.object({
  period: z.string(),
  periodName: z.string(),
  kind: z.enum(PERIOD_KINDS),
  from: TimeSchema,
  to: TimeSchema.describe('不含'),
  over: z.boolean().describe('期间是否已结束'),
  at: TimeSchema.describe('截至'),
  assessor: OrgSchema.describe('考核单位'),
  reviewer: OrgSchema.optional().describe('复核单位'),
  ...AssessmentViewShape,
})

/** 考核: each organisation in each link, by month, quarter or year; below `/assessments`. */
export async function assessmentRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: { roles: ASSESSED_ROLES } },
      schema: {
        summary: '逐单位、逐环节的考核数据（R-30）',
        tags: ['考核'],
        querystring: z.strictObject(QUERY),
        response: { 200: AnswerSchema },
        description:
          '考核与复核单位、协调小组及其办公室、审计看全部；其他单位只看本单位与所主管的单位。参照执行的（R-06）单列。一个时限只计一次：按时的计入办成之期，超期与在办的计入到期之期。',
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { period, at, rows } = await figuresFor(plain.deps, caller, request.query)
      const writing = writingFor(caller.city, at)
      const roles = assessmentOf(caller.city)
      const named = (org: string) => ({ org, orgName: writing.nameOf(org) })
      return {
        period: period.key,
        periodName: periodName(period.key),
        kind: period.kind,
        from: writing.time(period.from),
        to: writing.time(period.to),
        over: Date.parse(period.to) <= at.getTime(),
        at: writing.time(writing.now),
        assessor: named(roles.assessor),
        reviewer: roles.reviewer === undefined ? undefined : named(roles.reviewer),
        ...assessmentView(rows, roles, writing),
      }
    },
  )
}

/** The same for a spreadsheet: `/assessments.csv`. */
export async function assessmentCsvRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: { roles: ASSESSED_ROLES } },
      schema: {
        summary: '导出考核数据（R-30）',
        description: 'CSV，Excel 可直接打开；年度的供优化营商环境工作考核使用。',
        tags: ['考核'],
        querystring: z.strictObject(QUERY),
        response: { 200: { description: 'CSV（UTF-8，带 BOM）', content: { 'text/csv': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { period, at, rows } = await figuresFor(plain.deps, caller, request.query)
      const { nameOf } = writingFor(caller.city, at)
      return reply
        .headers({
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="assessment-${caller.city.key}-${period.key}.csv"`,
        })
        .send(assessmentCsv(period.key, rows, assessmentOf(caller.city), nameOf))
    },
  )
}

interface Wanted {
  readonly period: string
  readonly org?: string | undefined
  readonly link?: Link | undefined
}

async function figuresFor(
  { database, calendars, now }: Dependencies,
  caller: Caller,
  { period: key, org, link }: Wanted,
): Promise<{ period: Period; at: Date; rows: AssessmentRow[] }> {
  const owners = assessedOrgs(caller, org)
  const at = now()
  const period = periodFor(key, caller, at)
  const { city } = caller
  const rows = await assess(database, {
    city: city.key,
    period,
    order: city.organisations.map((organisation) => organisation.key),
    owners,
    kinds: link === undefined ? undefined : kindsOf(link),
    hours: city.hours,
    calendar: calendars[city.calendar],
    now: at.toISOString(),
  })
  return { period, at, rows: link === undefined ? rows : rows.filter((row) => row.link === link) }
}
