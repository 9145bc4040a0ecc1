/** What every document of a case is made from. */
import type { DemandForm } from '../../domain/demand/registration.schema.ts'
import { SERVICE_NAMES, SERVICES } from '../../domain/case/service.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import { formShown } from '../../domain/case/form-masking.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { lensOnCase } from '../../domain/visibility/lens-on.ts'
import { byText, officialNames, writingFor } from '../views/writing.ts'
import type { Html } from './html.ts'
import { form as formTable, table } from './page.ts'
import type { Paper } from './page.ts'
import { dateWords, DEADLINE_WORDS, demandWords, timeWords } from './words.ts'

export interface Source {
  readonly state: CaseState
  /** As the reader sees it. */
  readonly form: DemandForm
  readonly lens: Lens
  readonly city: Caller['city']
  readonly nameOf: (org: string) => string
  /** ISO UTC → 2026年11月24日 14时45分 */
  readonly time: (instant: string) => string
  readonly date: (instant: string) => string
  /** Where who has no account looks their case up; undefined where nobody can. */
  readonly lookUp: string | undefined
}

/** Throws `document-not-ready` where the case has not got that far. */
export type DocumentOf = (source: Source) => Paper

export function sourceFor(
  state: CaseState,
  caller: Caller,
  now: Date,
  lens: Lens = lensOnCase(caller, state, caller.city),
  lookUp?: string,
): Source {
  const { time } = writingFor(caller.city, now)
  return {
    state,
    form: formShown(state.registration.form, lens),
    lens,
    city: caller.city,
    nameOf: officialNames(caller.city),
    time: (instant) => timeWords(time(instant)),
    date: (instant) => dateWords(time(instant).slice(0, 10)),
    lookUp,
  }
}

export function notReady(why: string): Refusal {
  return new Refusal('document-not-ready', why)
}

/** 附件2 as it was filed, or corrected since. */
export function demandTable({ state, form }: Source): Html {
  const { applicant } = form
  return formTable([
    ['联合报装服务编号', state.serviceNumber],
    [applicant.kind === 'enterprise' ? '申请单位' : '申请人', applicant.name],
    applicant.kind === 'enterprise' ? ['信用代码', applicant.creditCode] : ['身份证号码', applicant.identityNumber],
    ['申请地址', form.address],
    ['联系人', form.contact],
    ['联系电话', form.phone],
    ...(form.projectCode === undefined ? [] : [['项目代码', form.projectCode] as const]),
    ...(form.surveyDate === undefined ? [] : [['预约踏勘时间', dateWords(form.surveyDate)] as const]),
  ])
}

/** Services as on the form, with their demand and who carries each out. */
export function serviceTable({ state, form, nameOf }: Source): Html {
  return table(
    ['报装事项', '需求', '承办单位'],
    linesInOrder(state).map(({ service, utility, ...line }) => [
      SERVICE_NAMES[service],
      `${demandWords(service, form.services)}${standingWords(line)}`,
      nameOf(utility),
    ]),
  )
}

function standingWords({ status, notTakenUpAt, held }: Pick<Line, 'status' | 'notTakenUpAt' | 'held'>): string {
  if (status === 'withdrawn') return notTakenUpAt === undefined ? '（已撤销）' : '（不予受理）'
  return held === undefined ? '' : '（待用户补正）'
}

type Line = CaseState['lines'][string]

export function linesInOrder(state: CaseState): readonly CaseState['lines'][string][] {
  return Object.values(state.lines).sort(
    (a, b) => SERVICES.indexOf(a.service) - SERVICES.indexOf(b.service) || byText(a.id, b.id),
  )
}

/** The case's clocks so far, with their due times. */
export function deadlineTable({ state, nameOf, time }: Source, kinds: readonly string[]): Html {
  const clocks = Object.values(state.deadlines)
    .filter(({ kind, supersededAt }) => kinds.includes(kind) && supersededAt === undefined)
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || byText(a.id, b.id))
  return table(
    ['环节', '责任单位', '起算', '到期'],
    clocks.map(({ kind, owner, startedAt, dueAt, stoppedAt, advisory }) => [
      DEADLINE_WORDS[kind],
      nameOf(owner),
      time(startedAt),
      `${time(dueAt)}${stoppedAt === undefined ? '' : '（停表中，恢复后顺延）'}${advisory ? '（参照执行）' : ''}`,
    ]),
  )
}
