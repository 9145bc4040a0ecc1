/**
 * Everything that Temporal stores of ours is encrypted before it leaves the process: AES-256-GCM, the key's id beside
 * the ciphertext. What is large is deflated (RFC 1951) first: Temporal takes no payload of more than 2 MB, and a case's
 * state is mostly the same words over again.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, ValueError } from '@temporalio/common'
import { decode, encode } from '@temporalio/common/lib/encoding.js'
import proto from '@temporalio/proto'
import type { ForeignReason } from '../domain/format/foreign.ts'
import { DEFLATED, SEALED } from '../domain/format/payload-format.ts'
import type { Keyring } from './keyring.ts'

const { Payload: PayloadMessage } = proto.temporal.api.common.v1

/** Where a payload's metadata names its key. */
export const KEY_ID = 'encryption-key-id'
const COMPRESSION = 'compression'
/** Below this a payload stays readable for workers of 0.1, which know no compression. */
const COMPRESSED_FROM_BYTES = 64 * 1024
const MOST_INFLATED_BYTES = 64 * 1024 * 1024
const IV_BYTES = 12
const TAG_BYTES = 16

export class EncryptionCodec implements PayloadCodec {
  readonly #keyring: Keyring
  /** Made once: only the text differs from payload to payload. */
  readonly #metadata: Readonly<Record<string, Uint8Array>>

  constructor(keyring: Keyring) {
    this.#keyring = keyring
    this.#metadata = { [METADATA_ENCODING_KEY]: encode(SEALED), [KEY_ID]: encode(keyring.current.id) }
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    const { key } = this.#keyring.current
    return payloads.map((payload) => {
      const plain = PayloadMessage.encode(payload).finish()
      const large = plain.length >= COMPRESSED_FROM_BYTES
      return {
        metadata: large ? { ...this.#metadata, [COMPRESSION]: encode(DEFLATED) } : { ...this.#metadata },
        data: seal(large ? deflateRawSync(plain) : plain, key),
      }
    })
  }

  /** Never throws: what is none of ours comes out as a `Foreign`, and would otherwise stop its case for good. */
  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      try {
        return this.#opened(payload)
      } catch {
        return foreign('unreadable')
      }
    })
  }

  #opened({ metadata, data }: Payload): Payload {
    const encoding = textOf(metadata?.[METADATA_ENCODING_KEY])
    if (encoding !== SEALED) return foreign('unsealed', clearIn(encoding, data))
    const id = textOf(metadata?.[KEY_ID])
    if (id === undefined || !data) return foreign('unreadable')
    if (!this.#keyring.has(id)) return foreign('unknownKey')
    const opened = open(data, this.#keyring.get(id))
    const compression = textOf(metadata?.[COMPRESSION])
    return PayloadMessage.decode(compression === undefined ? opened : inflated(opened, compression))
  }
}

function textOf(bytes: Uint8Array | null | undefined): string | undefined {
  return bytes ? decode(bytes) : undefined
}

/** `content` is JSON. */
function foreign(foreignPayload: ForeignReason, content?: string): Payload {
  const fields = [`"foreignPayload":${JSON.stringify(foreignPayload)}`]
  if (content !== undefined) fields.push(`"content":${content}`)
  return { metadata: { [METADATA_ENCODING_KEY]: encode('json/plain') }, data: encode(`{${fields.join(',')}}`) }
}

/** As JSON, and as the workflows of earlier releases were given it, whose histories must replay. */
function clearIn(encoding: string | undefined, data: Uint8Array | null | undefined): string | undefined {
  if (encoding === 'binary/plain') return JSON.stringify(Object.fromEntries((data ?? new Uint8Array()).entries()))
  const text = encoding === 'json/plain' ? textOf(data) : undefined
  return text !== undefined && isJson(text) ? text : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function inflated(data: Uint8Array, compression: string): Uint8Array {
  if (compression !== DEFLATED) throw new ValueError(`不认得的压缩方式 ${compression}`)
  return inflateRawSync(data, { maxOutputLength: MOST_INFLATED_BYTES })
}

function seal(plain: Uint8Array, key: KeyObject): Uint8Array {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function open(sealed: Uint8Array, key: KeyObject): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
}
