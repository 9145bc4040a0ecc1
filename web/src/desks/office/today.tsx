import { Button } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import { useNames, useWorkingTime } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { Bar } from '../../ui/bar.tsx'
import { Countdown } from '../../ui/countdown.tsx'
import { Failure } from '../../ui/failure.tsx'
import { LightMark } from '../../ui/light.tsx'
import { useNow } from '../../ui/now.ts'
import { lineWords } from '../../ui/words.ts'
import { useCityLights, useDueNext, useLoad, useTasksOf } from './data.ts'
import type { Load } from './data.ts'

const RED_FIRST = LIGHTS.toReversed()

export function Today({ me }: { readonly me: Me }) {
  return (
    <>
      <Lights />
      <div className="halves">
        <Due which="past" me={me} />
        <Due which="next" me={me} />
      </div>
      <Loads me={me} />
    </>
  )
}

/** cases by the worst of what is open in them. */
function Lights() {
  const { data: counts, error, refetch } = useCityLights()
  if (error !== null && counts === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <section className="panel">
      <h2>全市的灯</h2>
      <ul className="tiles">
        {RED_FIRST.map((light) => (
          <li key={light}>
            <Link to={`/cases?light=${light}&sort=due`} className={`tile ${light}`}>
              <LightMark light={light} words />
              <b>{counts?.[light] ?? '…'}</b> 件
            </Link>
          </li>
        ))}
      </ul>
      <p className="hint">在办的件，按其中在走的时限里最差的灯；点开是这些件，先到期的在前。</p>
    </section>
  )
}

const DUE_TITLES = { past: '已超期', next: '接下来到期' } as const

function Due({ which, me }: { readonly which: 'past' | 'next'; readonly me: Me }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDueNext(which)
  const { data: working } = useWorkingTime(me.city.key)
  const now = useNow(me.ahead)
  const cases = data?.pages.flatMap(({ items }) => items)
  return (
    <section className="panel">
      <h2>{DUE_TITLES[which]}</h2>
      {error !== null && cases === undefined && <Failure error={error} onRetry={() => void refetch()} />}
      {cases?.length === 0 && <p className="empty">{which === 'past' ? '没有超期的。' : '没有在走的时限。'}</p>}
      <ul className="dues">
        {cases?.map(({ serviceNumber, applicant, stageName, due, light }) => (
          <li key={serviceNumber}>
            <LightMark light={light} />
            <span>
              <Link to={`/cases/${serviceNumber}`} className="number">
                {serviceNumber}
              </Link>{' '}
              {applicant} <small>{stageName}</small>
            </span>
            {due !== undefined && <Countdown due={due} now={now} today={me.today} working={working} />}
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          更多
        </Button>
      )}
    </section>
  )
}

function Loads({ me }: { readonly me: Me }) {
  const { data: loads, error, refetch } = useLoad()
  const [query, setQuery] = useSearchParams()
  const shown = loads?.find(({ org }) => org === query.get('org'))
  const most = Math.max(0, ...(loads ?? []).map(({ total }) => total))
  if (error !== null && loads === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <section className="panel">
      <h2>各单位的待办</h2>
      {loads?.length === 0 && <p className="empty">哪家都没有待办。</p>}
      {loads !== undefined && loads.length > 0 && (
        <div className="scroll" role="region" aria-label="各单位待办件数" tabIndex={0}>
          <table className="figures">
            <thead>
              <tr>
                <th scope="col">单位</th>
                <td className="drawn" />
                <th scope="col">待办</th>
                {RED_FIRST.map((light) => (
                  <th key={light} scope="col">
                    <LightMark light={light} words />
                  </th>
                ))}
                <th scope="col">无时限</th>
              </tr>
            </thead>
            <tbody>
              {loads.toSorted(byRed).map(({ org, orgName, total, lights }) => (
                <tr key={org}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link"
                      aria-expanded={shown?.org === org}
                      onClick={() => setQuery(shown?.org === org ? {} : { org }, { replace: true })}
                    >
                      {orgName}
                    </button>
                  </th>
                  <td className="drawn">
                    <Bar
                      most={most}
                      parts={[...RED_FIRST, 'none' as const].map((light) => ({
                        className: light,
                        value: lights[light],
                      }))}
                    />
                  </td>
                  <td>{total}</td>
                  {RED_FIRST.map((light) => (
                    <td key={light}>{lights[light]}</td>
                  ))}
                  <td>{lights.none}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown !== undefined && <TasksOf key={shown.org} load={shown} me={me} />}
    </section>
  )
}

function byRed(one: Load, other: Load): number {
  return other.lights.red - one.lights.red || other.lights.yellow - one.lights.yellow || other.total - one.total
}

function TasksOf({ load: { org, orgName }, me }: { readonly load: Load; readonly me: Me }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTasksOf(org)
  const { data: working } = useWorkingTime(me.city.key)
  const nameOf = useNames(me.city.key)
  const now = useNow(me.ahead)
  return (
    <div className="behind">
      <h3>{orgName}的待办，最急的在前</h3>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      <ul className="dues">
        {data?.pages
          .flatMap(({ items }) => items)
          .map(({ id, serviceNumber, name, line, applicant, due, light }) => (
            <li key={id}>
              <LightMark light={light} />
              <span>
                {name}
                {line === undefined ? '' : ` ${lineWords(line, nameOf)}`}{' '}
                <Link to={`/cases/${serviceNumber}`} className="number">
                  {serviceNumber}
                </Link>{' '}
                <small>{applicant}</small>
              </span>
              {due !== undefined && <Countdown due={due} now={now} today={me.today} working={working} />}
            </li>
          ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          更多
        </Button>
      )}
    </div>
  )
}
