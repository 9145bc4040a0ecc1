import { Button } from 'antd'
import { Link } from 'react-router'
import type { Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { timeWords } from '../../ui/times.ts'
import { useGuidances } from './data.ts'

const ALL = {}

/** whom bureaus told to file, and who filed then. */
export function GuidanceList({ me }: { readonly me: Me }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useGuidances(ALL)
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <h1>引导记录</h1>
      {me.may.guide.length > 0 && (
        <p>
          <Link to="/guided/new" className="plain strong">
            记录一次引导
          </Link>
        </p>
      )}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && items.length === 0 && <p className="empty">还没有引导记录。</p>}
      {items.length > 0 && (
        <ul className="panel dues" aria-label="引导记录">
          {items.map(({ id, told, projectName, phaseName, orgName, guidedAt, withdrawn, filed }) => (
            <li key={id}>
              <span aria-hidden="true">·</span>
              <span>
                <Link to={`/guided/${id}`}>{projectName}</Link> {told.name}{' '}
                <small>
                  {orgName}　{phaseName}　{timeWords(guidedAt, me.today)}告知
                </small>
              </span>
              <span>
                {withdrawn ? (
                  '已撤销'
                ) : filed === undefined ? (
                  '尚未申请'
                ) : (
                  <Link to={`/cases/${filed.serviceNumber}`}>已申请 {filed.serviceNumber}</Link>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          更多
        </Button>
      )}
    </>
  )
}
