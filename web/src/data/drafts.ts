/** What somebody has written and not yet sent: kept on this computer, under their account, for a week at most. */
const WEEK_MS = 7 * 24 * 3600_000
const PREFIX = 'seven-ones.draft.'

interface Kept<Value> {
  readonly at: number
  readonly value: Value
  /** Of an act that was sent and not answered: the key it was sent under, and what was sent. */
  readonly sent?: { readonly key: string; readonly body: string }
}

export interface Draft<Value> {
  read(): Kept<Value> | undefined
  keep(value: Value): void
  /** The key under which this body goes: the same again where it may have arrived. */
  keyFor(body: unknown): string
  /** It was refused: whatever is sent next is another act. */
  refused(): void
  forget(): void
}

export function draftOf<Value>(account: string, place: string): Draft<Value> {
  const name = `${PREFIX}${account}.${place}`
  const read = () => parsed<Value>(localStorage.getItem(name))
  const write = (kept: Kept<Value>) => {
    try {
      localStorage.setItem(name, JSON.stringify(kept))
    } catch {
      // A full or forbidden store costs the draft, never the act.
    }
  }
  return {
    read,
    keep: (value) => write({ ...read(), value, at: Date.now() }),
    keyFor(body) {
      const [kept, text] = [read(), JSON.stringify(body)]
      if (kept?.sent?.body === text) return kept.sent.key
      const key = crypto.randomUUID()
      write({ value: body as Value, ...kept, at: Date.now(), sent: { key, body: text } })
      return key
    },
    refused() {
      const { sent: _, ...kept } = read() ?? { at: 0, value: undefined as Value }
      if (kept.at > 0) write(kept)
    },
    forget: () => localStorage.removeItem(name),
  }
}

/** Of every account that signed in on this computer. */
export function forgetOldDrafts(): void {
  for (const name of Object.keys(localStorage))
    if (name.startsWith(PREFIX) && parsed(localStorage.getItem(name)) === undefined) localStorage.removeItem(name)
}

function parsed<Value>(text: string | null): Kept<Value> | undefined {
  try {
    const kept = JSON.parse(text ?? '') as Kept<Value>
    return Date.now() - kept.at < WEEK_MS ? kept : undefined
  } catch {
    return undefined
  }
}
