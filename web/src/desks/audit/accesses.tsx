import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { ROLE_NAMES } from '../../../../domain/actor/actor.ts'
import type { Role } from '../../../../domain/actor/actor.ts'
import { PROBLEMS } from '../../../../domain/problem.ts'
import type { ProblemCode } from '../../../../domain/problem.ts'
import { FIELD_NAMES } from '../../../../domain/visibility/fields.ts'
import type { PersonalField } from '../../../../domain/visibility/fields.ts'
import { get } from '../../data/api.ts'
import { useNames } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { timeWords } from '../../ui/times.ts'

interface Access {
  readonly at: string
  readonly sub?: string
  readonly orgName?: string
  readonly role?: Role
  readonly kindName?: string
  readonly action: string
  readonly actionName?: string
  readonly serviceNumber?: string
  readonly item?: string
  readonly seen?: 'whole' | 'masked'
  readonly unmasked?: readonly PersonalField[]
  readonly outcome: 'allowed' | 'refused' | 'failed'
  readonly problem?: ProblemCode
  readonly requestId?: string
  readonly address?: string
}

interface AccessesProps {
  /** `sub`, `org`, `serviceNumber`, `kind`. */
  readonly filter: Readonly<Record<string, string>>
  readonly me: Me
  readonly title: string
}

const PAGE = '50'
const OUTCOMES = { allowed: '许可', refused: '拒绝', failed: '出错' } as const
const SEEN = { whole: '全文', masked: '已脱敏' } as const

/** Who read, acted or was refused, newest first. Looking is itself on record, so it is not asked again by itself. */
export function Accesses({ filter, me, title }: AccessesProps) {
  const nameOf = useNames(me.city.key)
  const { data, error, hasNextPage, fetchNextPage, isFetching, refetch } = useInfiniteQuery({
    queryKey: ['accesses', filter],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        ...filter,
        limit: PAGE,
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      })
      return get<{ items: readonly Access[]; next?: string }>(`/api/v1/audit?${query.toString()}`, signal)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    refetchOnWindowFocus: false,
  })
  const entries = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section className="panel" aria-labelledby="accesses">
      <h2 id="accesses">{title}</h2>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && entries.length === 0 && <p className="empty">没有这样的记录。</p>}
      {entries.length > 0 && (
        <div className="scrolling" tabIndex={0} role="region" aria-label={title}>
          <table className="log">
            <thead>
              <tr>
                {['时间', '何人', '做什么', '哪一件', '个人信息', '结果', '来处'].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.map((entry, index) => (
                <Row key={`${entry.requestId ?? entry.at} ${index}`} entry={entry} me={me} nameOf={nameOf} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="buttons">
        <Button size="small" loading={isFetching} onClick={() => void refetch()}>
          刷新
        </Button>
        {hasNextPage && (
          <Button size="small" loading={isFetching} onClick={() => void fetchNextPage()}>
            更早的
          </Button>
        )}
      </div>
    </section>
  )
}

function Row({
  entry,
  me,
  nameOf,
}: {
  readonly entry: Access
  readonly me: Me
  readonly nameOf: (org: string) => string
}) {
  const {
    at,
    sub,
    orgName,
    role,
    kindName,
    action,
    actionName,
    serviceNumber,
    item,
    seen,
    unmasked,
    outcome,
    problem,
    address,
  } = entry
  return (
    <tr>
      <td>
        <time dateTime={at}>{timeWords(at, me.today)}</time>
      </td>
      <td>
        {orgName ?? '—'}
        <small>
          {sub} {role === undefined ? '' : ROLE_NAMES[role]}
        </small>
      </td>
      <td>
        {actionName ?? kindName ?? '—'}
        <small>
          {actionName === undefined || kindName === undefined ? '' : `${kindName}　`}
          {action}
        </small>
      </td>
      <td>
        {serviceNumber !== undefined && (
          <Link to={`/auditor/${encodeURIComponent(serviceNumber)}`}>{serviceNumber}</Link>
        )}
        {item !== undefined && <small>{nameOf(item)}</small>}
      </td>
      <td>
        {seen === undefined ? '—' : SEEN[seen]}
        {unmasked !== undefined && <small>{unmasked.map((field) => FIELD_NAMES[field]).join('、')}</small>}
      </td>
      <td className={outcome === 'allowed' ? undefined : 'passed'}>
        {OUTCOMES[outcome]}
        {problem !== undefined && <small>{PROBLEMS[problem]?.title ?? problem}</small>}
      </td>
      <td>
        <small>{address}</small>
      </td>
    </tr>
  )
}
