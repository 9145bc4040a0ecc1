import { lazy, Suspense } from 'react'
import { Navigate, Route, Routes, useLocation } from 'react-router'
import { useMe } from '../data/queries.ts'
import type { Me } from '../data/types.ts'
import { Inbox } from '../desks/inbox/inbox.tsx'
import { Failure } from '../ui/failure.tsx'
import { Shell } from './shell.tsx'
import { SignedIn } from './signed-in.tsx'

const SignIn = lazy(() => import('../desks/sign-in/sign-in.tsx'))
const CaseDesk = lazy(() => import('../desks/case/case-desk.tsx'))
const FindCase = lazy(() => import('../desks/case/find-case.tsx'))
const AskedDesk = lazy(() => import('../desks/asked/asked-desk.tsx'))
const AuditDesk = lazy(() => import('../desks/audit/audit-desk.tsx'))
const InstalmentsDesk = lazy(() => import('../desks/instalments/instalments-desk.tsx'))
const OfficeDesk = lazy(() => import('../desks/office/office-desk.tsx'))
const WindowDesk = lazy(() => import('../desks/window/window-desk.tsx'))

export function Page() {
  return (
    <Suspense fallback={<Opening />}>
      <Routes>
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/signed-in" element={<SignedIn />} />
        <Route path="*" element={<Desks />} />
      </Routes>
    </Suspense>
  )
}

function Desks() {
  const { data: me, error, refetch } = useMe()
  const { pathname, search } = useLocation()
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (me === undefined) return <Opening />
  if (me === null) {
    location.replace(`/session/start?${new URLSearchParams({ back: pathname + search }).toString()}`)
    return <Opening />
  }
  return (
    <Shell me={me}>
      <Suspense fallback={<Opening />}>
        <Routes>
          <Route path="/" element={<Navigate to={homeOf(me)} replace />} />
          <Route path="/inbox" element={<Inbox me={me} />} />
          <Route path="/window" element={<WindowDesk me={me} />} />
          <Route path="/office" element={<OfficeDesk me={me} />} />
          <Route path="/asked/*" element={<AskedDesk me={me} about="inquiries" />} />
          <Route path="/guided/*" element={<AskedDesk me={me} about="guidance" />} />
          <Route path="/plans/:plan" element={<InstalmentsDesk me={me} />} />
          <Route path="/cases" element={<FindCase me={me} />} />
          <Route path="/cases/:serviceNumber" element={<CaseDesk me={me} />} />
          {me.may.audit &&
            ['/auditor', '/auditor/:serviceNumber'].map((path) => (
              <Route key={path} path={path} element={<AuditDesk me={me} />} />
            ))}
          <Route path="*" element={<p className="empty">没有这一页。</p>} />
        </Routes>
      </Suspense>
    </Shell>
  )
}

function homeOf({ kind, role, links, may }: Me): string {
  if (may.audit) return '/auditor'
  if (role === 'clerk') return '/window'
  if (kind === 'office') return '/office'
  return links.inbox === undefined ? '/cases' : '/inbox'
}

const Opening = () => (
  <p className="starting" role="status">
    正在打开…
  </p>
)
