import { useEffect, useRef, useState } from 'react'

type Told = Readonly<Record<string, unknown>>

/** What comes so soon after each other is one change. */
const TOGETHER_MS = 1_000
/** Refused or away: asked again so much later, and polled meanwhile. */
const AGAIN_MS = 60_000

/**
 * Told by the server that something is new, while the page is seen: a browser has six connections to one place, and a
 * tab in the background needs none of them. False where nothing is heard, and one has to ask.
 */
export function useLive(url: string, event: 'case' | 'inbox', onTold: (told: Told) => unknown): boolean {
  const [live, setLive] = useState(false)
  const told = useRef(onTold)
  told.current = onTold
  useEffect(() => {
    let source: EventSource | undefined
    let [again, soon]: (ReturnType<typeof setTimeout> | undefined)[] = []
    let last = '{}'
    const close = () => {
      clearTimeout(again)
      source?.close()
      source = undefined
      setLive(false)
    }
    const open = () => {
      if (document.hidden || source !== undefined) return
      const opened = new EventSource(url)
      source = opened
      opened.onopen = () => setLive(true)
      opened.addEventListener(event, ({ data }: MessageEvent<string>) => {
        last = data
        soon ??= setTimeout(
          () => {
            soon = undefined
            told.current(JSON.parse(last) as Told)
          },
          event === 'case' ? 0 : TOGETHER_MS,
        )
      })
      opened.onerror = () => {
        setLive(false)
        // A connection that broke is made again by the browser, one that was refused is not.
        if (opened.readyState !== EventSource.CLOSED) return
        close()
        again = setTimeout(open, AGAIN_MS)
      }
    }
    const seen = () => (document.hidden ? close() : open())
    open()
    document.addEventListener('visibilitychange', seen)
    return () => {
      document.removeEventListener('visibilitychange', seen)
      clearTimeout(soon)
      close()
    }
  }, [url, event])
  return live
}
