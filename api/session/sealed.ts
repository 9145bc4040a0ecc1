/** What a browser keeps for us and cannot read: JWE (dir, A256GCM) under a key drawn from the codec's. */
import { hkdfSync } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import type { z } from 'zod'
import type { Keyring } from '../../temporal/keyring.ts'

/** Each purpose has a key of its own: what was sealed for one opens as no other. */
type Purpose = 'session' | 'sign-in' | 'applicant' | 'code-asked'

interface Sealing {
  readonly keyring: Keyring
  readonly purpose: Purpose
  readonly now: Date
}

export async function seal(
  content: Readonly<Record<string, string | undefined>>,
  { keyring, purpose, now, seconds }: Sealing & { readonly seconds: number },
): Promise<string> {
  const { id, key } = keyring.current
  return new EncryptJWT({ ...content })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: id })
    .setExpirationTime(Math.floor(now.getTime() / 1000) + seconds)
    .encrypt(derived(key.export(), purpose))
}

/** Undefined for what is not ours, was changed, is past, or says something else. */
export async function unseal<Schema extends z.ZodType>(
  sealed: string,
  schema: Schema,
  { keyring, purpose, now }: Sealing,
): Promise<z.infer<Schema> | undefined> {
  try {
    const { payload } = await jwtDecrypt(sealed, ({ kid }) => derived(keyring.get(kid ?? '').export(), purpose), {
      currentDate: now,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    const parsed = schema.safeParse(payload)
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

function derived(key: Buffer, purpose: Purpose): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', `seven-ones ${purpose} cookie`, 32))
}
