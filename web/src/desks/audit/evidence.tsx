import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { ROLE_NAMES } from '../../../../domain/actor/actor.ts'
import { useCase, useHistory, useNames } from '../../data/queries.ts'
import type { HistoryEvent, Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { RuleWords } from '../../ui/rules.tsx'
import { sentenceOf } from '../../ui/sentences.ts'
import { timeWords } from '../../ui/times.ts'

/** Every event: its number, when, who in which role, by which rule, in a sentence and as it is kept. */
export function Evidence({ serviceNumber, me }: { readonly serviceNumber: string; readonly me: Me }) {
  const { data: view, error: caseError } = useCase(serviceNumber)
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useHistory(serviceNumber, view?.seq)
  const nameOf = useNames(me.city.key)
  const [org, setOrg] = useState('')
  const [rule, setRule] = useState('')
  const events = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data])
  const shown = events.filter(
    (event) => (org === '' || event.actor.org === org) && (rule === '' || event.rule === rule),
  )
  const orgs = [...new Map(events.map(({ actor }) => [actor.org, actor.orgName]))]
  const rules = [...new Set(events.map((event) => event.rule))].toSorted()
  return (
    <section className="panel" aria-labelledby="evidence">
      <h2 id="evidence">全程记录</h2>
      {(caseError ?? error) !== null && <Failure error={caseError ?? error} />}
      <div className="filters">
        <select aria-label="何单位" value={org} onChange={({ target }) => setOrg(target.value)}>
          <option value="">单位：全部</option>
          {orgs.map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
        <select aria-label="依据" value={rule} onChange={({ target }) => setRule(target.value)}>
          <option value="">依据：全部</option>
          {rules.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <span className="hint">
          {shown.length} 条{hasNextPage ? '，更早的尚未取出' : ''}
        </span>
      </div>
      <ol className="evidence" reversed>
        {shown.map((event) => (
          <Entry key={event.seq} event={event} me={me} nameOf={nameOf} />
        ))}
      </ol>
      {hasNextPage && (
        <Button size="small" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          更早的
        </Button>
      )}
      <RuleWords of={shown.map(({ rule }) => rule)} title="所引的各条说的是什么" />
    </section>
  )
}

interface EntryProps {
  readonly event: HistoryEvent
  readonly me: Me
  readonly nameOf: (org: string) => string
}

function Entry({ event, me, nameOf }: EntryProps) {
  const { seq, at, actor, rule, name, type } = event
  return (
    <li>
      <details>
        <summary>
          <span className="number">第 {seq} 号</span> <time dateTime={at}>{timeWords(at, me.today)}</time>{' '}
          {sentenceOf(event, nameOf)}
          <small>
            {name}（{type}）　依据 {rule}　{actor.orgName}　{actor.sub}　{ROLE_NAMES[actor.role]}
          </small>
        </summary>
        <pre tabIndex={0}>{JSON.stringify(event, undefined, 2)}</pre>
      </details>
    </li>
  )
}
