import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { fileOfCase, hasFilesEnough, keepFile } from '../../db/queries/case-files.ts'
import type { CaseFile } from '../../db/queries/case-files.ts'
import { MOST_FILES_OF_CASE } from '../../domain/files/file-types.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { AtOnce } from '../temporal/at-once.ts'
import { TemporalUnavailable } from '../temporal/bounded.ts'
import { fileTypeOf } from './file-type-of.ts'
import { writeAnew } from './picture.ts'
import type { PictureFacts, Place } from './picture.ts'
import { digestOf, receive } from './received.ts'
import type { Digested } from './received.ts'

interface Sent {
  readonly serviceNumber: string
  readonly name: string
  /** Of the device, where the picture itself tells none. */
  readonly place: Place | undefined
  readonly body: Readable
}

/** So many pictures are written anew at once. */
const pictures = new AtOnce(2)
const TURN_MS = 20_000

/**
 * Receives a file, looks at what it is, keeps what may be kept, and says so in the case's files. The same bytes sent
 * again give the same file. Throws a problem that names the field `file`.
 */
export async function upload(deps: Dependencies, caller: Caller, sent: Sent): Promise<CaseFile> {
  const { database, files } = deps
  const [path, anew] = [await files.freshPath(), await files.freshPath()]
  try {
    const original = await receive(sent.body, path)
    const earlier = await fileOfCase(database, sent.serviceNumber, original.sha256)
    // Of one whose bytes were lost, the same sent again brings them back.
    if (earlier !== undefined && (await files.has(earlier.storedSha256))) return earlier
    // Before the bytes are kept: what is refused would lie there for ever, with no row that tells of it.
    if (earlier === undefined && (await hasFilesEnough(database, sent.serviceNumber, MOST_FILES_OF_CASE)))
      throw tooManyFiles()
    const type = await fileTypeOf(path)
    const picture = type === 'application/pdf' ? undefined : await inTurn(() => writeAnew(path, anew, type))
    const stored = picture === undefined ? original : await digestOf(anew)
    // First the bytes: a row that has none would be a promise.
    await files.keep(stored.sha256, picture === undefined ? path : anew)
    const row = rowOf({ sent, caller, original, stored, type, picture, now: deps.now() })
    const kept = await keepFile(database, row, MOST_FILES_OF_CASE)
    if (kept === undefined) throw tooManyFiles()
    return kept
  } finally {
    await Promise.all([path, anew].map((each) => rm(each, { force: true })))
  }
}

function tooManyFiles(): Refusal {
  return new Refusal('too-many-files', `本件已有 ${MOST_FILES_OF_CASE} 个文件，不能再传`, 'file')
}

async function inTurn(work: () => Promise<PictureFacts>): Promise<PictureFacts> {
  try {
    return await pictures.run('picture', TURN_MS, work)
  } catch (error) {
    if (!(error instanceof TemporalUnavailable)) throw error
    throw new ProblemError('too-many-requests', '正在处理的图片太多，请几秒后再传；同一文件再传不会重复', {
      headers: { 'retry-after': '5' },
    })
  }
}

interface Uploaded {
  readonly sent: Sent
  readonly caller: Caller
  readonly original: Digested
  readonly stored: Digested
  readonly type: CaseFile['type']
  readonly picture: PictureFacts | undefined
  readonly now: Date
}

function rowOf({ sent, caller, original, stored, type, picture, now }: Uploaded): CaseFile {
  const place = picture?.place ?? sent.place
  return {
    id: randomUUID(),
    serviceNumber: sent.serviceNumber,
    originalSha256: original.sha256,
    storedSha256: stored.sha256,
    type,
    name: sent.name,
    originalBytes: original.bytes,
    storedBytes: stored.bytes,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    takenAt: picture?.takenAt ?? null,
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    locatedBy: place === undefined ? null : picture?.place === undefined ? 'device' : 'picture',
    uploadedSub: caller.sub,
    uploadedOrg: caller.org,
    uploadedRole: caller.role,
    uploadedAt: now.toISOString(),
  }
}
