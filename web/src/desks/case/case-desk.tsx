import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { get, Problem } from '../../data/api.ts'
import { caseUrl, useCase, useNames, useOffers, useWorkingTime } from '../../data/queries.ts'
import type { ActAnswer, ApplicationView, Awaited, Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useNow } from '../../ui/now.ts'
import { ActForm } from './acts/act-form.tsx'
import { ActsPanel } from './acts/acts-panel.tsx'
import { Awaiting } from './awaiting.tsx'
import { CaseHead } from './case-head.tsx'
import { Demand } from './demand.tsx'
import { FlowChart } from './flow-chart.tsx'
import { Lines } from './lines.tsx'
import { Opinions } from './opinions.tsx'
import { CaseFiles } from './case-files.tsx'
import { Papers } from './papers.tsx'
import { RoadOverlaps } from './road-overlaps.tsx'
import { SidePaths } from './side-paths.tsx'
import { Timeline } from './timeline.tsx'

/** What of an address names the thing that an act is about. */
const ABOUT = ['line', 'order', 'approval', 'repair'] as const

export default function CaseDesk({ me }: { readonly me: Me }) {
  const { serviceNumber = '' } = useParams()
  const { data: view, error, refetch } = useCase(serviceNumber)
  if (view === undefined && error !== null)
    return error instanceof Problem && error.status === 404 ? (
      <p className="empty">没有 {serviceNumber} 这个服务编号，或它与您无关。请核对编号。</p>
    ) : (
      <Failure error={error} onRetry={() => void refetch()} />
    )
  if (view === undefined)
    return (
      <p className="starting" role="status">
        正在取 {serviceNumber}…
      </p>
    )
  return <OneCase key={serviceNumber} view={view} me={me} stale={error !== null} />
}

function awaitedOf(view: ApplicationView, { org }: Me): ReadonlySet<string> {
  const tasks: readonly Awaited[] = view.awaiting
  return new Set(tasks.flatMap(({ org: of, act }) => (of === org ? [act] : [])))
}

interface OneCaseProps {
  readonly view: ApplicationView
  readonly me: Me
  readonly stale: boolean
}

function OneCase({ view, me, stale }: OneCaseProps) {
  const { serviceNumber } = view
  const [query, setQuery] = useSearchParams()
  const [done, setDone] = useState<string>()
  const client = useQueryClient()
  const nameOf = useNames(me.city.key)
  const { data: working } = useWorkingTime(me.city.key)
  const { data: offers, error: offersError } = useOffers(serviceNumber, view.seq)
  const now = useNow(me.ahead)
  const type = query.get('act') ?? undefined
  const offer = offers?.may.find((each) => each.type === type)
  const refused = type === undefined ? undefined : offers?.mayNot.find((each) => each.type === type)
  const about = Object.fromEntries(ABOUT.flatMap((name) => (query.has(name) ? [[name, query.get(name) ?? '']] : [])))
  // What was open stays open: a colleague's act may take the offer away, never what is being written.
  const [opened, setOpened] = useState(offer)
  const form = type === undefined ? undefined : opened?.type === type ? opened : offer
  if (form !== opened && form !== undefined) setOpened(form)

  const close = () => setQuery({}, { replace: true })
  const acted = async ({ seq }: ActAnswer, name: string) => {
    setDone(`${name}：已办理。`)
    setOpened(undefined)
    close()
    const fresh = await get<ApplicationView>(`${caseUrl(serviceNumber)}?minSeq=${seq}`).catch(() => undefined)
    if (fresh !== undefined) client.setQueryData(['case', serviceNumber], fresh)
    void client.invalidateQueries({ queryKey: ['tasks'] })
  }

  return (
    <article className="case">
      <CaseHead view={view} me={me} />
      {stale && <Notice kind="warning">暂时取不到最新情况，下面是刚才的；网络恢复后自动更新。</Notice>}
      {done !== undefined && (
        <Notice kind="success" live>
          {done}
        </Notice>
      )}
      <div className="columns">
        <div>
          {form !== undefined && (
            <section className="panel acting">
              <ActForm
                key={`${form.type} ${JSON.stringify(about)}`}
                offer={form}
                view={view}
                me={me}
                about={about}
                nameOf={nameOf}
                onDone={(answer) => void acted(answer, form.name)}
                onClose={() => {
                  setOpened(undefined)
                  close()
                }}
              />
            </section>
          )}
          {form === undefined && refused !== undefined && (
            <Notice kind="info" live>
              现在不能办“{refused.name}”：{refused.detail}
            </Notice>
          )}
          <FlowChart view={view} nameOf={nameOf} />
          <Awaiting view={view} me={me} now={now} working={working} nameOf={nameOf} />
          <Lines view={view} me={me} nameOf={nameOf} />
          <Opinions view={view} me={me} nameOf={nameOf} />
          <SidePaths view={view} me={me} nameOf={nameOf} />
          <RoadOverlaps view={view} />
          <Demand view={view} />
        </div>
        <div>
          <ActsPanel
            offers={offers}
            error={offersError}
            current={type}
            awaited={awaitedOf(view, me)}
            onOpen={(act) => {
              setDone(undefined)
              setQuery({ act }, { replace: true })
            }}
          />
          <Papers serviceNumber={serviceNumber} seq={view.seq} />
          <CaseFiles serviceNumber={serviceNumber} seq={view.seq} today={me.today} />
          <Timeline serviceNumber={serviceNumber} seq={view.seq} me={me} nameOf={nameOf} />
        </div>
      </div>
    </article>
  )
}
