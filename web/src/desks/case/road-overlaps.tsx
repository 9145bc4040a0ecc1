import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { get } from '../../data/api.ts'
import { caseUrl } from '../../data/queries.ts'
import type { ApplicationView } from '../../data/types.ts'

interface Works {
  readonly serviceNumber: string
  readonly line: string
  readonly utilityName: string
}

interface Plan {
  readonly trenches: readonly {
    readonly first: Works
    readonly second: Works
    readonly section: { readonly road: string; readonly from: string; readonly to: string }
    readonly adviceText: string
    readonly agreed: 'none' | 'first' | 'second' | 'both'
  }[]
}

const AGREED = { none: '双方均未同意', first: '一方已同意', second: '一方已同意', both: '双方已议定' } as const

/** works of other cases on the same stretches of road: one road is opened once. */
export function RoadOverlaps({ view: { serviceNumber, seq, lines } }: { readonly view: ApplicationView }) {
  const { data } = useQuery({
    queryKey: ['joint-plan', serviceNumber, seq],
    queryFn: ({ signal }) => get<Plan>(`${caseUrl(serviceNumber)}/construction/joint-plan`, signal),
    enabled: lines.some(({ outerWorks }) => outerWorks !== undefined),
    placeholderData: (before) => before,
    retry: false,
  })
  const others = (data?.trenches ?? []).flatMap(({ first, second, ...trench }) => {
    if (first.serviceNumber === second.serviceNumber) return []
    return [{ ...trench, other: first.serviceNumber === serviceNumber ? second : first }]
  })
  if (others.length === 0) return null
  return (
    <section className="panel" aria-labelledby="overlaps">
      <h2 id="overlaps">同一路段的其他施工</h2>
      <ul>
        {others.map(({ other, section: { road, from, to }, adviceText, agreed }) => (
          <li key={`${other.serviceNumber} ${other.line} ${road} ${from} ${to}`}>
            <Link to={`/cases/${other.serviceNumber}`}>{other.serviceNumber}</Link>{' '}
            {`${other.utilityName}，${road}（${from} 至 ${to}）：${adviceText}`}{' '}
            <span className="hint">{AGREED[agreed]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
