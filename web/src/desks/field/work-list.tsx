import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { get } from '../../data/api.ts'
import { caseUrl, useTasks } from '../../data/queries.ts'
import type { ApplicationView, Me, Offers, Task } from '../../data/types.ts'
import { wordsOf } from '../../ui/failure-words.ts'
import { LightMark } from '../../ui/light.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PlainButton } from '../../ui/plain-button.tsx'
import { shortMask } from '../../ui/short-mask.ts'
import { timeWords } from '../../ui/times.ts'
import { lineWords } from '../../ui/words.ts'
import { addressOf } from './here.ts'
import { SITE_ACTS } from './site-acts.ts'
import type { Outbox } from './use-outbox.ts'

/** So many cases are looked up beforehand, to be worked on where there is no network. */
const BEFOREHAND = 12
const SHOWN = 60
const EVERYTHING = {}

/** What waits for us on site, the most urgent first; a refused or unfinished one before all others. */
export function WorkList({ me, outbox }: { readonly me: Me; readonly outbox: Outbox }) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useTasks(me.org, EVERYTHING)
  const [wanted, setWanted] = useState('')
  const [mine, setMine] = useState(false)
  const [most, setMost] = useState(SHOWN)
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const tasks = (data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ act, blockedBy }) => SITE_ACTS.includes(act) && blockedBy === undefined)
  const shown = tasks.filter((task) => isWanted(task, wanted) && (!mine || task.person === me.sub))
  const addresses = useBeforehand(tasks)
  const isNumber = /^[A-Z]{2}-\d{8}-\d{5}-\d$/.test(normal(wanted))
  return (
    <>
      <h1>现场要办的</h1>
      <div className="finding">
        <input
          type="search"
          aria-label="找：编号、申请人、事项"
          placeholder="编号、申请人、事项"
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
        <label>
          <input type="checkbox" checked={mine} onChange={({ target }) => setMine(target.checked)} />
          只看我的
        </label>
      </div>
      {isNumber && (
        <p>
          <a className="plain" href={addressOf(normal(wanted))}>
            打开 {normal(wanted)}
          </a>
        </p>
      )}
      {error !== null && data === undefined && (
        <Notice kind="error" live>
          {wordsOf(error)}
        </Notice>
      )}
      <ul className="work">
        {outbox.drafts?.map(({ id, name, serviceNumber, refused, act, whose }) => (
          <li key={id} className="unfinished">
            <a href={addressOf(serviceNumber, act, aboutIn(id))}>
              <b>{name}</b>
              <span>{refused === undefined ? '写到一半' : `没有办成：${refused.words}`}</span>
              {whose !== undefined && <span>{`${shortMask(whose.applicant)} · ${whose.address}`}</span>}
              <small className="number">{serviceNumber}</small>
            </a>
          </li>
        ))}
        {shown.slice(0, most).map((task) => (
          <li key={`${task.serviceNumber} ${task.id}`}>
            <a href={addressOf(task.serviceNumber, task.act, task.about)}>
              <b>
                <LightMark light={task.light} /> {task.name}
                {task.line !== undefined && ` · ${lineWords(task.line)}`}
              </b>
              <span>{shortMask(task.applicant)}</span>
              {addresses.has(task.serviceNumber) && <span>{addresses.get(task.serviceNumber)}</span>}
              {task.due !== undefined && <span>{timeWords(task.due, me.today)} 前</span>}
              <small className="number">{task.serviceNumber}</small>
            </a>
          </li>
        ))}
      </ul>
      {shown.length > most && (
        <PlainButton onClick={() => setMost(most + SHOWN)}>再看 {shown.length - most} 件</PlainButton>
      )}
      {data !== undefined && shown.length === 0 && <p className="empty">没有在等您的现场工作。</p>}
    </>
  )
}

/** The part of a draft's id behind the act. */
const aboutIn = (id: string): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(id.split('?')[1] ?? ''))

const normal = (text: string) => text.normalize('NFKC').trim().toUpperCase()

function isWanted({ serviceNumber, applicant, name }: Task, wanted: string): boolean {
  const text = normal(`${serviceNumber} ${applicant} ${name}`)
  return normal(wanted)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Case and forms, as they are asked for when one opens them; where each case is. */
function useBeforehand(tasks: readonly Task[]): ReadonlyMap<string, string> {
  const client = useQueryClient()
  const [addresses, setAddresses] = useState<ReadonlyMap<string, string>>(new Map())
  const numbers = [...new Set(tasks.map(({ serviceNumber }) => serviceNumber))].slice(0, BEFOREHAND).join()
  useEffect(() => {
    let stopped = false
    const all = async () => {
      for (const number of numbers === '' ? [] : numbers.split(',')) {
        if (stopped) return
        const view = await client.fetchQuery({
          queryKey: ['case', number],
          queryFn: () => get<ApplicationView>(caseUrl(number)),
          staleTime: 60_000,
        })
        setAddresses((known) => new Map([...known, [number, view.address]]))
        await client.prefetchQuery({
          queryKey: ['offers', number, view.seq],
          queryFn: () => get<Offers>(`${caseUrl(number)}/acts`),
        })
      }
    }
    void all().catch(() => {})
    return () => {
      stopped = true
    }
  }, [client, numbers])
  return addresses
}
