import { ApplicationFailure } from '@temporalio/common'
import { z } from 'zod'
import { isStorable } from '../domain/storable.ts'
import type { DataSharingActivities, SharedDataRequest } from '../workflows/ports/data-sharing.ts'

export interface DataSharingSource {
  /** None: nothing is asked, and everything is missing. */
  readonly url: string | undefined
  readonly timeoutMs?: number
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true })

/** What another's decoding made of bytes that it could not read. */
const BROKEN = '\uFFFD'

const MOST_BYTES = 256 * 1024

const AnswerSchema = z.object({
  items: z.array(z.object({ key: z.string().min(1).max(50), value: z.string().min(1).max(2000) })).max(200),
})

/**
 * Asks by HTTP. One call is one attempt: how often, the workflow's profile says. Fails with `data-sharing-unavailable`,
 * tried again, or `data-sharing-refused`, not tried again; no failure carries a value of the case.
 */
export function createDataSharingActivities({ url, timeoutMs = 8_000 }: DataSharingSource): DataSharingActivities {
  return {
    async fetchSharedData(request) {
      if (url === undefined) return []
      const answer = AnswerSchema.safeParse(await ask(url, request, timeoutMs))
      if (!answer.success) throw unavailable('the answer is not what was agreed')
      const values = new Map(answer.data.items.map(({ key, value }) => [key, value]))
      return request.items.flatMap((key) => {
        const value = values.get(key)
        return value === undefined || !isStorable(value) || value.includes(BROKEN) ? [] : [{ key, value }]
      })
    },
  }
}

async function ask(url: string, request: SharedDataRequest, timeoutMs: number): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(request),
      redirect: 'error',
      signal,
    })
    if (!response.ok) throw refusalOf(response.status)
    return JSON.parse(await textOf(response))
  } catch (error) {
    if (error instanceof ApplicationFailure) throw error
    throw unavailable(signal.aborted ? 'no answer in time' : 'no whole answer')
  }
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MOST_BYTES) throw unavailable('the answer is too large')
    chunks.push(chunk)
  }
  try {
    return UTF_8.decode(Buffer.concat(chunks))
  } catch {
    throw unavailable('the answer is not UTF-8')
  }
}

function refusalOf(status: number): ApplicationFailure {
  const again = status >= 500 || status === 408 || status === 429
  return again
    ? unavailable(`status ${status}`)
    : ApplicationFailure.nonRetryable(`data sharing refused: status ${status}`, 'data-sharing-refused')
}

function unavailable(why: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'data-sharing-unavailable', message: `data sharing: ${why}` })
}
