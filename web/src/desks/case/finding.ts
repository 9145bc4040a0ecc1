import { checkCreditCode, isProjectCode } from '../../../../domain/demand/formats.ts'
import { isSearchable } from '../../../../domain/demand/sought-text.ts'
import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import { STAGES } from '../../../../domain/case/stage.ts'

export const BY = ['number', 'applicant', 'address'] as const
type By = (typeof BY)[number]
export const BY_NAMES: Readonly<Record<By, string>> = {
  number: '编号、信用代码、项目代码',
  applicant: '申请人',
  address: '地址',
}

export const SORTS = ['newest', 'oldest', 'due'] as const
export const SORT_NAMES = { newest: '新登记的在前', oldest: '早登记的在前', due: '先到期的在前' } as const

/** What is looked for, as the address says it. */
export interface Finding {
  readonly by: By
  readonly words: string
  readonly stage: (typeof STAGES)[number] | undefined
  /** Whom it concerns. */
  readonly organisation: string | undefined
  readonly light: (typeof LIGHTS)[number] | undefined
  readonly sort: (typeof SORTS)[number]
}

export function findingIn(query: URLSearchParams): Finding {
  return {
    by: BY.find((each) => each === query.get('by')) ?? 'number',
    words: query.get('q') ?? '',
    stage: STAGES.find((each) => each === query.get('stage')),
    organisation: query.get('organisation') ?? undefined,
    light: LIGHTS.find((each) => each === query.get('light')),
    sort: SORTS.find((each) => each === query.get('sort')) ?? 'newest',
  }
}

/** What the server is asked for; undefined while too little is typed. */
export function askedBy({
  by,
  words,
  stage,
  organisation,
  light,
  sort,
}: Finding): Readonly<Record<string, string>> | undefined {
  const text = words.normalize('NFKC').trim()
  const sought = text === '' ? {} : soughtBy(by, text)
  return (
    sought && {
      ...sought,
      ...(stage === undefined ? {} : { stage }),
      ...(organisation === undefined ? {} : { organisation }),
      ...(light === undefined ? {} : { light }),
      ...(sort === 'newest' ? {} : { sort }),
    }
  )
}

function soughtBy(by: By, text: string): Readonly<Record<string, string>> | undefined {
  if (by !== 'number') return isSearchable(text) ? { [by]: text } : undefined
  const code = text.toUpperCase()
  if (isProjectCode(code)) return { projectCode: code }
  if (checkCreditCode(code) !== 'badShape') return { creditCode: code }
  return /^(?=.{4})(?:[A-Z]{2}-?)?[\d-]*$/.test(code) ? { serviceNumber: code } : undefined
}
