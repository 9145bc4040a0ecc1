import type { Readable } from 'node:stream'

/**
 * Where the bytes of files lie, each under its own SHA-256: what is kept twice is kept once, and nothing is ever
 * changed.
 */
export interface FileStore {
  /** A path of its own for what is being received or written anew; nothing is there yet. */
  freshPath(): Promise<string>
  /** Keeps what lies at a fresh path; done again, it changes nothing. The path is free afterwards. */
  keep(sha256: string, path: string): Promise<void>
  has(sha256: string): Promise<boolean>
  /** Undefined where there is none. */
  read(sha256: string): Promise<{ readonly content: Readable; readonly bytes: number } | undefined>
  /** Throws away what was received before `before` and never kept. */
  sweep(before: Date): Promise<void>
}
