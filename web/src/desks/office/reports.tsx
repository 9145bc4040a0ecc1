import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { newKey, send } from '../../data/api.ts'
import type { Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { wordsOf } from '../../ui/failure-words.ts'
import { Notice } from '../../ui/notice.tsx'
import { timeWords } from '../../ui/times.ts'
import { useReports } from './data.ts'
import type { Report } from './data.ts'
import { periodsAt } from './periods.ts'

/** R-31: the meeting's report comes by itself; here it is printed, or made before its quarter is over. */
export function Reports({ me }: { readonly me: Me }) {
  const { data: reports, error, refetch } = useReports()
  return (
    <section className="panel">
      {error !== null && reports === undefined && <Failure error={error} onRetry={() => void refetch()} />}
      {reports?.length === 0 && <p className="empty">还没有报告。季度结束时自动生成。</p>}
      <ul className="reports">
        {reports?.map(({ period, periodName, statusName, final, version, overdue, compiledAt, ...meeting }) => (
          <li key={period}>
            <b>{periodName}</b>
            <span>
              {statusName}
              {final ? '' : '，阶段报告'}，第 {version} 稿{overdue === undefined ? '' : `，超期未办 ${overdue} 项`}
              {meetingWords(meeting, me.today)}
            </span>
            <span className="hint">{compiledAt !== undefined && `${timeWords(compiledAt, me.today)} 汇总`}</span>
            <a href={`/api/v1/reports/${period}/document`} target="_blank" rel="noreferrer">
              打开打印{periodName}
            </a>
          </li>
        ))}
      </ul>
      {reports !== undefined && (
        <Compile me={me} made={reports.map(({ period }) => period)} onDone={() => void refetch()} />
      )}
    </section>
  )
}

/** R-31: by when the meeting is due, or what of it is still to be done. */
function meetingWords(
  { meetingDue, meetingHeld, unresolved }: Pick<Report, 'meetingDue' | 'meetingHeld' | 'unresolved'>,
  today: string,
): string {
  if (meetingHeld !== undefined) return `，会议已召开${unresolved === 0 ? '' : `，议定事项未了结 ${unresolved} 项`}`
  return meetingDue === undefined ? '' : `，会议应于 ${timeWords(meetingDue, today)} 前召开`
}

interface CompileProps {
  readonly me: Me
  readonly made: readonly string[]
  readonly onDone: () => void
}

function Compile({ me, made, onDone }: CompileProps) {
  const open = periodsAt(me.today).filter(([key]) => key.includes('Q') && !made.includes(key))
  const [period, setPeriod] = useState<string>()
  const [said, setSaid] = useState<{ readonly kind: 'success' | 'error'; readonly words: string }>()
  const [busy, setBusy] = useState(false)
  const chosen = period ?? open[0]?.[0]
  const key = useMemo(newKey, [chosen])
  const client = useQueryClient()
  const compile = async () => {
    if (chosen === undefined) return
    setBusy(true)
    try {
      await send('/api/v1/reports', { period: chosen }, key)
      setSaid({ kind: 'success', words: '已开始汇总，稍后在上面打开。' })
      await client.invalidateQueries({ queryKey: ['office', 'reports'] })
      onDone()
    } catch (problem) {
      setSaid({ kind: 'error', words: wordsOf(problem) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {said !== undefined && (
        <Notice kind={said.kind} live>
          {said.words}
        </Notice>
      )}
      {open.length > 0 && (
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault()
            void compile()
          }}
        >
          <select aria-label="季度" value={chosen} onChange={({ target }) => setPeriod(target.value)}>
            {open.map(([each, name]) => (
              <option key={each} value={each}>
                {name}
              </option>
            ))}
          </select>
          <Button htmlType="submit" loading={busy}>
            现在汇总
          </Button>
          <span className="hint">本季度的是阶段报告，季度结束后自动定稿。</span>
        </form>
      )}
    </>
  )
}
