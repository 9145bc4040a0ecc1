/** Everything that Temporal stores of ours is encrypted before it leaves the process: AES-256-GCM, the key's id beside the ciphertext. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, ValueError } from '@temporalio/common'
import { decode, encode } from '@temporalio/common/lib/encoding.js'
import proto from '@temporalio/proto'
import type { Keyring } from './keyring.ts'

const { Payload: PayloadMessage } = proto.temporal.api.common.v1

const ENCODING = 'binary/encrypted'
const KEY_ID = 'encryption-key-id'
const IV_BYTES = 12
const TAG_BYTES = 16

export class EncryptionCodec implements PayloadCodec {
  readonly #keyring: Keyring

  constructor(keyring: Keyring) {
    this.#keyring = keyring
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    const { id, key } = this.#keyring.current
    return payloads.map((payload) => ({
      metadata: { [METADATA_ENCODING_KEY]: encode(ENCODING), [KEY_ID]: encode(id) },
      data: seal(PayloadMessage.encode(payload).finish(), key),
    }))
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      const { metadata, data } = payload
      if (!metadata?.[METADATA_ENCODING_KEY] || decode(metadata[METADATA_ENCODING_KEY]) !== ENCODING) return payload
      if (!metadata[KEY_ID] || !data) throw new ValueError('密文缺少密钥编号或内容，无法解密')
      return PayloadMessage.decode(open(data, this.#keyring.get(decode(metadata[KEY_ID]))))
    })
  }
}

function seal(plain: Uint8Array, key: Buffer): Uint8Array {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function open(sealed: Uint8Array, key: Buffer): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
}
