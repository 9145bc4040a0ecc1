import {
  ASKED_FIGURES,
  askedFiguresOf,
  isNothing,
  LINK_NAMES,
  ratesOf,
  sumOf,
} from '../../domain/assessment/assessment.ts'
import { lineWords } from '../../domain/case/service.ts'
import type { AssessmentRow, Figures } from '../../domain/assessment/assessment.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { RESOLUTION_STATUS_NAMES } from '../../domain/assessment/meeting-report.ts'
import type { Disputes, Listed, RatingFigures, ReportContent } from '../../domain/assessment/meeting-report.ts'
import { GRADE_NAMES, GRADES } from '../../domain/rating/rating.ts'
import { periodName } from '../../domain/assessment/period.ts'
import { Refusal } from '../../domain/problem.ts'
import type { MeetingReportState } from '../../workflows/meeting-report/core/state.ts'
import { exceptionWords, overdueWords } from '../matters/meeting-report.ts'
import { writingFor } from '../views/writing.ts'
import { html } from './html.ts'
import type { Content, Html } from './html.ts'
import { table } from './page.ts'
import type { Paper } from './page.ts'
import { dateWords, timeWords } from './words.ts'

interface Words {
  readonly nameOf: (org: string) => string
  readonly time: (instant: string) => string
  readonly approvalOf: (id: string) => string
}

/**
 * 联席会议报告, R-31: figures, what is overdue, what is in dispute, what was reviewed, and what the meeting resolved.
 */
export function meetingReportPaper(state: MeetingReportState, city: City): Paper {
  const { content, period, version, final, reviewer } = state
  if (content === undefined) throw new Refusal('document-not-ready', '报告正在生成，请稍后再取')
  const { time, nameOf } = writingFor(city, new Date(0))
  const approvalOf = (id: string) => city.approvals.list.find(({ key }) => id.split(':')[1] === key)?.name ?? id
  const words: Words = { nameOf, time: (instant) => timeWords(time(instant)), approvalOf }
  const soFar = final ? '' : '，本季度尚未结束，为阶段数据'
  const reviewNote =
    reviewer === undefined
      ? ''
      : `；${nameOf(state.assessor)}本身的数据，停表、免于踏勘与整改延期由${nameOf(reviewer)}复核`
  const body = html` <p>${city.organisations.find(({ kind }) => kind === 'group')?.name ?? city.name}：</p>
    <p>
      现将${periodName(period)}水电气网联动报装办理情况报告如下。数据截至
      ${words.time(content.at)}${soFar}。由${nameOf(state.assessor)}考核${reviewNote}。
    </p>
    <h2>一、考核</h2>
    ${figuresTable(content.rows, 'binding', words)}
    ${
      content.rows.some(({ advisory }) => !isNothing(advisory))
        ? html`<p>参照执行的区域（不计入上表）：</p>
            ${figuresTable(content.rows, 'advisory', words)}`
        : ''
    }
    ${askedTable(content.rows, words)}
    <h2>二、超期未办</h2>
    ${overdueTable(content, words)}
    <h2>三、争议事项</h2>
    ${disputes(content.disputes, words)}
    <h2>四、停表、免于踏勘与整改延期</h2>
    <p>${exceptionWords(content.exceptionCounts)}。</p>
    <h2>五、复核意见</h2>
    ${reviewed(state, words)} ${content.ratings === undefined ? '' : ratingsTable(content.ratings, words)}
    ${earlier(content, words)}
    <h2>${content.ratings === undefined ? '六' : '八'}、会议议定</h2>
    ${held(state, words)}`
  return {
    title: `${city.name}水电气网联动报装联席会议报告`,
    number: `${period}${version > 1 ? `/${version}` : ''}`,
    body,
    issuer: nameOf(state.office),
    date: dateWords(time(content.at).slice(0, 10)),
  }
}

const FIGURE_HEADERS = [
  '单位',
  '环节',
  '时限数',
  '按时',
  '超期',
  '在办',
  '按时率',
  '平均用时',
  '最长用时',
  '缺席',
  '责令整改',
  '逾期未改',
  '失约',
  '停工',
  '撤销',
  '施工延期',
]

