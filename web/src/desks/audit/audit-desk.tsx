import { Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { useOrganisations } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { Accesses } from './accesses.tsx'
import { Evidence } from './evidence.tsx'
import { Replays } from './replays.tsx'

/** who did what on what authority, who looked, and whether the history is what was lived. */
export default function AuditDesk({ me }: { readonly me: Me }) {
  const { serviceNumber } = useParams()
  return (
    <div className="audit">
      <h1>{serviceNumber === undefined ? '审计' : `审计 ${serviceNumber}`}</h1>
      {serviceNumber === undefined ? (
        <>
          <FindOne />
          <AllAccesses me={me} />
        </>
      ) : (
        <>
          <p>
            <Link to="/auditor">全部查阅记录</Link>　<Link to={`/cases/${serviceNumber}`}>这件申请</Link>
          </p>
          <Replays serviceNumber={serviceNumber} me={me} />
          <Evidence serviceNumber={serviceNumber} me={me} />
          <Accesses filter={{ serviceNumber }} me={me} title="谁看过、办过" />
        </>
      )}
    </div>
  )
}

function FindOne() {
  const navigate = useNavigate()
  const [number, setNumber] = useState('')
  return (
    <form
      className="panel find-one"
      onSubmit={(event) => {
        event.preventDefault()
        const wanted = number.normalize('NFKC').trim().toUpperCase()
        if (wanted !== '') void navigate(`/auditor/${encodeURIComponent(wanted)}`)
      }}
    >
      <label htmlFor="audited">服务编号</label>
      <input id="audited" value={number} autoComplete="off" onChange={({ target }) => setNumber(target.value)} />
      <Button type="primary" htmlType="submit">
        审计这一件
      </Button>
    </form>
  )
}

const KINDS = [
  ['read', '查看一件'],
  ['list', '清单与汇总'],
  ['paper', '文书'],
  ['act', '办理'],
  ['push', '推送'],
] as const

/** The city's whole access log; what is filtered stands in the address. */
function AllAccesses({ me }: { readonly me: Me }) {
  const [query, setQuery] = useSearchParams()
  const organisations = useOrganisations(me.city.key)
  const filter = Object.fromEntries(
    ['sub', 'org', 'kind'].flatMap((key) => (query.has(key) ? [[key, query.get(key) ?? '']] : [])),
  )
  const change = (key: string, value: string) => {
    const next = new URLSearchParams(query)
    if (value.trim() === '') next.delete(key)
    else next.set(key, value.trim())
    setQuery(next, { replace: true })
  }
  return (
    <>
      <div className="filters" role="search">
        <Kept name="账号" value={query.get('sub') ?? ''} onKept={(value) => change('sub', value)} />
        <select aria-label="单位" value={query.get('org') ?? ''} onChange={({ target }) => change('org', target.value)}>
          <option value="">单位：全部</option>
          <option value="applicant">申请人</option>
          {organisations.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
        <select
          aria-label="类别"
          value={query.get('kind') ?? ''}
          onChange={({ target }) => change('kind', target.value)}
        >
          <option value="">类别：全部</option>
          {KINDS.map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Accesses filter={filter} me={me} title="查阅记录" />
    </>
  )
}

interface KeptProps {
  readonly name: string
  readonly value: string
  readonly onKept: (value: string) => void
}

/** Counts once one has left it, or pressed Enter: each press of a key would be a request that is itself on record. */
function Kept({ name, value, onKept }: KeptProps) {
  return (
    <input
      key={value}
      type="search"
      aria-label={name}
      placeholder={name}
      defaultValue={value}
      onBlur={({ target }) => target.value !== value && onKept(target.value)}
      onKeyDown={({ key, currentTarget }) => key === 'Enter' && onKept(currentTarget.value)}
    />
  )
}
