import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Link, NavLink, useLocation, useNavigate } from 'react-router'
import { ROLE_NAMES } from '../../../domain/actor/actor.ts'
import { get, newKey, send } from '../data/api.ts'
import { onSignedOut } from '../data/session.ts'
import type { Me } from '../data/types.ts'
import { Dialog } from '../ui/dialog.tsx'

/** What stands round every desk: where one is, who one is, and the sign-in that comes over what is open. */
export function Shell({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  const [signedOut, setSignedOut] = useState(false)
  const client = useQueryClient()
  const { pathname } = useLocation()
  useEffect(() => onSignedOut(setSignedOut), [])
  const wasSignedOut = useRef(false)
  useEffect(() => {
    const again = wasSignedOut.current && !signedOut
    wasSignedOut.current = signedOut
    if (!again) return
    // Somebody else has signed in over what was open: it is not theirs.
    void get<Me>('/api/v1/me').then(
      (now) => {
        if (now.sub !== me.sub || now.org !== me.org) location.assign('/')
      },
      () => {},
    )
  }, [signedOut, me])
  return (
    <>
      <a className="skip" href="#desk">
        跳到正文
      </a>
      <header className="top">
        <Link to="/" className="brand">
          水电气网联动报装
        </Link>
        <nav aria-label="各办理台">
          {me.links.inbox !== undefined && <NavLink to="/inbox">待办</NavLink>}
          {me.may.register.length > 0 && me.role === 'clerk' && <NavLink to="/window">登记</NavLink>}
          {me.may.audit && <NavLink to="/auditor">审计</NavLink>}
          {me.kind === 'office' && <NavLink to="/office">办公室</NavLink>}
          {me.links.inbox !== undefined && me.may.inquiries !== 'none' && <NavLink to="/asked">咨询</NavLink>}
          {me.may.seeGuidance && <NavLink to="/guided">引导</NavLink>}
          <NavLink to="/cases" end>
            查件
          </NavLink>
          {me.links.inbox !== undefined && (
            <a className="on-site" href="/field">
              掌上办
            </a>
          )}
        </nav>
        <a className="help" href={`/help/${guideAt(pathname)}`} target="_blank" rel="noreferrer">
          怎么用
        </a>
        <QuickFind />
        <div className="who">
          <span title={me.sub}>
            {me.orgName} · {ROLE_NAMES[me.role]}
          </span>
          <Button
            size="small"
            onClick={() =>
              void send<{ continueAt: string }>('/session/end', {}, newKey()).then(({ continueAt }) => {
                client.clear()
                location.assign(continueAt)
              })
            }
          >
            退出
          </Button>
        </div>
      </header>
      <main id="desk" tabIndex={-1}>
        {children}
      </main>
      {signedOut && <SignInOver />}
    </>
  )
}

/** The guide of the desk that is open. */
function guideAt(pathname: string): string {
  const [, desk = ''] = pathname.split('/')
  return (
    { cases: 'case', window: 'window', asked: 'window', guided: 'window', office: 'office', auditor: 'audit' }[desk] ??
    'inbox'
  )
}

/** A case by its number, from anywhere. */
function QuickFind() {
  const navigate = useNavigate()
  return (
    <form
      role="search"
      className="quick"
      onSubmit={(event) => {
        event.preventDefault()
        const number = new FormData(event.currentTarget).get('number')
        if (typeof number !== 'string' || number.trim() === '') return
        const plain = encodeURIComponent(number.normalize('NFKC').trim().toUpperCase())
        void navigate(plain.startsWith('ZX') ? `/asked?open=no&q=${plain}` : `/cases/${plain}`)
      }}
    >
      <input type="search" name="number" aria-label="按服务编号打开" placeholder="服务编号" autoComplete="off" />
    </form>
  )
}

function SignInOver() {
  return (
    <Dialog title="登录已到期" onClose={() => {}} firm>
      <p>您写的内容都在。请在新窗口里重新登录，然后在这里接着办。</p>
      <Button
        type="primary"
        autoFocus
        onClick={() => window.open('/session/start?back=/signed-in', 'sign-in', 'popup,width=520,height=720')}
      >
        重新登录
      </Button>
    </Dialog>
  )
}
