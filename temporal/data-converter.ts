import { fileURLToPath } from 'node:url'
import type { DataConverter } from '@temporalio/common'
import { EncryptionCodec } from './codec.ts'
import type { Keyring } from './keyring.ts'

/** The same on every side: client, worker, replay, tests. */
export function dataConverter(keyring: Keyring): DataConverter {
  return {
    payloadCodecs: [new EncryptionCodec(keyring)],
    failureConverterPath: fileURLToPath(new URL('failure-converter.ts', import.meta.url)),
  }
}
