/**
 * The field's page opens without a network: its own files are kept, and nothing else, least of all what the API says.
 * Where there is a network the newest page is asked for, so nobody works on an old one; a new worker takes over when
 * the last page of the old one is closed, so that no page runs on two versions.
 */
declare const FIELD_VERSION: string
declare const FIELD_FILES: readonly string[]

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface Asked extends Lasting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

const KEPT = `seven-ones-field-${FIELD_VERSION}`
const PAGE = '/field'
/** A line that drops everything is no network. */
const PATIENCE_MS = 5_000

addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(KEPT)
    await cache.addAll([...FIELD_FILES, new Request(PAGE, { cache: 'reload' })])
  }
  ;(event as Lasting).waitUntil(keep())
})

addEventListener('activate', (event) => {
  const forget = async () => {
    for (const name of await caches.keys())
      if (name.startsWith('seven-ones-field-') && name !== KEPT) await caches.delete(name)
  }
  ;(event as Lasting).waitUntil(forget())
})

addEventListener('fetch', (event) => {
  const { request } = event as Asked
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && pathname === PAGE) (event as Asked).respondWith(newest(request))
  else if (FIELD_FILES.includes(pathname)) (event as Asked).respondWith(kept(request))
})

async function newest(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (answer.status < 500) return answer
  } catch {
    // Then the one that is kept.
  }
  return (await (await caches.open(KEPT)).match(PAGE)) ?? Response.error()
}

/** Their names carry a hash of what is in them. */
async function kept(request: Request): Promise<Response> {
  return (await (await caches.open(KEPT)).match(request)) ?? fetch(request)
}
