import { z } from 'zod'
import type { CountedDeadline } from '../../db/queries/counted-deadlines.ts'
import {
  assessedBy,
  LINK_NAMES,
  LINK_OF,
  LINKS,
  NO_FIGURES,
  ratesOf,
  RESULT_NAMES,
  RESULTS,
  resultOf,
  sumOf,
  useOf,
} from '../../domain/assessment/assessment.ts'
import type { AssessmentRow, Figures, UseClock } from '../../domain/assessment/assessment.ts'
import { DEADLINE_KINDS } from '../../domain/clocks/deadline.ts'
import { DEADLINE_WORDS } from '../documents/words.ts'
import { TimeSchema } from './time.schema.ts'
import { times } from './writing.ts'
import type { Writing } from './writing.ts'

const share = z.number().optional()

export const FiguresSchema = z.object({
  volume: z.int().describe('计入本期的时限'),
  onTime: z.int().describe('按时'),
  overdue: z.int().describe('超期'),
  running: z.int().describe('在办'),
  onTimeRate: share.describe('按时 ÷（按时 + 超期）'),
  meanUse: share.describe('已用 ÷ 允许的工作时间，平均；停表不计，大于 1 为超期'),
  worstUse: share.describe('同上，最长的一件'),
  absences: z.int().describe('踏勘缺席'),
  rectificationsOrdered: z.int().describe('被责令整改'),
  rectificationsMissed: z.int().describe('逾期未整改（承诺未兑现）'),
  appointmentsMissed: z.int().describe('接入失约：承办单位确认的与综窗认定的（R-25）'),
  worksStopped: z.int().describe('其中责令停工的'),
  approvalsRevoked: z.int().describe('凭承诺取得而被撤销的（次）'),
})

const PartsSchema = {
  binding: FiguresSchema.describe('本方案适用'),
  advisory: FiguresSchema.describe('参照执行（R-06），不计入前者'),
}
const OrgSchema = z.object({ org: z.string(), orgName: z.string() })

const AssessmentRowSchema = z.object({
  ...OrgSchema.shape,
  link: z.enum(LINKS),
  linkName: z.string(),
  assessedBy: z.string().describe('考核单位；考核单位本身由复核单位考核'),
  assessedByName: z.string(),
  ...PartsSchema,
})

export const AssessmentViewShape = {
  rows: z.array(AssessmentRowSchema),
  organisations: z.array(OrgSchema.extend(PartsSchema)),
  links: z.array(z.object({ link: z.enum(LINKS), linkName: z.string(), ...PartsSchema })),
  total: z.object(PartsSchema),
}

function figuresView({
  volume,
  onTime,
  overdue,
  running,
  absences,
  ordered,
  missed,
  unkept = 0,
  stopped = 0,
  revoked = 0,
  ...rest
}: Figures): z.infer<typeof FiguresSchema> {
  return {
    volume,
    onTime,
    overdue,
    running,
    ...ratesOf({ ...NO_FIGURES, ...rest, onTime, overdue }),
    absences,
    rectificationsOrdered: ordered,
    rectificationsMissed: missed,
    appointmentsMissed: unkept,
    worksStopped: stopped,
    approvalsRevoked: revoked,
  }
}

/** The sum of some rows, what binds and what does not apart. */
function partsOf(rows: readonly AssessmentRow[]) {
  return {
    binding: figuresView(sumOf(rows.map(({ binding }) => binding))),
    advisory: figuresView(sumOf(rows.map(({ advisory }) => advisory))),
  }
}

/** Rows, and their totals by organisation, by link and in all. */
export function assessmentView(
  rows: readonly AssessmentRow[],
  roles: { readonly assessor: string; readonly reviewer?: string | undefined },
  { nameOf }: Writing,
) {
  const organisations = [...new Set(rows.map(({ org }) => org))]
  const links = LINKS.filter((link) => rows.some((row) => row.link === link))
  return {
    rows: rows.map(({ org, link, binding, advisory }) => {
      const by = assessedBy(org, roles)
      return {
        org,
        orgName: nameOf(org),
        link,
        linkName: LINK_NAMES[link],
        assessedBy: by,
        assessedByName: nameOf(by),
        binding: figuresView(binding),
        advisory: figuresView(advisory),
      }
    }),
    organisations: organisations.map((org) => ({
      org,
      orgName: nameOf(org),
      ...partsOf(rows.filter((row) => row.org === org)),
    })),
    links: links.map((link) => ({
      link,
      linkName: LINK_NAMES[link],
      ...partsOf(rows.filter((row) => row.link === link)),
    })),
    total: partsOf(rows),
  }
}

export const CountedDeadlineSchema = z.object({
  serviceNumber: z.string(),
  laterInspection: z.string().optional().describe('办结后的检查的编号；没有此项：申请的时限'),
  id: z.string(),
  kind: z.enum(DEADLINE_KINDS),
  kindName: z.string(),
  line: z.string().optional(),
  link: z.enum(LINKS),
  ...OrgSchema.shape,
  advisory: z.boolean().describe('参照执行'),
  startedAt: TimeSchema,
  dueAt: TimeSchema,
  countedAt: TimeSchema.describe('计入哪一期，依此时间'),
  metAt: TimeSchema.optional(),
  passedAt: TimeSchema.optional(),
  stoppedAt: TimeSchema.optional(),
  result: z.enum(RESULTS),
  resultName: z.string(),
  minutes: z.int().describe('允许的工作分钟'),
  use: share.describe('已用 ÷ 允许；在办的至今'),
})

export function countedDeadlineView(
  row: CountedDeadline,
  clock: UseClock,
  writing: Writing,
): z.infer<typeof CountedDeadlineSchema> {
  const {
    serviceNumber,
    laterInspection,
    id,
    kind,
    line,
    owner,
    advisory,
    startedAt,
    dueAt,
    countedAt,
    metAt,
    passedAt,
    stoppedAt,
    minutes,
  } = row
  const [result, use] = [resultOf(row), useOf(row, clock)]
  return {
    serviceNumber,
    laterInspection: laterInspection ?? undefined,
    id,
    kind,
    kindName: DEADLINE_WORDS[kind],
    line: line ?? undefined,
    link: LINK_OF[kind],
    org: owner,
    orgName: writing.nameOf(owner),
    advisory,
    result,
    resultName: RESULT_NAMES[result],
    minutes,
    use: use === undefined ? undefined : Math.round(use * 10_000) / 10_000,
    ...times(
      { startedAt, dueAt, countedAt },
      { metAt: metAt ?? undefined, passedAt: passedAt ?? undefined, stoppedAt: stoppedAt ?? undefined },
      writing,
    ),
  }
}
