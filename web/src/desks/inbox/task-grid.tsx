import { useVirtualizer } from '@tanstack/react-virtual'
import { Button } from 'antd'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Me, Task, WorkingTime } from '../../data/types.ts'
import { Countdown } from '../../ui/countdown.tsx'
import { LightMark } from '../../ui/light.tsx'
import { shortMask } from '../../ui/short-mask.ts'
import { lineWords } from '../../ui/words.ts'
import { dateWords } from '../../ui/times.ts'

interface TaskGridProps {
  readonly tasks: readonly Task[]
  readonly loading: boolean
  /** Not all there is was asked for. */
  readonly filtered: boolean
  readonly current: string | undefined
  readonly chosen: ReadonlyMap<string, Task>
  readonly view: TaskView
  readonly actions: TaskActions
  readonly onCurrent: (id: string) => void
  readonly onEnter: (task: Task) => void
  readonly onChoose: (task: Task) => void
  /** Where more follow: the end is in sight. */
  readonly onMore: (() => void) | undefined
}

interface TaskView {
  readonly me: Me
  readonly now: number
  readonly working: WorkingTime | undefined
  readonly nameOf: (org: string) => string
}

interface TaskActions {
  readonly take: (task: Task) => void
  readonly passOn: (task: Task) => void
  readonly hasten: (task: Task) => void
}

const NARROW = matchMedia('(max-width: 760px)')
const useNarrow = () =>
  useSyncExternalStore(
    (changed) => {
      NARROW.addEventListener('change', changed)
      return () => NARROW.removeEventListener('change', changed)
    },
    () => NARROW.matches,
  )

/** So many rows before the end the next ones are asked for. */
const AHEAD = 30

/** Only what is seen is in the page, however many there are; the whole of it is one stop of the Tab key. */
export function TaskGrid(props: TaskGridProps) {
  const { tasks, loading, filtered, current } = props
  const scroller = useRef<HTMLDivElement>(null)
  const narrow = useNarrow()
  const rows = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? 168 : 61),
    getItemKey: (index) => tasks[index]?.id ?? index,
    overscan: 6,
  })
  const at = tasks.findIndex(({ id }) => id === current)
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at)
    // Only where one has moved: new work must not pull the list away.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current])
  const lastSeen = rows.getVirtualItems().at(-1)?.index ?? -1
  const { onMore } = props
  useEffect(() => {
    if (onMore !== undefined && lastSeen >= tasks.length - AHEAD) onMore()
  }, [onMore, lastSeen, tasks.length])
  if (loading)
    return (
      <p className="empty" role="status">
        正在取待办…
      </p>
    )
  if (tasks.length === 0)
    return <p className="empty">{filtered ? '没有符合这些条件的待办。' : '现在没有待办。有新的会自己出现。'}</p>
  return (
    <div
      ref={scroller}
      className="grid"
      role="grid"
      aria-label="待办"
      aria-rowcount={tasks.length}
      aria-activedescendant={at < 0 ? undefined : rowId(tasks[at])}
      tabIndex={0}
      onFocus={({ target, currentTarget }) => {
        if (target === currentTarget && at < 0 && tasks[0] !== undefined) props.onCurrent(tasks[0].id)
      }}
      onKeyDown={(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key]
        if (step === undefined || event.target !== event.currentTarget) return
        event.preventDefault()
        const next = tasks[Math.max(0, Math.min(tasks.length - 1, at + step))]
        if (next !== undefined) props.onCurrent(next.id)
      }}
    >
      {!narrow && <Heads />}
      <div role="rowgroup" className="rows" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start, size }) => {
          const task = tasks[index]
          return (
            task !== undefined && (
              <Row
                key={key}
                {...props}
                task={task}
                index={index}
                place={{ height: size, transform: `translateY(${start}px)` }}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

const HEADS = ['', '', '事项', '申请人、编号', '到期', '承办人', '办理'] as const

/** For eyes: each cell says for itself what it is, and rows are counted without them. */
const Heads = () => (
  <div className="heads" aria-hidden="true">
    {HEADS.map((name, index) => (
      <span key={name === '' ? index : name}>{name}</span>
    ))}
  </div>
)

interface RowProps extends TaskGridProps {
  readonly task: Task
  readonly index: number
  readonly place: { readonly height: number; readonly transform: string }
}

function Row({ task, index, place, current, chosen, view, actions, onCurrent, onEnter, onChoose }: RowProps) {
  const { me, now, working, nameOf } = view
  const isCurrent = task.id === current
  const isMine = task.person === me.sub
  return (
    <div
      id={rowId(task)}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isCurrent}
      className={isCurrent ? 'row current' : 'row'}
      style={place}
      onClick={() => onCurrent(task.id)}
      onDoubleClick={() => onEnter(task)}
    >
      <div role="gridcell" className="choose">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`选中 ${task.name} ${task.serviceNumber}`}
          checked={chosen.has(task.id)}
          onChange={() => onChoose(task)}
        />
      </div>
      <div role="gridcell" className="lamp">
        <LightMark light={task.light} />
      </div>
      <div role="gridcell" className="what">
        <a
          href={`/cases/${task.serviceNumber}`}
          tabIndex={-1}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey) return
            event.preventDefault()
            onEnter(task)
          }}
        >
          {task.name}
        </a>
        {task.line !== undefined && <span className="line"> {lineWords(task.line, nameOf)}</span>}
        {task.blockedBy !== undefined && <small className="blocked">尚不能办：{task.blockedBy.detail}</small>}
      </div>
      <div role="gridcell" className="whose">
        {shortMask(task.applicant)}
        <small className="number">{task.serviceNumber}</small>
      </div>
      <div role="gridcell" className="due">
        {task.due === undefined ? (
          <small>{dateWords(task.since, me.today)}起</small>
        ) : (
          <Countdown due={task.due} now={now} today={me.today} working={working} />
        )}
      </div>
      <div role="gridcell" className="person">
        {task.person === null ? '未指定' : isMine ? '我' : task.person}
      </div>
      <div role="gridcell" className="doing">
        <Button size="small" tabIndex={-1} className={isMine ? 'not-here' : ''} onClick={() => actions.take(task)}>
          接办
        </Button>
        <Button size="small" tabIndex={-1} onClick={() => actions.passOn(task)}>
          转办
        </Button>
        <Button size="small" tabIndex={-1} className={isMine ? 'not-here' : ''} onClick={() => actions.hasten(task)}>
          催办
        </Button>
      </div>
    </div>
  )
}

/** An id may hold no space; colons it may. */
const rowId = (task: Task | undefined) => (task === undefined ? undefined : `task-${task.id}`)
