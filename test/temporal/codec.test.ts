import { defaultPayloadConverter } from '@temporalio/common'
import type { Payload } from '@temporalio/common'
import { decode, encode } from '@temporalio/common/lib/encoding.js'
import { describe, expect, it } from 'vitest'
import { contentOf, isForeign, withoutContent } from '../../domain/format/foreign.ts'
import { isTooDeep } from '../../domain/storable.ts'
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
    expect(await opened({ ...payload, data })).toEqual({ foreignPayload: 'unreadable' })
    const brotli = { ...payload, metadata: { ...payload.metadata, compression: encode('brotli') } }
    expect(await opened(brotli)).toEqual({ foreignPayload: 'unreadable' })
    const [other] = await new EncryptionCodec(parseKeyring(newKey())).decode([payload])
    expect(other && defaultPayloadConverter.fromPayload(other)).toEqual({ foreignPayload: 'unknownKey' })
  })
})

describe('what is none of ours', () => {
  const plain = (encoding: string, data: Uint8Array = new Uint8Array()): Payload => ({
    metadata: { encoding: encode(encoding) },
    data,
  })

  it('R-39: comes out as foreign, with what lay in clear in it as an earlier release was given it', async () => {
    for (const value of [{ actor: { sub: 'x' } }, '同意', null, 7, [1, [2]]])
      expect(await opened(defaultPayloadConverter.toPayload(value))).toEqual({
        foreignPayload: 'unsealed',
        content: value,
      })
    const bytes = defaultPayloadConverter.toPayload(new Uint8Array([1, 2]))
    expect(await opened(bytes)).toEqual({ foreignPayload: 'unsealed', content: { 0: 1, 1: 2 } })
    expect(JSON.stringify(new Uint8Array([1, 2]))).toBe('{"0":1,"1":2}')
    expect(await opened(defaultPayloadConverter.toPayload(undefined))).toEqual({ foreignPayload: 'unsealed' })
  })

  it('R-39: never throws, whatever the payload is like', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    for (const payload of [
      {},
      { metadata: {} },
      { metadata: null, data: null },
      plain('json/plain', encode('{"half')),
      plain('json/plain'),
      plain('json/plain', new Uint8Array([0xff, 0xfe, 0xed, 0xa0])),
      plain('json/protobuf', encode('{}')),
      plain('\u0000', encode('x')),
      plain('binary/encrypted'),
      { metadata: { encoding: encode('binary/encrypted'), 'encryption-key-id': encode('k1') } },
      { ...(await sealed(1)), data: new Uint8Array(5) },
    ] as Payload[])
      expect(isForeign(await opened(payload))).toBe(true)
    const nested = await opened(plain('json/plain', encode(deep)))
    expect(isForeign(nested) && isTooDeep(nested.content)).toBe(true)
  })

  it('R-39: is told from what is ours, though that says the same words', async () => {
    expect(isForeign(contentOf(await opened(await sealed({ body: { foreignPayload: 'unsealed' } }))))).toBe(false)
    expect(withoutContent({ foreignPayload: 'unsealed', content: 'x'.repeat(9) })).toEqual({
      foreignPayload: 'unsealed',
    })
  })
})
