import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { LARGEST_FILE_MIB } from '../../domain/files/file-types.ts'
import { fieldProblem } from '../problems/problem-error.ts'
import type { ProblemError } from '../problems/problem-error.ts'

export interface Digested {
  readonly sha256: string
  readonly bytes: number
}

const LARGEST_BYTES = LARGEST_FILE_MIB * 1024 * 1024

/** As it is told before anything is read. */
export function requireNotTooLarge(contentLength: string | undefined): void {
  if (Number(contentLength ?? 0) > LARGEST_BYTES) throw tooLarge()
}

function tooLarge(): ProblemError {
  return fieldProblem('file-too-large', 'file', `一个文件不得超过 ${LARGEST_FILE_MIB} MB；请缩小图片，或把文件分开`)
}

/** Writes what is sent to a path, piece by piece. Throws `file-too-large`, `file-unreadable` where it is nothing. */
export async function receive(body: Readable, path: string): Promise<Digested> {
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(path, 'wx', 0o600)
  try {
    // The sender still hears why it is refused: the connection goes on.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > LARGEST_BYTES) throw tooLarge()
      hash.update(chunk)
      await file.writeFile(chunk)
    }
  } catch (error) {
    // The line broke: nobody hears it, and nothing is wrong with us.
    if (body.errored === null) throw error
    throw fieldProblem('file-unreadable', 'file', '文件没有传完，连接就断了；请再传一次')
  } finally {
    await file.close()
  }
  if (bytes === 0) throw fieldProblem('file-unreadable', 'file', '文件是空的：请求体应为文件的内容')
  return { sha256: hash.digest('hex'), bytes }
}

/** Of what lies at a path. */
export async function digestOf(path: string): Promise<Digested> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    hash.update(chunk)
  }
  return { sha256: hash.digest('hex'), bytes }
}
