import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider, theme } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { Problem } from '../data/api.ts'
import { forgetOldDrafts } from '../data/drafts.ts'
import './page.css'
import { Page } from './page.tsx'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
const dark = matchMedia('(prefers-color-scheme: dark)')

const client = new QueryClient({
  defaultOptions: {
    // What was refused will be refused again; only who did not answer is asked once more.
    queries: { retry: (count, error) => !(error instanceof Problem) && count < 2, staleTime: 2_000 },
  },
})

function Themed() {
  const isDark = useSyncExternalStore(
    (changed) => {
      dark.addEventListener('change', changed)
      return () => dark.removeEventListener('change', changed)
    },
    () => dark.matches,
  )
  return (
    <ConfigProvider
      locale={zhCN}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: { colorPrimary: isDark ? '#3d7be0' : '#0b57d0', borderRadius: 6, fontFamily: 'inherit', motion: false },
        components: { Button: { primaryShadow: 'none', defaultShadow: 'none' } },
      }}
    >
      <Page />
    </ConfigProvider>
  )
}

forgetOldDrafts()
const place = document.getElementById('page')
if (place !== null)
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <Themed />
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  )
