import { useCase, useOffers } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { wordsOf } from '../../ui/failure-words.ts'
import { Notice } from '../../ui/notice.tsx'
import { shortMask } from '../../ui/short-mask.ts'
import { timeWords } from '../../ui/times.ts'
import { addressOf, useOnline } from './here.ts'
import { NotHere } from './not-here.tsx'
import { SITE_ACTS } from './site-acts.ts'
import type { Outbox } from './use-outbox.ts'

interface SiteCaseProps {
  readonly me: Me
  readonly serviceNumber: string
  readonly outbox: Outbox
}

/** Where it is, whom to call, and what one may do there now. */
export function SiteCase({ me, serviceNumber, outbox }: SiteCaseProps) {
  const { data: view, error } = useCase(serviceNumber)
  const { data: offers } = useOffers(serviceNumber, view?.seq)
  const online = useOnline()
  if (view === undefined && !online) return <NotHere />
  if (view === undefined)
    return error === null ? (
      <p className="starting" role="status">
        正在打开…
      </p>
    ) : (
      <Notice kind="error" live>
        {wordsOf(error)}
      </Notice>
    )
  const may = (offers?.may ?? []).filter(({ type }) => SITE_ACTS.includes(type))
  const early = (offers?.mayNot ?? []).filter(({ type, early: soon }) => SITE_ACTS.includes(type) && soon === true)
  const waiting = outbox.waiting.filter((entry) => entry.serviceNumber === serviceNumber)
  return (
    <>
      <Head me={me} view={view} />
      <h2>在现场办</h2>
      <ul className="work">
        {may.map(({ type, name }) => (
          <li key={type}>
            <a href={addressOf(serviceNumber, type)}>
              <b>{name}</b>
              {waiting.some(({ act }) => act === type) && <span>已提交，等待发送</span>}
            </a>
          </li>
        ))}
      </ul>
      {offers !== undefined && may.length === 0 && <p className="hint">现在没有要在现场办的。</p>}
      {early.map(({ type, name, detail }) => (
        <p key={type} className="hint">
          {name}：{detail}
        </p>
      ))}
      <p>
        <a className="plain" href={`/cases/${encodeURIComponent(serviceNumber)}`}>
          在电脑版里看全部
        </a>
      </p>
    </>
  )
}

function Head({ me, view }: { readonly me: Me; readonly view: NonNullable<ReturnType<typeof useCase>['data']> }) {
  const { serviceNumber, stageName, applicant, address, contact, phone, survey } = view
  return (
    <section className="panel" aria-labelledby="case">
      <h1 id="case">{shortMask(applicant.name)}</h1>
      <p>
        <span className="number">{serviceNumber}</span> · {stageName}
      </p>
      <dl className="facts">
        <div>
          <dt>地址</dt>
          <dd>{address}</dd>
        </div>
        <div>
          <dt>联系人</dt>
          <dd>
            {contact} {/^[\d+-]+$/.test(phone) ? <a href={`tel:${phone}`}>{phone}</a> : phone}
          </dd>
        </div>
        {survey?.visitAt !== undefined && (
          <div>
            <dt>踏勘时间</dt>
            <dd>{timeWords(survey.visitAt, me.today)}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}
