/** The entry of those who stand at the trench: a page of its own, small, without antd. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from '../data/api.ts'
import { FieldDesk } from '../desks/field/field-desk.tsx'
import './page.css'
import '../desks/field/field.css'

const client = new QueryClient({
  defaultOptions: {
    // What was seen once is still there where there is no network.
    queries: {
      retry: (count, error) => !(error instanceof Problem) && count < 1,
      staleTime: 5_000,
      gcTime: Number.POSITIVE_INFINITY,
    },
  },
})

// Without one the page still works while it is open.
if ('serviceWorker' in navigator)
  void navigator.serviceWorker
    .register('/field-worker.js', { scope: '/field', updateViaCache: 'none' })
    .catch(() => undefined)

const place = document.getElementById('page')
if (place !== null)
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <FieldDesk />
      </QueryClientProvider>
    </StrictMode>,
  )