function figuresTable(rows: readonly AssessmentRow[], part: 'binding' | 'advisory', { nameOf }: Words): Html {
  const given = rows.filter((row) => !isNothing(row[part]))
  if (given.length === 0) return html`<p>无。</p>`
  return table(
    FIGURE_HEADERS,
    [
      ...given.map((row) => [nameOf(row.org), LINK_NAMES[row.link], ...cells(row[part])]),
      ['合计', '', ...cells(sumOf(given.map((row) => row[part])))],
    ],
    'figures',
  )
}

/** R-01, R-10, R-30: guidance and inquiries; a report of before 0.8 has none. */
function askedTable(rows: readonly AssessmentRow[], { nameOf }: Words): Html | '' {
  if (!rows.some(({ binding, advisory }) => [binding, advisory].some(({ guided }) => guided !== undefined))) return ''
  const given = rows.flatMap(({ org, binding, advisory }) => {
    const figures = askedFiguresOf(sumOf([binding, advisory]))
    const numbers = ASKED_FIGURES.map((name) => figures[name])
    return numbers.some((number) => number > 0) ? [[nameOf(org), ...numbers]] : []
  })
  if (given.length === 0) return ''
  const headers = ['单位', '引导', '引导后申请', '咨询', '已答复', '逾期']
  return html`<p>引导用户申请与答复咨询：</p>
    ${table(headers, given, 'figures')}`
}

function cells(figures: Figures): Content[] {
  const { onTimeRate, meanUse, worstUse } = ratesOf(figures)
  const percent = (share: number | undefined) => (share === undefined ? '—' : `${Math.round(share * 1_000) / 10}%`)
  const { volume, onTime, overdue, running, absences, ordered, missed } = figures
  const { unkept = 0, stopped = 0, revoked = 0, extended = 0 } = figures
  return [
    volume,
    onTime,
    overdue,
    running,
    percent(onTimeRate),
    percent(meanUse),
    percent(worstUse),
    absences,
    ordered,
    missed,
    unkept,
    stopped,
    revoked,
    extended,
  ]
}

function overdueTable({ overdue }: ReportContent, { nameOf, time }: Words): Html {
  return list(overdue, ['编号', '时限', '责任单位', '超期自'], (item) => [
    item.number,
    [
      overdueWords(item.kind),
      item.line === undefined ? '' : `（${lineWords(item.line)}）`,
      item.unassessed === true ? '（试行）' : item.advisory ? '（参照执行）' : '',
    ].join(''),
    nameOf(item.owner),
    time(item.dueAt),
  ])
}

function disputes(
  { contested, broken, refused, ratings, accounts, missed }: Disputes,
  { nameOf, time, approvalOf }: Words,
): Html {
  const records = list(contested, ['记录', '被记录者', '服务编号', '自'], (record) => [
    record.recordId,
    record.subject,
    record.serviceNumber ?? '—',
    time(record.since),
  ])
  const promises = list(broken, ['服务编号', '单位', '整改通知', '承诺', '时间'], (promise) => [
    promise.serviceNumber,
    nameOf(promise.org),
    promise.order,
    promise.promises.map((each) => `第${each}项`).join('、'),
    time(promise.at),
  ])
  const approvals = list(refused, ['服务编号', '审批', '单位', '审批部门', '自'], (approval) => [
    approval.serviceNumber,
    approvalOf(approval.approval),
    nameOf(approval.org),
    nameOf(approval.authority),
    time(approval.since),
  ])
  const unanswered = list(ratings, ['服务编号', '回复单位', '自'], (rating) => [
    rating.serviceNumber,
    nameOf(rating.answerer),
    time(rating.since),
  ])
  const stuck = list(accounts, ['过户编号', '账户', '单位', '自'], (account) => [
    account.number,
    lineWords(account.account),
    nameOf(account.utility),
    time(account.since),
  ])
  return html` <p>（一）异议中的信用记录</p>
    ${records}
    <p>（二）本季度未兑现的承诺</p>
    ${promises}
    <p>（三）不予批准、尚未重新设计</p>
    ${approvals}
    <p>（四）差评待回复</p>
    ${unanswered}
    <p>（五）暂不能过户的账户</p>
    ${stuck} ${missed === undefined ? '' : contestedClaims(missed, time)}`
}

