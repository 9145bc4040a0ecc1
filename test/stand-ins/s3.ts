/** What of S3 our store uses, over real HTTP: signatures (SigV4), digests and conditions are checked as S3 does. */
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

interface Keys {
  readonly accessKey: string
  readonly secretKey: string
  readonly region: string
}

export interface S3StandIn {
  readonly port: number
  /** Answers, each as `PUT 200`. */
  readonly answered: readonly string[]
  /** The next request is answered so, without a look at it. */
  failNext(status: number): void
  close(): Promise<void>
}

const FIFTEEN_MINUTES_MS = 900_000

export async function s3StandIn(bucket: string, keys: Keys): Promise<S3StandIn> {
  const objects = new Map<string, Buffer>()
  const answered: string[] = []
  const failing: number[] = []
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const [status, answer] = answerTo(request, body)
      answered.push(`${request.method} ${status}`)
      send(request, response, status, answer)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  function answerTo(request: IncomingMessage, body: Buffer): readonly [status: number, answer: Buffer | string] {
    const fails = failing.shift()
    if (fails !== undefined) return [fails, 'ServiceUnavailable']
    const refused = refusal(request, body, keys)
    if (refused !== undefined) return refused
    const [, of, key = ''] = /^\/([^/]+)\/(.+)$/.exec(request.url ?? '') ?? []
    if (of !== bucket) return [404, 'NoSuchBucket']
    const there = objects.get(key)
    if (request.method === 'PUT') {
      if (there !== undefined && request.headers['if-none-match'] === '*') return [412, 'PreconditionFailed']
      objects.set(key, body)
      return [200, Buffer.alloc(0)]
    }
    return there === undefined ? [404, 'NoSuchKey'] : [200, there]
  }

  return {
    port: (server.address() as AddressInfo).port,
    answered,
    failNext: (status) => void failing.push(status),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(request: IncomingMessage, response: ServerResponse, status: number, answer: Buffer | string): void {
  const body = typeof answer === 'string' ? Buffer.from(`<Error><Code>${answer}</Code></Error>`) : answer
  response.writeHead(status, { 'content-length': body.length }).end(request.method === 'HEAD' ? undefined : body)
}

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex')
const hmac = (key: Buffer | string, content: string) => createHmac('sha256', key).update(content).digest()

/** What S3 would refuse before it looks for anything. */
function refusal({ method = '', url = '', headers }: IncomingMessage, body: Buffer, keys: Keys) {
  const [, scope = '', signed = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  const [accessKey, day = '', ...rest] = scope.split('/')
  const names = signed.split(';')
  const at = String(headers['x-amz-date'])
  const digest = String(headers['x-amz-content-sha256'])
  if (accessKey !== keys.accessKey) return [403, 'InvalidAccessKeyId'] as const
  const toSign = ['host', 'x-amz-date', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
  if (rest.join('/') !== `${keys.region}/s3/aws4_request` || toSign.some((name) => !names.includes(name)))
    return [400, 'AuthorizationHeaderMalformed'] as const
  const moment = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(Date.now() - moment) < FIFTEEN_MINUTES_MS)) return [403, 'RequestTimeTooSkewed'] as const
  const [path = '', query = ''] = url.split('?')
  const lines = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('')
  const canonical = [method, path, query, lines, signed, digest].join('\n')
  const text = ['AWS4-HMAC-SHA256', at, [day, ...rest].join('/'), sha256(canonical)].join('\n')
  const key = [day, ...rest].reduce<Buffer | string>((one, part) => hmac(one, part), `AWS4${keys.secretKey}`)
  if (hmac(key, text).toString('hex') !== signature) return [403, 'SignatureDoesNotMatch'] as const
  if (digest !== 'UNSIGNED-PAYLOAD' && digest !== sha256(body)) return [400, 'XAmzContentSHA256Mismatch'] as const
  return undefined
}
