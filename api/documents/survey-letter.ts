import { isOutsideVisit } from '../../workflows/application/core/held-up.ts'
import { signerShown } from '../../domain/case/form-masking.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { deadlineTable, demandTable, notReady, serviceTable } from './papers.ts'
import type { DocumentOf, Source } from './papers.ts'
import { table } from './page.ts'
import { dateWords } from './words.ts'

/** 联合踏勘函告, R-11, R-13. */
export const surveyLetter: DocumentOf = (source) => {
  const { state, lens, nameOf, date } = source
  const { survey } = state
  if (survey === undefined) throw notReady('联合踏勘尚未组织：需求推送后出具函告')
  if (state.convenes !== undefined && survey.letterAt === undefined)
    throw notReady(survey.waived === undefined ? '函告尚未发出' : '已免于踏勘，不发函告')
  const parties = Object.values(state.parties).filter(
    (party) => party.pipelineOwner === undefined && party.excused === undefined && !isOutsideVisit(state, party),
  )
  const body = html` <p>${parties.map((party) => nameOf(party.org)).join('、')}：</p>
    <p>现就下列水、电、气、网联动报装申请组织联合踏勘，请派员参加，并在时限内提出意见。${whenOf(source)}</p>
    ${waiverOf(source)}
    <h2>踏勘对象</h2>
    ${demandTable(source)}
    <h2>报装事项</h2>
    ${serviceTable(source)}
    <h2>参加单位</h2>
    ${table(
      ['单位', '须出具意见', '签收'],
      parties.map((party) => [
        nameOf(party.org),
        party.opinionRequired ? '是' : '可提出',
        party.receiptAt === undefined ? '' : source.time(party.receiptAt),
      ]),
    )}
    <h2>时限</h2>
    ${deadlineTable(source, ['survey'])}
    <p>
      公用事业单位请逐项说明：是否具备接入条件；需外线工程的，涉及道路、绿化、交通、规划的情况，路段、长度与初步设计方案。不能到场的，请申报不便时间；逾期未提出意见的记录缺席，不影响其他单位办理。
    </p>`
  return {
    title: '联合踏勘函',
    number: `${state.serviceNumber}/函1`,
    body,
    issuer: nameOf(state.convener),
    issuedBy: state.convener,
    date: date(survey.convenedAt),
    lens,
  }
}

function whenOf({ state: { survey }, time }: Source): string {
  if (survey?.visitAt !== undefined) return `踏勘时间：${time(survey.visitAt)}。`
  if (survey?.date !== undefined) return `用户预约的踏勘日期：${dateWords(survey.date)}。`
  return '踏勘时间由牵头单位在时限内确定，另行通知。'
}

function waiverOf({ state: { survey }, lens }: Source): Html | string {
  if (survey?.waived === undefined) return ''
  const { reason, signer } = survey.waived
  const signed = signer === undefined ? '' : `签发人：${signerShown(signer, lens)}。`
  return html`<p>经核定，本申请免于现场踏勘。理由：${reason}。${signed}</p>`
}
