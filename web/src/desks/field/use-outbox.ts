import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { flush } from './outbox.ts'
import type { Outcome } from './outbox.ts'
import { keptOf } from './store.ts'
import type { Draft, Entry } from './store.ts'

const AGAIN_MS = 15_000

export interface Outbox {
  readonly account: string
  /** Undefined until they were looked for. */
  readonly drafts: readonly Draft[] | undefined
  readonly waiting: readonly Entry[]
  readonly sending: boolean
  /** What has become of the last that were sent, newest last. */
  readonly news: readonly { readonly key: string; readonly words: string; readonly outcome: Outcome }[]
  /** Sends what waits; called whenever that may help. */
  readonly send: () => Promise<void>
  readonly look: () => Promise<void>
}

/**
 * Sends by itself: on opening, when the network comes back, when one looks again, and now and then; nothing before it
 * is known whose session this is.
 */
export function useOutbox(account: string, isKnown: boolean): Outbox {
  const [kept, setKept] = useState<{ drafts: readonly Draft[]; outbox: readonly Entry[] }>()
  const [news, setNews] = useState<Outbox['news']>([])
  const [sending, setSending] = useState(false)
  const client = useQueryClient()
  const running = useRef<Promise<void>>(undefined)
  const look = useCallback(async () => setKept(await keptOf(account)), [account])
  const send = useCallback(async () => {
    const once = async () => {
      if (!isKnown || (await keptOf(account)).outbox.length === 0) return
      setSending(true)
      await flush(account, ({ key, name, serviceNumber }, outcome) => {
        void look()
        if (outcome === 'kept') return
        const words = outcome === 'done' ? `${name}：已办理` : `${name}：没有办成，请改了再交`
        setNews((before) => [...before, { key, outcome, words: `${words}（${serviceNumber}）` }].slice(-3))
        void client.invalidateQueries()
      })
    }
    running.current = (running.current ?? Promise.resolve()).then(once, once).finally(() => {
      setSending(false)
      void look()
    })
    await running.current
  }, [account, isKnown, client, look])

  useEffect(() => {
    const again = () => void send()
    const looked = () => document.visibilityState === 'visible' && again()
    void look()
    again()
    addEventListener('online', again)
    document.addEventListener('visibilitychange', looked)
    const ticking = setInterval(again, AGAIN_MS)
    return () => {
      removeEventListener('online', again)
      document.removeEventListener('visibilitychange', looked)
      clearInterval(ticking)
    }
  }, [send, look])

  return { account, drafts: kept?.drafts, waiting: kept?.outbox ?? [], sending, news, send, look }
}
