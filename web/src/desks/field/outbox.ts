/** Sends what is kept, one after the other, from one window at a time; what nobody answered stays and is sent again. */
import { Problem, send, Unreachable } from '../../data/api.ts'
import { uploadFile } from '../../data/files.ts'
import type { FileRef } from '../../data/files.ts'
import { caseUrl } from '../../data/queries.ts'
import { fieldName } from '../../ui/acts/words.ts'
import { wordsOf } from '../../ui/failure-words.ts'
import { forgetEntry, keepPhoto, keptOf, photoOf, takeBack } from './store.ts'
import type { Draft, Entry } from './store.ts'

const LOCK = 'seven-ones-outbox'

export type Outcome = 'done' | 'refused' | 'kept'

/** What became of each, by its key; `told` hears it at once. */
export function flush(account: string, told: (entry: Entry, outcome: Outcome) => void): Promise<void> {
  return navigator.locks.request(LOCK, async () => {
    const { outbox } = await keptOf(account)
    for (const entry of outbox) {
      const outcome = await sent(entry)
      told(entry, outcome)
      // Who did not answer this one will not answer the next.
      if (outcome === 'kept') return
    }
  })
}

async function sent(entry: Entry): Promise<Outcome> {
  try {
    const files = [...filesIn(entry.body), ...(await uploaded(entry))]
    await send(entry.href, { ...entry.body, ...(files.length === 0 ? {} : { files }) }, entry.key, entry.seen)
    await forgetEntry(entry)
    return 'done'
  } catch (error) {
    if (isForLater(error)) return 'kept'
    await takeBack(entry, whyNot(entry, error))
    return 'refused'
  }
}

/** What a correction keeps of what was filed. */
const filesIn = ({ files }: Entry['body']): readonly FileRef[] =>
  Array.isArray(files) ? (files as readonly FileRef[]) : []

/** Uploaded once: what has arrived is remembered with its reference. */
async function uploaded({ serviceNumber, photos }: Entry): Promise<readonly FileRef[]> {
  const refs: FileRef[] = []
  for (const id of photos) {
    const photo = await photoOf(id)
    if (photo === undefined) continue
    try {
      const ref =
        photo.ref ?? (await uploadFile(`${caseUrl(serviceNumber)}/files`, photo.content, photo.name, photo.place)).ref
      await keepPhoto({ ...photo, ref })
      if (!refs.some(({ original }) => original === ref.original)) refs.push(ref)
    } catch (error) {
      throw error instanceof Problem && !isForLater(error) ? new RefusedPhoto(photo.name, error) : error
    }
  }
  return refs
}

class RefusedPhoto extends Error {
  constructor(name: string, why: Problem) {
    super(`${name}：${why.message}`)
  }
}

/** Nobody answered, somebody was busy, or nobody is signed in: nothing is wrong with what was written. */
function isForLater(error: unknown): boolean {
  if (error instanceof Unreachable) return true
  return error instanceof Problem && (error.status >= 500 || error.status === 401 || error.status === 429)
}

function whyNot({ act, offer }: Entry, error: unknown): NonNullable<Draft['refused']> {
  if (error instanceof RefusedPhoto) return { words: error.message, errors: [['files', error.message]] }
  if (error instanceof Problem && error.status === 412)
    return { words: '您打开之后，别人已经改过。', errors: [], changes: error.changes }
  const errors = error instanceof Problem ? error.errors.filter(({ field }) => field !== '') : []
  const words =
    errors.length === 0
      ? wordsOf(error)
      : errors.map(({ field, message }) => `${fieldName(act, offer?.schema, field)}：${message}`).join('；')
  return { words, errors: errors.map(({ field, message }) => [field, message]) }
}
