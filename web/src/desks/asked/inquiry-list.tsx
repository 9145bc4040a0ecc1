import { Button } from 'antd'
import { useMemo } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useOrganisations, useWorkingTime } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { Countdown } from '../../ui/countdown.tsx'
import { Failure } from '../../ui/failure.tsx'
import { LightMark } from '../../ui/light.tsx'
import { useNow } from '../../ui/now.ts'
import { useSettled } from '../../ui/settled.ts'
import { timeWords } from '../../ui/times.ts'
import { useInquiries } from './data.ts'
import type { Inquiry } from './data.ts'

const TYPING_MS = 250

/** what was asked, with light; what is sought stands in the address. */
export function InquiryList({ me }: { readonly me: Me }) {
  const [query, setQuery] = useSearchParams()
  const isOpen = query.get('open') !== 'no'
  const words = useSettled(query.get('q') ?? '', TYPING_MS)
  const owner = query.get('owner') ?? ''
  const asked = useMemo(
    () => ({
      ...(isOpen ? { open: 'true', sort: 'due' } : {}),
      ...(owner === '' ? {} : { owner }),
      ...(words.trim() === '' ? {} : { q: words.trim() }),
    }),
    [isOpen, owner, words],
  )
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInquiries(asked)
  const organisations = useOrganisations(me.city.key)
  const change = (name: string, value: string) =>
    setQuery(
      (before) => {
        const after = new URLSearchParams(before)
        if (value === '') after.delete(name)
        else after.set(name, value)
        return after
      },
      { replace: true },
    )
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <h1>咨询</h1>
      {me.may.inquiries === 'record' && (
        <p>
          <Link to="/asked/new" className="plain strong">
            记下一次咨询
          </Link>
        </p>
      )}
      <div className="filters" role="search" aria-label="找咨询">
        <select aria-label="哪些" value={isOpen ? '' : 'no'} onChange={({ target }) => change('open', target.value)}>
          <option value="">待答复的，先到期的在前</option>
          <option value="no">全部，最近提出的在前</option>
        </select>
        <input
          type="search"
          aria-label="咨询编号或服务编号"
          placeholder="咨询编号或服务编号"
          maxLength={40}
          defaultValue={query.get('q') ?? ''}
          onChange={({ target }) => change('q', target.value)}
        />
        {me.may.seeWholeCity && (
          <select aria-label="承办单位" value={owner} onChange={({ target }) => change('owner', target.value)}>
            <option value="">承办单位：全部</option>
            {organisations.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && items.length === 0 && (
        <p className="empty">{isOpen ? '没有待答复的咨询。' : '没有这样的咨询。'}</p>
      )}
      {items.length > 0 && (
        <ul className="panel dues" aria-label="咨询">
          {items.map((each) => (
            <Row key={each.id} inquiry={each} me={me} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          更多
        </Button>
      )}
    </>
  )
}

function Row({ inquiry, me }: { readonly inquiry: Inquiry; readonly me: Me }) {
  const { id, number, light, statusName, ownerName, person, asker, serviceNumber, askedAt, answeredAt, due } = inquiry
  const { data: working } = useWorkingTime(me.city.key)
  const now = useNow(me.ahead)
  return (
    <li>
      <LightMark light={light} />
      <span>
        <Link to={`/asked/${id}`} className="number">
          {number}
        </Link>{' '}
        {statusName}，{ownerName}
        {person === undefined ? '' : `（${person}）`}{' '}
        <small>
          {timeWords(askedAt, me.today)}提出{asker === undefined ? '' : `　${asker}`}　{serviceNumber}
        </small>
      </span>
      {answeredAt === undefined ? (
        <Countdown due={due} now={now} today={me.today} working={working} />
      ) : (
        <small>{timeWords(answeredAt, me.today)}答复</small>
      )}
    </li>
  )
}
