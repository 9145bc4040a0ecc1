/** What is kept on the telephone until the case has it: what is written, what is to be sent, and photos of both. */
import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { Change } from '../../data/api.ts'
import type { FileRef, Place } from '../../data/files.ts'
import type { OfferedAct } from '../../data/types.ts'

/** One act on one thing, by one account. */
export interface Form {
  readonly id: string
  readonly account: string
  readonly serviceNumber: string
  readonly act: string
  /** What people call it. */
  readonly name: string
  readonly href: string
  /** Whose case it is and where, to be told apart where there is no network. */
  readonly whose?: { readonly applicant: string; readonly address: string }
  /** what a correction takes the place of, as its form has it. */
  readonly filed?: unknown
  /** the last event of the case that was seen as it was begun, or told of since. */
  readonly seen?: number
  /** The form itself, to be written on where there is no network. */
  readonly offer?: OfferedAct
}

export interface Draft extends Form {
  readonly at: number
  readonly value: unknown
  readonly photos: readonly string[]
  /** Why it was not taken, by field, and in a sentence; what others have changed meanwhile. */
  readonly refused?: {
    readonly words: string
    readonly errors: readonly (readonly [path: string, words: string])[]
    readonly changes?: readonly Change[]
  }
}

/** Made when the button is pressed; `key` is its idempotency key, however often it is sent. */
export interface Entry extends Form {
  readonly key: string
  readonly at: number
  readonly body: Readonly<Record<string, unknown>>
  readonly photos: readonly string[]
}

export interface Photo {
  readonly id: string
  readonly name: string
  readonly content: Blob
  readonly place?: Place
  /** Once it is uploaded. */
  readonly ref?: FileRef
}

interface Kept extends DBSchema {
  drafts: { key: string; value: Draft }
  outbox: { key: string; value: Entry }
  photos: { key: string; value: Photo }
}

let opened: Promise<IDBPDatabase<Kept>> | undefined

function kept(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>('seven-ones-field', 1, {
    upgrade(database) {
      database.createObjectStore('drafts', { keyPath: 'id' })
      database.createObjectStore('outbox', { keyPath: 'key' })
      database.createObjectStore('photos', { keyPath: 'id' })
    },
  })
  return opened
}

export const draftOf = async (id: string): Promise<Draft | undefined> => (await kept()).get('drafts', id)
export const keepDraft = async (draft: Draft): Promise<unknown> => (await kept()).put('drafts', draft)
export const photoOf = async (id: string): Promise<Photo | undefined> => (await kept()).get('photos', id)
export const keepPhoto = async (photo: Photo): Promise<unknown> => (await kept()).put('photos', photo)
export const forgetPhoto = async (id: string): Promise<void> => (await kept()).delete('photos', id)

export async function forgetDraft(id: string): Promise<void> {
  const transaction = (await kept()).transaction(['drafts', 'photos'], 'readwrite')
  const draft = await transaction.objectStore('drafts').get(id)
  for (const photo of draft?.photos ?? []) await transaction.objectStore('photos').delete(photo)
  await transaction.objectStore('drafts').delete(id)
  await transaction.done
}

/** What this account has written and what is to be sent, oldest first. */
export async function keptOf(
  account: string,
): Promise<{ readonly drafts: readonly Draft[]; readonly outbox: readonly Entry[] }> {
  const database = await kept()
  const own = <Of extends Form & { readonly at: number }>(all: readonly Of[]) =>
    all.filter((each) => each.account === account).toSorted((one, other) => one.at - other.at)
  return { drafts: own(await database.getAll('drafts')), outbox: own(await database.getAll('outbox')) }
}

/**
 * The draft becomes an entry with a key of its own, or nothing where another press, in this window or another, was
 * faster: two presses are one act.
 */
export async function press(draft: Draft, body: Entry['body']): Promise<Entry | undefined> {
  const transaction = (await kept()).transaction(['drafts', 'outbox'], 'readwrite')
  const there = await transaction.objectStore('drafts').get(draft.id)
  if (there === undefined) return undefined
  const { value: _value, refused: _refused, at: _at, ...form } = draft
  const entry: Entry = { ...form, key: crypto.randomUUID(), at: Date.now(), body }
  await transaction.objectStore('outbox').put(entry)
  await transaction.objectStore('drafts').delete(draft.id)
  await transaction.done
  return entry
}

/** The case has it. */
export async function forgetEntry({ key, photos }: Entry): Promise<void> {
  const transaction = (await kept()).transaction(['outbox', 'photos'], 'readwrite')
  for (const photo of photos) await transaction.objectStore('photos').delete(photo)
  await transaction.objectStore('outbox').delete(key)
  await transaction.done
}

/** It was refused: it is written on as a draft, with why; who has been told of changes has seen them. */
export async function takeBack(entry: Entry, refused: NonNullable<Draft['refused']>): Promise<void> {
  const transaction = (await kept()).transaction(['outbox', 'drafts'], 'readwrite')
  const { key, body, ...form } = entry
  const { seen, ...rest } = form
  await transaction
    .objectStore('drafts')
    .put({ ...rest, ...seenSince(seen, refused.changes), value: body, at: Date.now(), refused })
  await transaction.objectStore('outbox').delete(key)
  await transaction.done
}

/** Changes that could not be named are seen as one opens the case anew. */
function seenSince(seen: number | undefined, changes: readonly Change[] | undefined): Pick<Form, 'seen'> {
  if (seen === undefined || changes?.length === 0) return {}
  return { seen: Math.max(seen, ...(changes ?? []).map(({ seq }) => seq)) }
}
