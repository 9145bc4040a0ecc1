import { defaultPayloadConverter } from '@temporalio/common'
import type { Payload } from '@temporalio/common'
import { decode, encode } from '@temporalio/common/lib/encoding.js'
import { describe, expect, it } from 'vitest'
import { EncryptionCodec } from '../../temporal/codec.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'

const codec = new EncryptionCodec(parseKeyring(newKey()))
const large = {
  checks: Array.from({ length: 3_000 }, (_, number) => ({
    number,
    evidence: `现场照片 ${number}：围挡完整，警示灯齐备`,
  })),
}

async function sealed(value: unknown): Promise<Payload> {
  const [payload] = await codec.encode([defaultPayloadConverter.toPayload(value)])
  if (payload === undefined) throw new Error('nothing encoded')
  return payload
}

async function opened(payload: Payload): Promise<unknown> {
  const [plain] = await codec.decode([payload])
  return plain === undefined ? undefined : defaultPayloadConverter.fromPayload(plain)
}

const textOf = ({ metadata }: Payload, name: string) =>
  metadata?.[name] === undefined || metadata[name] === null ? undefined : decode(metadata[name])

describe('what Temporal stores', () => {
  it('R-39: is encrypted and comes back as it was, small and large', async () => {
    for (const value of [{ contact: '王建国' }, large]) {
      const payload = await sealed(value)
      expect(Buffer.from(payload.data ?? []).includes('王建国')).toBe(false)
      expect(textOf(payload, 'encoding')).toBe('binary/encrypted')
      expect(await opened(payload)).toEqual(value)
    }
  })

  it('R-36: is deflated where it is large, and as 0.1 wrote it where it is not', async () => {
    const [small, big] = [await sealed({ contact: '王建国' }), await sealed(large)]
    expect([textOf(small, 'compression'), textOf(big, 'compression')]).toEqual([undefined, 'deflate'])
    expect((big.data?.length ?? 0) * 4).toBeLessThan(JSON.stringify(large).length)
  })

  it('R-39: does not open where a byte was changed, the key is another, or the compression is not known', async () => {
    const payload = await sealed(large)
    const data = Uint8Array.from(payload.data ?? [])
    data[40] = (data[40] ?? 0) ^ 1
    await expect(opened({ ...payload, data })).rejects.toThrow()
    await expect(new EncryptionCodec(parseKeyring(newKey())).decode([payload])).rejects.toThrow()
    await expect(
      opened({ ...payload, metadata: { ...payload.metadata, compression: encode('brotli') } }),
    ).rejects.toThrow('不认得的压缩方式')
  })
})