function contestedClaims(missed: NonNullable<Disputes['missed']>, time: Words['time']): Html {
  return html`<p>（六）有异议、尚未认定的失约</p>
    ${list(missed, ['服务编号', '服务', '谁报告', '自'], (claim) => [
      claim.serviceNumber,
      lineWords(claim.line),
      claim.toldBy === 'user' ? '用户' : '承办单位',
      time(claim.since),
    ])}`
}

function list<Item>(
  { total, items }: Listed<Item>,
  headers: readonly string[],
  row: (item: Item) => readonly Content[],
): Html {
  if (total === 0) return html`<p>无。</p>`
  return html`<p>共 ${total} 项${total > items.length ? `，列前 ${items.length} 项` : ''}。</p>
    ${table(headers, items.map(row))}`
}

function reviewed({ reviewer, review, final }: MeetingReportState, { nameOf, time }: Words): Html {
  if (reviewer === undefined) return html`<p>本市未设复核单位。</p>`
  if (review === undefined) return html`<p>${final ? `待${nameOf(reviewer)}复核。` : '季度结束后复核。'}</p>`
  return html`<p>
    ${nameOf(reviewer)}
    ${time(review.at)}${review.late ? '（逾期）' : ''}：${review.endorsed ? '认可' : '不认可'}。${review.findings}
  </p>`
}

/** R-32: of whom the users said something. */
function ratingsTable(ratings: readonly RatingFigures[], { nameOf }: Words): Html {
  const headers = ['单位', ...GRADES.map((grade) => GRADE_NAMES[grade]), '差评', '已回复', '逾期回复']
  const row = ({ org, grades, bad, answered, late }: RatingFigures) => [
    nameOf(org),
    ...GRADES.map((grade) => grades[grade]),
    bad,
    answered,
    late,
  ]
  return html`<h2>六、好差评</h2>
    ${ratings.length === 0 ? html`<p>无。</p>` : table(headers, ratings.map(row), 'figures')}`
}

/** R-31: what earlier meetings resolved. */
function earlier({ resolutions }: ReportContent, { nameOf }: Words): Html | '' {
  if (resolutions === undefined) return ''
  return html`<h2>七、以往会议议定事项的落实</h2>
    ${list(resolutions, ['会议', '议定事项', '责任单位', '完成期限', '落实'], (item) => [
      periodName(item.period),
      item.text,
      nameOf(item.org),
      dateWords(item.dueDate),
      `${RESOLUTION_STATUS_NAMES[item.status]}${item.overdue ? '（逾期）' : ''}`,
    ])}`
}

/** R-31: by when the meeting is due, and what it resolved, where each stands. */
function held(state: MeetingReportState, words: Words): Html {
  const { meeting, followUp, deadlines } = state
  const due = deadlines['meeting']
  if (meeting === undefined)
    return html`<p>待联席会议。${due === undefined ? '' : `应于 ${words.time(due.dueAt)} 前召开。`}</p>`
  if (followUp === undefined) return heldBefore(meeting, words)
  return html`<p>${dateWords(meeting.date)}召开${meeting.late === true ? '（逾期）' : ''}。${meeting.remarks ?? ''}</p>
    ${table(
      ['序号', '议定事项', '责任单位', '完成期限', '落实'],
      followUp.map(({ number, text, org, dueDate, status, reported }) => [
        number,
        text,
        words.nameOf(org),
        dateWords(dueDate),
        `${RESOLUTION_STATUS_NAMES[status]}${reported === undefined ? '' : `：${reported.report}`}`,
      ]),
    )}`
}

/** As a report of 0.6 has it. */
function heldBefore(meeting: NonNullable<MeetingReportState['meeting']>, { nameOf }: Words): Html {
  return html`<p>${dateWords(meeting.date)}召开。${meeting.remarks ?? ''}</p>
    ${table(
      ['议定事项', '责任单位', '完成期限'],
      meeting.resolutions.map(({ text, org, dueDate }) => [
        text,
        org === undefined ? '—' : nameOf(org),
        dueDate === undefined ? '—' : dateWords(dueDate),
      ]),
    )}`
}
