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
  /** What has become of what was sent last; forgotten when one goes on. */
  readonly news: readonly { readonly key: string; readonly words: string; readonly outcome: Outcome }[]
  readonly dismiss: () => void
  /** By the form's id: what has become of it, last, since the page was opened. */
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** It is pressed anew: what became of it before is past. */
  readonly begun: (id: string) => void
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
  const [outcomes, setOutcomes] = useState<Outbox['outcomes']>(new Map())
  const [sending, setSending] = useState(false)
  const client = useQueryClient()
  const running = useRef<Promise<void>>(undefined)
  const dismiss = useCallback(() => setNews((before) => (before.length === 0 ? before : [])), [])
  const begun = useCallback(
    (id: string) => setOutcomes((before) => new Map([...before].filter(([each]) => each !== id))),
    [],
  )
  const look = useCallback(async () => setKept(await keptOf(account)), [account])
  const send = useCallback(async () => {
    const once = async () => {
      if (!isKnown || (await keptOf(account)).outbox.length === 0) return
      setSending(true)
      const told: Outbox['news'][number][] = []
      await flush(account, ({ id, key, name, serviceNumber }, outcome) => {
        void look()
        if (outcome === 'kept') return
        setOutcomes((before) => new Map([...before, [id, outcome]]))
        const words = outcome === 'done' ? `${name}：已办理` : `${name}：没有办成，请改了再交`
        told.push({ key, outcome, words: `${words}（${serviceNumber}）` })
        setNews(told.slice(-3))
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
    addEventListener('hashchange', dismiss)
    document.addEventListener('visibilitychange', looked)
    const ticking = setInterval(again, AGAIN_MS)
    return () => {
      removeEventListener('online', again)
      removeEventListener('hashchange', dismiss)
      document.removeEventListener('visibilitychange', looked)
      clearInterval(ticking)
    }
  }, [send, look, dismiss])

  const [drafts, waiting] = [kept?.drafts, kept?.outbox ?? []]
  return { account, drafts, waiting, sending, news, dismiss, outcomes, begun, send, look }
}
