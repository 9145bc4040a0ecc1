import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { STAGE_NAMES, STAGES } from '../../../../domain/case/stage.ts'
import { get } from '../../data/api.ts'
import type { Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { timeWords } from '../../ui/times.ts'

interface Summary {
  readonly serviceNumber: string
  readonly stageName: string
  readonly applicant: string
  readonly registeredAt: string
}

/** The cases that concern one, newest first. */
export default function FindCase({ me }: { readonly me: Me }) {
  const [query, setQuery] = useSearchParams()
  const stage = STAGES.find((each) => each === query.get('stage'))
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: ['cases', stage],
    queryFn: ({ pageParam, signal }) =>
      get<{ items: readonly Summary[]; next?: string }>(
        `/api/v1/applications?${new URLSearchParams({
          limit: '50',
          ...(stage === undefined ? {} : { stage }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        }).toString()}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  const cases = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <h1>查件</h1>
      <div className="filters">
        <select
          aria-label="阶段"
          value={stage ?? ''}
          onChange={({ target }) => setQuery(target.value === '' ? {} : { stage: target.value }, { replace: true })}
        >
          <option value="">阶段：全部</option>
          {STAGES.map((each) => (
            <option key={each} value={each}>
              {STAGE_NAMES[each]}
            </option>
          ))}
        </select>
      </div>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && cases.length === 0 && <p className="empty">没有符合的申请。</p>}
      <ul className="panel cases">
        {cases.map(({ serviceNumber, stageName, applicant, registeredAt }) => (
          <li key={serviceNumber}>
            <Link to={`/cases/${serviceNumber}`} className="number">
              {serviceNumber}
            </Link>
            <span>{applicant}</span>
            <span>{stageName}</span>
            <span className="hint">{timeWords(registeredAt, me.today)}</span>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          更多
        </Button>
      )}
    </>
  )
}
