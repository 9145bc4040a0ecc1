import { Link } from 'react-router'
import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import type { Me, WorkingTime } from '../../data/types.ts'
import { Countdown } from '../../ui/countdown.tsx'
import { LIGHT_NAMES, LightMark } from '../../ui/light.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useWaiting } from './data.ts'

interface WaitingProps {
  readonly me: Me
  readonly now: number
  readonly working: WorkingTime | undefined
}

/** what this organisation is to answer, above its other tasks. */
export default function Waiting({ me, now, working }: WaitingProps) {
  const { data, error } = useWaiting(me.org)
  if (error !== null && data === undefined) return <Notice kind="warning">暂时取不到待答复的咨询。</Notice>
  const { items = [], counts } = data ?? {}
  if (counts === undefined || items.length === 0) return null
  const many = LIGHTS.reduce((sum, light) => sum + counts[light], 0)
  return (
    <section className="waiting" aria-labelledby="waiting">
      <h2 id="waiting">
        <Link to="/asked">待答复的咨询</Link> <span className="count">{many}</span>
        {LIGHTS.toReversed()
          .filter((light) => counts[light] > 0)
          .map((light) => (
            <span key={light} className="of-light">
              <LightMark light={light} /> {LIGHT_NAMES[light]} {counts[light]}
            </span>
          ))}
      </h2>
      <ul className="dues">
        {items.map(({ id, number, light, due, person }) => (
          <li key={id}>
            <LightMark light={light} />
            <span>
              <Link to={`/asked/${id}`} className="number">
                答复咨询 {number}
              </Link>{' '}
              <small>{person}</small>
            </span>
            <Countdown due={due} now={now} today={me.today} working={working} />
          </li>
        ))}
      </ul>
    </section>
  )
}
