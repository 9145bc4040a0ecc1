import { lineWords } from '../../domain/case/service.ts'
import { html } from './html.ts'
import { notReady } from './papers.ts'
import type { DocumentOf, Source } from './papers.ts'
import { form, table } from './page.ts'
import { remediesIn } from './remedies.ts'
import { dateWords } from './words.ts'

type Line = Source['state']['lines'][string]

/** 施工延期决定书, R-19: each time that was asked for, how it was decided, and that the first date still counts. */
export function worksExtensionOf({ id, utility, works }: Line): DocumentOf {
  return (source) => {
    const { state, lens, nameOf, time, date } = source
    const decided = (works?.extensions ?? []).flatMap(({ decision, ...asked }) =>
      decision === undefined ? [] : [{ ...asked, decision }],
    )
    const last = decided.at(-1)
    if (last === undefined) throw notReady('施工延期尚未决定')
    const body = html` <p>${nameOf(utility)}：</p>
      <p>你单位 ${lineWords(id)} 外线工程申请延长施工时间，决定如下。</p>
      ${table(
        ['申请', '延至', '理由', '决定'],
        decided.map(({ requestedAt, dueDate, reason, decision }) => [
          time(requestedAt),
          dateWords(dueDate),
          reason,
          `${time(decision.at)} ${decision.granted ? '同意' : '不同意'}${
            decision.reason === undefined ? '' : `：${decision.reason}`
          }`,
        ]),
      )}
      <p>
        原定的施工期限仍计入考核，延期次数一并列明。延期不改变批准或凭承诺准许的施工时间：
        超出的，须事先申请施工变更。
      </p>
      <p>${remediesIn(source)}</p>`
    return {
      title: '施工延期决定书',
      number: `${state.serviceNumber}/延-${id.replace(':', '-')}-${last.number}`,
      body,
      issuer: nameOf(last.decision.org),
      date: date(last.decision.at),
      lens,
    }
  }
}

/** 施工变更决定书, R-19: of one of those whose approval or promise covers the works. */
export function variationDecisionOf(id: string, org: string): DocumentOf {
  return (source) => {
    const { state, lens, nameOf, time, date } = source
    const variation = state.variations?.[id]
    const decision = variation?.decisions[org]
    if (variation === undefined || decision === undefined) throw notReady('施工变更尚未决定')
    const { change, line, reason, takenAt } = variation
    const others = variation.approvers.filter((approver) => approver !== org)
    const body = html` <p>${nameOf(variation.org)}：</p>
      ${form([
        ['工程', `${lineWords(line)} 外线工程`],
        ['申请变更', changeWords(change)],
        ['变更理由', reason],
        ['决定', decision.approved ? '同意变更' : '不同意变更'],
        ...(decision.reason === undefined ? [] : [['理由', decision.reason] as const]),
      ])}
      <p>
        ${
          decision.approved
            ? takenAt === undefined
              ? `尚待${others.map(nameOf).join('、')}决定：全部同意之前，仍按原批准或承诺的内容施工。`
              : `变更自 ${time(takenAt)} 起生效。施工期限不因此改变，确需延长的另行申请。`
            : '仍按原批准或承诺的内容施工。'
        }
      </p>
      <p>依据：《城市道路管理条例》第三十六条等规定，变更须事先经批准。${remediesIn(source)}</p>`
    return {
      title: '施工变更决定书',
      number: `${state.serviceNumber}/变-${id}-${org}`,
      body,
      issuer: nameOf(org),
      date: date(decision.at),
      lens,
    }
  }
}

function changeWords({ worksFrom, worksTo, sections, lengthMetres }: Change): string {
  return [
    ...(worksFrom === undefined ? [] : [`施工自 ${dateWords(worksFrom)}`]),
    ...(worksTo === undefined ? [] : [`施工至 ${dateWords(worksTo)}`]),
    ...(sections === undefined
      ? []
      : [`路段：${sections.map(({ road, from, to }) => `${road}（${from} 至 ${to}）`).join('、')}`]),
    ...(lengthMetres === undefined ? [] : [`长度 ${lengthMetres} 米`]),
  ].join('；')
}

type Change = NonNullable<Source['state']['variations']>[string]['change']
