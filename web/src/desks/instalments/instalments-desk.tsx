import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { get } from '../../data/api.ts'
import type { Me, OfferedAct, Offers, Schema } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PlanAct } from './plan-act.tsx'
import type { PlanDoing } from './plan-act.tsx'
import { PlanShown } from './plan-shown.tsx'
import type { InstalmentsView } from './plan-shown.tsx'

const urlOf = (id: string) => `/api/v1/instalments/${encodeURIComponent(id)}`

/** the instalments of one service, and what of them is one's own to do. */
export default function InstalmentsDesk({ me }: { readonly me: Me }) {
  const { plan: id = '' } = useParams()
  const client = useQueryClient()
  const {
    data: view,
    error,
    refetch,
  } = useQuery({
    queryKey: ['instalments', id],
    queryFn: ({ signal }) => get<InstalmentsView>(urlOf(id), signal),
    refetchOnWindowFocus: true,
  })
  const { data: offers, error: unoffered } = useQuery({
    queryKey: ['instalments', id, 'acts', view?.seq],
    queryFn: ({ signal }) => get<Offers>(`${urlOf(id)}/acts`, signal),
    enabled: view !== undefined,
  })
  const [open, setOpen] = useState<string>()
  const [said, setSaid] = useState<string>()
  if (error !== null && view === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  if (view === undefined)
    return (
      <p className="empty" role="status">
        正在取…
      </p>
    )
  const doings = offers?.may.flatMap((offer) => doingsOf(offer, view)) ?? []
  const doing = doings.find(({ name }) => name === open)
  return (
    <>
      <h1>
        分期 <Link to={`/cases/${view.serviceNumber}`}>{view.serviceNumber}</Link>
      </h1>
      {said !== undefined && (
        <Notice kind="success" live>
          {said}
        </Notice>
      )}
      <PlanShown view={view} me={me} />
      <section className="panel acts" aria-labelledby="acts">
        <h2 id="acts">我可以办</h2>
        {unoffered !== null && <Failure error={unoffered} />}
        {offers !== undefined && doings.length === 0 && <p className="hint">现在没有要您办的。</p>}
        <div className="buttons">
          {doings.map(({ name }) => (
            <Button key={name} aria-pressed={name === open} onClick={() => setOpen(name)}>
              {name}
            </Button>
          ))}
        </div>
      </section>
      {doing !== undefined && (
        <PlanAct
          key={`${doing.name} ${view.agreement?.proposal?.number ?? ''}`}
          doing={doing}
          me={me}
          seen={doing.href.startsWith('/api/v1/instalments/') ? view.seq : undefined}
          onDone={() => {
            setSaid(`${doing.name}：已办。`)
            setOpen(undefined)
            void client.invalidateQueries({ queryKey: ['instalments'] })
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}

/** Of an act that takes one of several answers each by itself; which plan is meant is the one that is shown. */
function doingsOf(offer: OfferedAct, { agreement }: InstalmentsView): readonly PlanDoing[] {
  if (offer.schema.oneOf === undefined) return [{ ...offer, fixed: {} }]
  const plan = { plan: agreement?.proposal?.number }
  return offer.schema.oneOf.map((one) => {
    const fixed = { ...constantsIn(one), ...plan }
    const name = one.properties?.['signer'] === undefined ? '不同意这个方案' : '签字'
    return { ...offer, name, schema: without(one, Object.keys(fixed)), fixed }
  })
}

function constantsIn({ properties = {} }: Schema) {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, inner]) => (inner.const === undefined ? [] : [[name, inner.const]])),
  )
}

function without({ properties = {}, required = [], ...rest }: Schema, names: readonly string[]): Schema {
  const kept = Object.entries(properties).filter(([name]) => !names.includes(name))
  return { ...rest, properties: Object.fromEntries(kept), required: required.filter((name) => !names.includes(name)) }
}
