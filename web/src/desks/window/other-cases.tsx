import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { checkCreditCode, isProjectCode } from '../../../../domain/demand/formats.ts'
import { get } from '../../data/api.ts'
import { valueAt } from '../../ui/form/shape.ts'
import type { Value } from '../../ui/form/shape.ts'
import { textOf } from '../../ui/form/text.ts'
import { dateWords } from '../../ui/times.ts'

interface Other {
  readonly serviceNumber: string
  readonly stageName: string
  readonly applicant: string
  readonly registeredAt: string
}

const SHOWN = 5

/** What the applicant and the project have already: seen while one types, before it is registered twice. */
export function OtherCases({ value, today }: { readonly value: Value; readonly today: string }) {
  const creditCode = textOf(valueAt(value, 'form.applicant.creditCode'))
  const projectCode = textOf(valueAt(value, 'form.projectCode'))
  const own = useOthers('creditCode', checkCreditCode(creditCode) === 'badShape' ? '' : creditCode)
  const project = useOthers('projectCode', isProjectCode(projectCode) ? projectCode : '')
  return (
    <div role="status" aria-label="已有的申请">
      <Listed words="这个申请单位已有" found={own} today={today} />
      <Listed words="这个项目代码已有" found={project} today={today} />
    </div>
  )
}

function useOthers(by: 'creditCode' | 'projectCode', code: string): readonly Other[] {
  const { data } = useQuery({
    queryKey: ['others', by, code],
    queryFn: ({ signal }) =>
      get<{ items: readonly Other[] }>(
        `/api/v1/applications?${new URLSearchParams({ [by]: code, limit: String(SHOWN + 1) }).toString()}`,
        signal,
      ).then(({ items }) => items),
    enabled: code !== '',
  })
  return code === '' ? [] : (data ?? [])
}

interface ListedProps {
  readonly words: string
  readonly found: readonly Other[]
  readonly today: string
}

function Listed({ words, found, today }: ListedProps) {
  if (found.length === 0) return null
  return (
    <div className="others">
      <p>
        {words} {found.length > SHOWN ? `${SHOWN} 件以上` : `${found.length} 件`}，请核对是不是同一件：
      </p>
      <ul>
        {found.slice(0, SHOWN).map(({ serviceNumber, stageName, applicant, registeredAt }) => (
          <li key={serviceNumber}>
            <Link to={`/cases/${serviceNumber}`} className="number">
              {serviceNumber}
            </Link>{' '}
            {stageName} · {applicant} · {dateWords(registeredAt, today)}登记
          </li>
        ))}
      </ul>
    </div>
  )
}
