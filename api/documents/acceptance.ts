import { lineWords } from '../../domain/case/service.ts'
import { signerShown } from '../../domain/case/form-masking.ts'
import { html } from './html.ts'
import { notReady } from './papers.ts'
import type { DocumentOf, Source } from './papers.ts'
import { form } from './page.ts'
import { dateWords } from './words.ts'

type Line = Source['state']['lines'][string]

/** 竣工验收备案表, R-21: who was asked and came, the result, and whether the bureau objected. */
export function acceptanceFilingOf({ id, utility, works }: Line): DocumentOf {
  return (source) => {
    const { state, lens, nameOf, time, date } = source
    const { acceptance, acceptedAt } = works ?? {}
    if (acceptance?.filed === undefined) throw notReady('竣工验收尚未备案')
    const { filed, invited } = acceptance
    const term = state.deadlines[`acceptWorks:${state.works.acceptor}:${id}`]
    const body = html` <p>${nameOf(state.works.acceptor)}：</p>
      ${form([
        ['工程', `${lineWords(id)} 外线工程`],
        ['组织验收的单位', nameOf(utility)],
        ['设计单位', works?.designer?.name ?? '—'],
        ['施工单位', works?.contractor?.name ?? '—'],
        ['监理单位', works?.supervisor?.name ?? works?.unsupervised ?? '—'],
        ['邀请的单位', invited.map(nameOf).join('、')],
        ['验收日期', dateWords(filed.heldOn)],
        ['到场', filed.attended.map(({ org, person }) => `${nameOf(org)} ${signerShown(person, lens)}`).join('、')],
        ['验收意见', `合格。${filed.report}`],
        ['备案时间', time(filed.at)],
      ])}
      <p>
        ${
          acceptedAt !== undefined
            ? `主管部门没有异议，${time(acceptedAt)} 起视为验收合格。`
            : `主管部门可以${term === undefined ? '在期限内' : `在 ${time(term.dueAt)} 之前`}提出异议；没有异议的，即为验收合格。有异议的，整改后重新组织验收。`
        }
      </p>`
    return {
      title: '竣工验收备案表',
      number: `${state.serviceNumber}/验-${id.replace(':', '-')}`,
      body,
      issuer: nameOf(utility),
      date: date(filed.at),
      lens,
    }
  }
}
