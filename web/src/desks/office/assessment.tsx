import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { RESULT_NAMES, RESULTS } from '../../../../domain/assessment/assessment.ts'
import type { Me } from '../../data/types.ts'
import { Bar } from '../../ui/bar.tsx'
import { Failure } from '../../ui/failure.tsx'
import { timeWords } from '../../ui/times.ts'
import { csvUrl, useAssessment, useCounted } from './data.ts'
import type { Assessment, Behind, Figures, Parts } from './data.ts'
import { periodsAt, quarterOf } from './periods.ts'

/** Each figure that counts deadlines opens them. */
export function AssessmentView({ me }: { readonly me: Me }) {
  const [query, setQuery] = useSearchParams()
  const period = query.get('period') ?? quarterOf(me.today)
  const { data, error, refetch } = useAssessment(period)
  const given = (name: string) => query.get(name) ?? undefined
  const behind: Behind = { period, org: given('org'), link: given('link'), result: given('result') }
  const isOpen = behind.org !== undefined || behind.link !== undefined
  const change = (changes: Readonly<Record<string, string | undefined>>) => {
    const after = { view: 'assessment', period, ...changes }
    setQuery(Object.entries(after).filter((entry): entry is [string, string] => entry[1] !== undefined))
  }
  return (
    <>
      <div className="filters">
        <select aria-label="期间" value={period} onChange={({ target }) => change({ period: target.value })}>
          {periodsAt(me.today).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
        <Button href={csvUrl(period)}>导出表格</Button>
        <Button onClick={() => print()}>打印</Button>
      </div>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && (
        <p className="starting" role="status">
          正在取考核数据…
        </p>
      )}
      {data !== undefined && error === null && (
        <>
          <Head data={data} me={me} />
          <Table
            title="各单位"
            first="单位"
            rows={data.organisations.map((row) => ({ key: row.org, name: row.orgName, ...row }))}
            total={data.total}
            open={(org, result) => change({ org, result })}
          />
          <Table
            title="各环节"
            first="环节"
            rows={data.links.map((row) => ({ key: row.link, name: row.linkName, ...row }))}
            total={data.total}
            open={(link, result) => change({ link, result })}
          />
          {isOpen && <Counted behind={behind} data={data} me={me} onClose={() => change({})} />}
        </>
      )}
    </>
  )
}

function Head({ data: { periodName, over, at, rows }, me }: { readonly data: Assessment; readonly me: Me }) {
  return (
    <p className="hint">
      {periodName}，{over ? '已结束' : '尚未结束'}，截至 {timeWords(at, me.today)}
      。本方案适用的时限；参照执行的（R-06）不计入。
      {rows.length === 0 && ' 这一期还没有计入的时限。'}
    </p>
  )
}

interface Row extends Parts {
  readonly key: string
  readonly name: string
}

interface TableProps {
  readonly title: string
  readonly first: string
  readonly rows: readonly Row[]
  readonly total: Parts
  readonly open: (key: string, result: string | undefined) => void
}

function Table({ title, first, rows, total, open }: TableProps) {
  const most = Math.max(0, ...rows.map(({ binding }) => binding.volume))
  return (
    <section className="panel">
      <h2>{title}</h2>
      <div className="scroll" role="region" aria-label={`${title}考核数据`} tabIndex={0}>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{first}</th>
              <td className="drawn" />
              {[
                '计入',
                ...RESULTS.map((result) => RESULT_NAMES[result]),
                '按时率',
                '平均用时',
                '最长用时',
                '缺席',
                '责令',
                '未改',
                '引导／申请',
                '咨询／答复',
              ].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, binding }) => (
              <FigureRow key={key} name={name} figures={binding} most={most}>
                {(count, result) =>
                  count === 0 ? (
                    0
                  ) : (
                    <button
                      type="button"
                      className="link"
                      aria-label={`${name}${result === undefined ? '计入' : RESULT_NAMES[result]}的 ${count} 个时限`}
                      onClick={() => open(key, result)}
                    >
                      {count}
                    </button>
                  )
                }
              </FigureRow>
            ))}
          </tbody>
          <tfoot>
            <FigureRow name="合计" figures={total.binding} most={0}>
              {(count) => count}
            </FigureRow>
          </tfoot>
        </table>
      </div>
    </section>
  )
}

interface FigureRowProps {
  readonly name: string
  readonly figures: Figures
  readonly most: number
  readonly children: (count: number, result: (typeof RESULTS)[number] | undefined) => ReactNode
}

const BAR_CLASSES = { onTime: 'green', overdue: 'red', running: 'none' } as const
const percent = (share: number | undefined) => (share === undefined ? '—' : `${Math.round(share * 100)}%`)

function FigureRow({ name, figures, most, children }: FigureRowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="drawn">
        <Bar
          most={most}
          parts={RESULTS.map((result) => ({ className: BAR_CLASSES[result], value: figures[result] }))}
        />
      </td>
      <td>{children(figures.volume, undefined)}</td>
      {RESULTS.map((result) => (
        <td key={result}>{children(figures[result], result)}</td>
      ))}
      <td>{percent(figures.onTimeRate)}</td>
      <td>{percent(figures.meanUse)}</td>
      <td>{percent(figures.worstUse)}</td>
      <td>{figures.absences}</td>
      <td>{figures.rectificationsOrdered}</td>
      <td>{figures.rectificationsMissed}</td>
      <td>{`${figures.guided}／${figures.guidedFiled}`}</td>
      <td>{`${figures.inquiries}／${figures.inquiriesAnswered}`}</td>
    </tr>
  )
}

interface CountedProps {
  readonly behind: Behind
  readonly data: Assessment
  readonly me: Me
  readonly onClose: () => void
}

/** The deadlines behind a figure, each with its case. */
function Counted({ behind, data, me, onClose }: CountedProps) {
  const { data: counted, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCounted(behind)
  const { org, link, result } = behind
  const name =
    data.organisations.find((row) => row.org === org)?.orgName ?? data.links.find((row) => row.link === link)?.linkName
  const resultName = RESULTS.find((each) => each === result)
  const items = counted?.pages.flatMap((page) => page.items)
  return (
    <section className="panel behind" aria-label="时限">
      <h2>
        {name}：{resultName === undefined ? '计入' : RESULT_NAMES[resultName]}的时限
      </h2>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {items?.length === 0 && <p className="empty">没有。</p>}
      <ul className="dues">
        {items?.map(({ id, serviceNumber, kindName, orgName, dueAt, metAt, result: how }) => (
          <li key={`${serviceNumber} ${id}`}>
            <span className={`light ${BAR_CLASSES[how]}`}>{RESULT_NAMES[how]}</span>
            <span>
              <Link to={`/cases/${serviceNumber}`} className="number">
                {serviceNumber}
              </Link>{' '}
              {kindName} <small>{orgName}</small>
            </span>
            <span>
              {timeWords(dueAt, me.today)} 到期
              <small>{metAt === undefined ? '还没有办成' : `${timeWords(metAt, me.today)} 办成`}</small>
            </span>
          </li>
        ))}
      </ul>
      <div className="buttons">
        {hasNextPage && (
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            更多
          </Button>
        )}
        <Button onClick={onClose}>收起</Button>
      </div>
    </section>
  )
}
