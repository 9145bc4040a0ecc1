import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ROLE_NAMES } from '../../../../domain/actor/actor.ts'
import { newKey, send, Unreachable } from '../../data/api.ts'
import { useMe } from '../../data/queries.ts'
import { onSignedOut } from '../../data/session.ts'
import type { Me } from '../../data/types.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { wordsOf } from '../../ui/failure-words.ts'
import { Notice } from '../../ui/notice.tsx'
import { PlainButton } from '../../ui/plain-button.tsx'
import { addressOf, useAt, useOnline } from './here.ts'
import { forgetRemembered, useRemembered } from './remembered.ts'
import { SiteCase } from './site-case.tsx'
import { SiteForm } from './site-form.tsx'
import { useOutbox } from './use-outbox.ts'
import type { Outbox } from './use-outbox.ts'
import { WorkList } from './work-list.tsx'

const AGAIN_MS = 15_000

export function FieldDesk() {
  const { data: me, error, fetchStatus, refetch } = useMe()
  const remembered = useRemembered(me)
  const away = me === undefined && (fetchStatus === 'paused' || error instanceof Unreachable)
  useEffect(() => {
    if (me === null)
      location.replace(`/session/start?${new URLSearchParams({ back: `/field${location.hash}` }).toString()}`)
  }, [me])
  useEffect(() => {
    if (!away) return
    const ask = () => void refetch()
    const asking = setInterval(ask, AGAIN_MS)
    addEventListener('online', ask)
    return () => {
      clearInterval(asking)
      removeEventListener('online', ask)
    }
  }, [away, refetch])
  const whose = me ?? (away ? remembered : undefined)
  if (whose !== undefined)
    return <SignedIn key={`${whose.city.key}/${whose.org}/${whose.sub}`} me={whose} isKnown={whose === me} />
  if (error !== null && me === undefined)
    return (
      <main>
        <Notice kind="error" live>
          <p>{wordsOf(error)}</p>
          <PlainButton onClick={() => void refetch()}>再试一次</PlainButton>
        </Notice>
      </main>
    )
  return (
    <p className="starting" role="status">
      {fetchStatus === 'paused' ? '没有网络：请先在有网处登录一次。' : '正在打开…'}
    </p>
  )
}

/** `isKnown`: the API has said that it is they; before, what they kept is shown, and nothing is sent. */
function SignedIn({ me, isKnown }: { readonly me: Me; readonly isKnown: boolean }) {
  const outbox = useOutbox(`${me.city.key}/${me.org}/${me.sub}`, isKnown)
  const at = useAt()
  const client = useQueryClient()
  const [signedOut, setSignedOut] = useState(false)
  useEffect(
    () =>
      onSignedOut((open) => {
        setSignedOut(open)
        // Somebody else may have signed in: then nothing here is theirs.
        if (!open) void client.invalidateQueries({ queryKey: ['me'] })
      }),
    [client],
  )
  return (
    <>
      <header className="top">
        <nav aria-label="掌上办">
          <a href="#/" className="brand">
            掌上办
          </a>
        </nav>
        <span className="whose">
          {me.orgName} · {ROLE_NAMES[me.role]}
        </span>
        <a className="help" href="/help/field" target="_blank" rel="noreferrer">
          怎么用
        </a>
        <PlainButton
          onClick={() =>
            void send<{ continueAt: string }>('/session/end', {}, newKey()).then(({ continueAt }) => {
              client.clear()
              forgetRemembered()
              location.assign(continueAt)
            })
          }
        >
          退出
        </PlainButton>
      </header>
      <main>
        <Standing outbox={outbox} />
        {at.serviceNumber === undefined ? (
          <WorkList me={me} outbox={outbox} />
        ) : at.act === undefined ? (
          <SiteCase me={me} serviceNumber={at.serviceNumber} outbox={outbox} />
        ) : (
          <SiteForm
            // By what is shown, not by the address: that may be ahead of it.
            key={addressOf(at.serviceNumber, at.act, at.about)}
            me={me}
            serviceNumber={at.serviceNumber}
            act={at.act}
            about={at.about}
            outbox={outbox}
          />
        )}
      </main>
      {signedOut && (
        <Dialog title="登录已到期" onClose={() => {}} firm>
          <p>您写的、拍的都在手机里。请重新登录，然后接着办。</p>
          <PlainButton strong onClick={() => window.open('/session/start?back=/signed-in', 'sign-in')}>
            重新登录
          </PlainButton>
        </Dialog>
      )}
    </>
  )
}

/** Whether there is a network, what waits to be sent, and what has become of what was. */
function Standing({ outbox: { waiting, sending, news, dismiss, send: sendNow } }: { readonly outbox: Outbox }) {
  const online = useOnline()
  return (
    <div role="status">
      {!online && (
        <Notice kind="warning">没有网络：照常填写、拍照、提交，都存在手机里，有网时自动发送，只办一次。</Notice>
      )}
      {waiting.length > 0 && (
        <Notice kind="info">
          <p>
            {sending && online ? '正在发送' : '等待发送'} {waiting.length} 件：
            {waiting.map(({ name, serviceNumber }) => `${name}（${serviceNumber}）`).join('、')}
          </p>
          {online && !sending && <PlainButton onClick={() => void sendNow()}>现在发送</PlainButton>}
        </Notice>
      )}
      {news.map(({ key, words, outcome }) => (
        <Notice key={key} kind={outcome === 'done' ? 'success' : 'error'}>
          {words}
        </Notice>
      ))}
      {news.length > 0 && <PlainButton onClick={dismiss}>知道了</PlainButton>}
    </div>
  )
}
