import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useHistory } from '../../data/queries.ts'
import type { HistoryEvent, Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { RuleWords } from '../../ui/rules.tsx'
import { dateWords, daysBetween } from '../../ui/times.ts'
import { isBackground, sentenceOf } from '../../ui/sentences.ts'

interface TimelineProps {
  readonly serviceNumber: string
  readonly seq: number
  readonly me: Me
  readonly nameOf: (org: string) => string
}

/** Days without anything, from which on they are told as one. */
const IDLE_DAYS = 4

/** Everything that happened, newest first; months of waiting are one line. */
export function Timeline({ serviceNumber, seq, me, nameOf }: TimelineProps) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useHistory(serviceNumber, seq)
  const [all, setAll] = useState(false)
  const events = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data])
  const shown = all ? events : events.filter((event) => !isBackground(event))
  const hidden = events.length - shown.length
  return (
    <section className="panel" aria-labelledby="timeline">
      <h2 id="timeline">经过</h2>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      <ol className="timeline">
        {shown.map((event, index) => (
          <Told key={event.seq} event={event} later={shown[index - 1]} me={me} nameOf={nameOf} />
        ))}
      </ol>
      <div className="buttons">
        {(hidden > 0 || all) && (
          <Button size="small" onClick={() => setAll(!all)} aria-expanded={all}>
            {all ? '收起计时等后台记录' : `另有 ${hidden} 条计时等后台记录`}
          </Button>
        )}
        {hasNextPage && (
          <Button size="small" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            更早的
          </Button>
        )}
      </div>
      <RuleWords of={shown.map(({ rule }) => rule)} title="所引的各条说的是什么" />
    </section>
  )
}

interface ToldProps {
  readonly event: HistoryEvent
  /** The one above it. */
  readonly later: HistoryEvent | undefined
  readonly me: Me
  readonly nameOf: (org: string) => string
}

function Told({ event, later, me, nameOf }: ToldProps) {
  const idle = later === undefined ? 0 : daysBetween(event.at, later.at)
  const sameDay = later?.at.slice(0, 10) === event.at.slice(0, 10)
  return (
    <>
      {idle >= IDLE_DAYS && <li className="idle">其间 {idle} 天没有动静</li>}
      <li className={event.type === 'deadlinePassed' ? 'passed' : undefined}>
        <span className="when">
          {!sameDay && <b>{dateWords(event.at, me.today)}</b>}
          <time dateTime={event.at}>{event.at.slice(11, 16)}</time>
        </span>
        <span>
          {sentenceOf(event, nameOf)}
          <small>
            {event.name}　{event.rule}
          </small>
        </span>
      </li>
    </>
  )
}
