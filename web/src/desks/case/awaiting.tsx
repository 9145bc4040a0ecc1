import { Link } from 'react-router'
import type { ApplicationView, Awaited, Me, WorkingTime } from '../../data/types.ts'
import { Countdown } from '../../ui/countdown.tsx'
import { LightMark } from '../../ui/light.tsx'
import { dateWords } from '../../ui/times.ts'
import { lineWords } from '../../ui/words.ts'

interface AwaitingProps {
  readonly view: ApplicationView
  readonly me: Me
  readonly now: number
  readonly working: WorkingTime | undefined
  readonly nameOf: (org: string) => string
}

/** Who is awaited, and for what; ours first. */
export function Awaiting({ view, me, now, working, nameOf }: AwaitingProps) {
  const tasks: readonly Awaited[] = view.awaiting
  const ours = tasks.filter(({ org }) => org === me.org)
  const others = tasks.filter(({ org }) => org !== me.org)
  return (
    <section className="panel" aria-labelledby="awaiting">
      <h2 id="awaiting">在等谁</h2>
      {tasks.length === 0 && (
        <p className="hint">{view.closedAt === undefined ? '现在不等哪个单位；等用户约定接入时间。' : '已经办结。'}</p>
      )}
      <ul className="awaiting">
        {[...ours, ...others].map((task) => (
          <li key={task.id} className={task.org === me.org ? 'ours' : undefined}>
            <LightMark light={task.light} />
            <span>
              <b>{task.orgName}</b>{' '}
              {task.org === me.org ? (
                <Link replace to={`?${new URLSearchParams({ act: task.act, ...task.about }).toString()}`}>
                  {task.name}
                </Link>
              ) : (
                task.name
              )}
              {task.line !== undefined && `（${lineWords(task.line, nameOf)}）`}
              {task.person !== null && <span className="hint">　{task.person}</span>}
              {task.blockedBy !== undefined && <small>尚不能办：{task.blockedBy.detail}</small>}
            </span>
            {task.due === undefined ? (
              <span className="hint">{dateWords(task.since, me.today)}起</span>
            ) : (
              <Countdown due={task.due} now={now} today={me.today} working={working} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
