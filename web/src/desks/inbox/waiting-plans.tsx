import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { z } from 'zod'
import type { InstalmentsRowSchema } from '../../../../api/views/instalments.schema.ts'
import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import { get } from '../../data/api.ts'
import type { Me, WorkingTime } from '../../data/types.ts'
import { Countdown } from '../../ui/countdown.tsx'
import { LIGHT_NAMES, LightMark } from '../../ui/light.tsx'
import { Notice } from '../../ui/notice.tsx'

interface Page {
  readonly items: readonly z.infer<typeof InstalmentsRowSchema>[]
  readonly next?: string
}

const EVERY_MS = 30_000
const SHOWN = 3

function usePlans(org: string) {
  const query = new URLSearchParams({ awaiting: org, limit: '200' })
  return useQuery({
    queryKey: ['instalments', 'waiting', org],
    queryFn: ({ signal }) => get<Page>(`/api/v1/instalments?${query.toString()}`, signal),
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: true,
  })
}

interface WaitingProps {
  readonly me: Me
  readonly now: number
  readonly working: WorkingTime | undefined
}

/** which instalments wait for this organisation, above its other tasks: the most urgent first. */
export default function WaitingPlans({ me, now, working }: WaitingProps) {
  const { data, error } = usePlans(me.org)
  if (error !== null && data === undefined) return <Notice kind="warning">暂时取不到待办的分期。</Notice>
  const { items = [], next } = data ?? {}
  if (items.length === 0) return null
  // What has no clock comes last.
  const at = ({ due }: (typeof items)[number]) => (due === undefined ? Number.POSITIVE_INFINITY : Date.parse(due))
  const sorted = items.toSorted((one, other) => (at(one) === at(other) ? 0 : at(one) - at(other)))
  return (
    <section className="waiting" aria-labelledby="waiting-plans">
      <h2 id="waiting-plans">
        待办的分期 <span className="count">{next === undefined ? items.length : `${items.length} 以上`}</span>
        {LIGHTS.toReversed().map((light) => {
          const many = items.filter((item) => item.light === light).length
          return (
            many > 0 && (
              <span key={light} className="of-light">
                <LightMark light={light} /> {LIGHT_NAMES[light]} {many}
              </span>
            )
          )
        })}
      </h2>
      <Dues items={sorted.slice(0, SHOWN)} {...{ me, now, working }} />
      {sorted.length > SHOWN && (
        <details>
          <summary>其余 {sorted.length - SHOWN} 件</summary>
          <Dues items={sorted.slice(SHOWN)} {...{ me, now, working }} />
        </details>
      )}
    </section>
  )
}

function Dues({ items, me, now, working }: WaitingProps & { readonly items: Page['items'] }) {
  return (
    <ul className="dues">
      {items.map(({ id, serviceNumber, statusName, light, due }) => (
        <li key={id}>
          <LightMark light={light} />
          <Link to={`/plans/${encodeURIComponent(id)}`} className="number">
            分期：{statusName} {serviceNumber}
          </Link>
          {due === undefined ? (
            <small>无时限</small>
          ) : (
            <Countdown due={due} now={now} today={me.today} working={working} />
          )}
        </li>
      ))}
    </ul>
  )
}
