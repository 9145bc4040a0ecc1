import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { z } from 'zod'
import type { InquiryRowSchema } from '../../../../api/views/inquiry.schema.ts'
import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import type { Light } from '../../../../domain/clocks/deadline.ts'
import { get } from '../../data/api.ts'
import type { Me, WorkingTime } from '../../data/types.ts'
import { Countdown } from '../../ui/countdown.tsx'
import { LIGHT_NAMES, LightMark } from '../../ui/light.tsx'
import { Notice } from '../../ui/notice.tsx'

interface Page {
  readonly items: readonly z.infer<typeof InquiryRowSchema>[]
  readonly counts?: Readonly<Record<Light, number>>
}

const EVERY_MS = 30_000

/** What an organisation is to answer, the most urgent first: how many there are, and the first few. */
function useWaiting(org: string) {
  const query = new URLSearchParams({ open: 'true', owner: org, sort: 'due', counts: 'true', limit: '3' })
  return useQuery({
    queryKey: ['inquiries', 'waiting', org],
    queryFn: ({ signal }) => get<Page>(`/api/v1/inquiries?${query.toString()}`, signal),
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: true,
  })
}

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
