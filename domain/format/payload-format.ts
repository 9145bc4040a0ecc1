import type { FormatVersion } from './format.ts'

/** How our payloads lie in Temporal (`temporal/codec.ts`), by their metadata. */
export interface PayloadFormat extends FormatVersion {
  readonly encoding: string
  readonly compression?: string
}

export const SEALED = 'binary/encrypted'
export const DEFLATED = 'deflate'

export const PAYLOAD_FORMATS: readonly PayloadFormat[] = [
  { encoding: SEALED, readSince: '0.1', writtenSince: '0.1' },
  { encoding: SEALED, compression: DEFLATED, readSince: '0.2', writtenSince: '0.2' },
]
