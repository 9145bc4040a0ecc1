/** A short secret at rest: AES-256-GCM under the keyring, bound to what it belongs to. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Keyring } from './keyring.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/** `v1:keyId:base64`. Only the same `owner` can open it. */
export function seal(text: string, owner: string, { current: { id, key } }: Keyring): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1:${id}:${sealed.toString('base64')}`
}

/** Throws where the key is not known, or the text is another owner's. */
export function unseal(sealed: string, owner: string, keyring: Keyring): string {
  const [version, id = '', data = ''] = sealed.split(':')
  if (version !== 'v1') throw new Error('sealed in a way that is not known')
  const bytes = Buffer.from(data, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', keyring.get(id), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  }).setAAD(Buffer.from(owner))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
