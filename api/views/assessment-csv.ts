import {
  askedFiguresOf,
  assessedBy,
  isNothing,
  LINK_NAMES,
  ratesOf,
  sumOf,
} from '../../domain/assessment/assessment.ts'
import type { AssessmentRow, Figures } from '../../domain/assessment/assessment.ts'
import { periodName } from '../../domain/assessment/period.ts'

const HEADERS = [
  '期间',
  '单位',
  '环节',
  '适用',
  '考核单位',
  '时限数',
  '按时',
  '超期',
  '在办',
  '按时率',
  '平均用时比',
  '最长用时比',
  '踏勘缺席',
  '责令整改',
  '逾期未整改',
  '接入失约',
  '责令停工',
  '撤销审批',
  '施工延期',
  '引导',
  '引导后申请',
  '咨询',
  '咨询答复',
  '咨询逾期',
]

/**
 * for a spreadsheet: UTF-8 with a byte order mark, so that Excel reads Chinese; binding and advisory figures in
 * lines of their own, then the sums by organisation and in all.
 */
export function assessmentCsv(
  period: string,
  rows: readonly AssessmentRow[],
  roles: { readonly assessor: string; readonly reviewer?: string | undefined },
  nameOf: (org: string) => string,
): string {
  const line = (org: string, link: string, by: string, part: 'binding' | 'advisory', of: readonly AssessmentRow[]) => {
    const figures = sumOf(of.map((row) => row[part]))
    return isNothing(figures)
      ? []
      : [[periodName(period), org, link, part === 'binding' ? '本方案' : '参照执行', by, ...cellsOf(figures)]]
  }
  const both = (org: string, link: string, by: string, of: readonly AssessmentRow[]) => [
    ...line(org, link, by, 'binding', of),
    ...line(org, link, by, 'advisory', of),
  ]
  const by = (org: string) => nameOf(assessedBy(org, roles))
  const organisations = [...new Set(rows.map(({ org }) => org))]
  const lines = [
    HEADERS,
    ...rows.flatMap((row) => both(nameOf(row.org), LINK_NAMES[row.link], by(row.org), [row])),
    ...organisations.flatMap((org) =>
      both(
        nameOf(org),
        '合计',
        by(org),
        rows.filter((row) => row.org === org),
      ),
    ),
    ...both('全市', '合计', nameOf(roles.assessor), rows),
  ]
  return `\uFEFF${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`
}

function cellsOf(figures: Figures): (number | string)[] {
  const { volume, onTime, overdue, running, absences, ordered, missed } = figures
  const { unkept = 0, stopped = 0, revoked = 0, extended = 0 } = figures
  const { onTimeRate = '', meanUse = '', worstUse = '' } = ratesOf(figures)
  const charged = [absences, ordered, missed, unkept, stopped, revoked, extended]
  const outside = Object.values(askedFiguresOf(figures))
  return [volume, onTime, overdue, running, onTimeRate, meanUse, worstUse, ...charged, ...outside]
}

/** A text that a spreadsheet would take for a formula is kept from it. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
