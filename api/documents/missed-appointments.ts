import { lineWords } from '../../domain/case/service.ts'
import { claimsOf } from '../../workflows/application/core/missed-claims.ts'
import type { CaseState } from '../case.ts'
import { html } from './html.ts'
import { notReady } from './papers.ts'
import type { DocumentOf, Source } from './papers.ts'
import { table } from './page.ts'

type Claim = ReturnType<typeof claimsOf>[number]
type Line = CaseState['lines'][string]

/** 失约认定书, R-25: what was said of one line's appointments, by whom it was answered, and what was decided. */
export function missedAppointmentsOf({ id, utility }: Line): DocumentOf {
  return (source) => {
    const { state, city, lens, nameOf, date } = source
    const settled = claimsOf(state).filter(({ line, settled: end }) => line === id && end !== undefined)
    const last = settled.at(-1)?.settled
    if (last === undefined) throw notReady('失约报告尚未答复或认定')
    const body = html` <p>${lineWords(id)}（${nameOf(utility)}）约定接入的失约情况如下。</p>
      ${table(
        ['约定时间', '报告', '答复', '结果'],
        settled.map((claim) => [
          source.time(claim.at),
          toldWords(claim, source),
          answerWords(claim, source),
          resultWords(claim, utility, source),
        ]),
      )}
      <p>
        承办单位失约的，计入其考核；用户失约的，该次约定的接入时限不计入考核。均不妨碍另约时间。对认定有异议的，可向${nameOf(
          city.coordination.office,
        )}反映。
      </p>`
    return {
      title: '接入失约认定书',
      number: `${state.serviceNumber}/失-${id.replace(':', '-')}-${settled.length}`,
      body,
      issuer: nameOf(city.registration.window),
      issuedBy: city.registration.window,
      date: date(last.at),
      lens,
    }
  }
}

function toldWords({ by, note, toldAt }: Claim, { lens, time }: Source): string {
  const said = by === 'user' ? '承办单位报告用户未到' : '用户报告承办单位未到'
  return `${time(toldAt)}，${said}：${lens.show('words', note)}`
}

function answerWords({ answer, by }: Claim, { lens, time }: Source): string {
  if (answer === undefined) return ''
  const { at, confirmed, answeredBy, note } = answer
  if (answeredBy === undefined)
    return by === 'utility' ? `${time(at)} 限期届满，没有答复，视为确认` : `${time(at)} 限期届满，没有答复，交综窗认定`
  const said = note === undefined ? '' : `：${lens.show('words', note)}`
  return `${time(at)}，${confirmed ? '确认属实' : '提出异议'}${said}`
}

function resultWords({ settled }: Claim, utility: string, { nameOf, time }: Source): string {
  if (settled === undefined) return ''
  const { missed, reason, at } = settled
  const who = missed === 'neither' ? '双方均不算失约' : `${missed === 'user' ? '用户' : nameOf(utility)}失约`
  return reason === undefined ? who : `${time(at)} 认定${who}：${reason}`
}
