import { signerShown } from '../../domain/case/form-masking.ts'
import { quantityWords } from '../../domain/demand/quantity.ts'
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import type { CaseState } from '../case.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { demandTable, linesInOrder, notReady } from './papers.ts'
import type { DocumentOf, Source } from './papers.ts'
import { form, table } from './page.ts'
import { foundWords, needRows, noticesOf } from './survey-needs.ts'
import { sectionWords } from './words.ts'

type Line = CaseState['lines'][string]

/** 联合踏勘结果, R-13: one merged document with a plan by utility. */
export const surveyResult: DocumentOf = (source) => {
  const { state, lens, nameOf, time, date } = source
  const { survey } = state
  if (survey?.closedAt === undefined) throw notReady('联合踏勘尚未结束')
  const utilities = [...new Set(linesInOrder(state).map((line) => line.utility))]
  const { absent } = survey
  const absences = absent.length === 0 ? '' : `时限内未提出意见、记录缺席的单位：${absent.map(nameOf).join('、')}。`
  const body = html` <p>
      联合踏勘于 ${time(survey.convenedAt)} 组织，${time(survey.closedAt)} 形成结果。${waived(source)}${absences}
    </p>
    <h2>踏勘对象</h2>
    ${demandTable(source)}
    <h2>各单位方案</h2>
    ${utilities.map((utility) => planOf(utility, source))}
    <h2>到场人员</h2>
    ${attendanceOf(source)}
    <h2>主管部门意见</h2>
    ${opinionsOf(source)} ${noticesOf(source)}
    <p>具备接入条件的，由用户约定接入时间；需外线工程的，建筑区划红线外由承办单位投资建设，用户不缴纳费用。</p>`
  return {
    title: '联合踏勘结果',
    number: `${state.serviceNumber}/踏1`,
    body,
    issuer: nameOf(state.convener),
    issuedBy: state.convener,
    date: date(survey.closedAt),
    lens,
  }
}

function waived({ state: { survey }, lens }: Source): string {
  if (survey?.waived === undefined) return ''
  const { reason, signer } = survey.waived
  return `免于现场踏勘（理由：${reason}${signer === undefined ? '' : `；签发人：${signerShown(signer, lens)}`}）。`
}

function planOf(utility: string, source: Source): Html {
  const lines = linesInOrder(source.state).filter((line) => line.utility === utility)
  const plans = lines.map((line) =>
    form([['报装事项', SERVICE_NAMES[line.service]], ['结果', resultOf(line)], ...worksOf(line, source)]),
  )
  return html`<h2>${source.nameOf(utility)}</h2>
    ${plans}`
}

function resultOf({ status, outerWorks, laidInAdvance, resurvey, held, notTakenUpAt }: Line): string {
  if (held !== undefined && status !== 'withdrawn') return '待用户补正，不在本次踏勘之内'
  if (resurvey !== undefined) return resurvey.number > 0 ? `正在复勘（${resurvey.reason}）` : '单独踏勘，等待结果'
  if (outerWorks !== undefined) return '需外线工程'
  if (status === 'awaitingOpinion') return '等待承办单位意见'
  if (status === 'withdrawn') return notTakenUpAt === undefined ? '用户已撤销' : '不予受理（逾期未补正）'
  return laidInAdvance ? '具备接入条件（管网已提前布设）' : '具备接入条件'
}

function worksOf(line: Line, source: Source): readonly (readonly [string, string])[] {
  const { outerWorks } = line
  if (outerWorks === undefined) return []
  return [
    ['路段', sectionWords(outerWorks.sections)],
    ['长度', quantityWords(outerWorks.lengthMetres, '米')],
    ['初步设计方案', outerWorks.preliminaryDesign],
    ...needRows(line, source),
  ]
}

function attendanceOf({ state: { survey }, lens, nameOf, time }: Source): Html {
  const { attendance = [] } = survey ?? {}
  if (attendance.length === 0) return html`<p>没有签到记录。</p>`
  return table(
    ['单位', '姓名', '签到时间'],
    attendance.map(({ org, person, at }) => [nameOf(org), signerShown(person, lens), time(at)]),
  )
}

function opinionsOf(source: Source): Html {
  const { state, lens, nameOf, time } = source
  const filed = Object.entries(state.opinions)
    .filter(([org]) => state.parties[org]?.kind === 'authority')
    .sort(([, a], [, b]) => a.seq - b.seq)
  if (filed.length === 0) return html`<p>无。</p>`
  return table(
    ['部门', '意见', '提出时间'],
    filed.map(([org, { opinion, at, late }]) => [
      nameOf(org),
      foundWords(opinion, source) +
        (opinion.remarks === undefined || lens.isWhole('words') ? (opinion.remarks ?? '') : '（脱敏）'),
      `${time(at)}${late ? '（逾期）' : ''}`,
    ]),
  )
}
