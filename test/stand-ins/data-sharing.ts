/**
 * Plays the data-sharing platform over HTTP, as a program of its own: `node test/stand-ins/data-sharing.ts PORT` (port
 * 0: any; told to the parent). `PUT /control {mode, items}` says how it behaves; `POST /query` answers as the platform
 * does; `GET /asked` lists what it was asked.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * `down` hangs up; `slow` answers after 30 seconds; `half` breaks off in the middle; `large` sends half a mebibyte;
 * `gbk` is not UTF-8; a number is the status.
 */
export type Mode = 'ok' | 'down' | 'slow' | 'half' | 'large' | 'gbk' | number

export interface Setting {
  readonly mode: Mode
  /** What it holds, by key. */
  readonly items?: Readonly<Record<string, string>>
}

let setting: Setting = {
  mode: 'ok',
  items: { businessLicence: '91440101MA5CJQ4N59 有效', projectFiling: '2411-421281-04-01-123456 已备案' },
}
const asked: unknown[] = []

const server = createServer((request, response) => {
  void answer(request, response).catch(() => response.destroy())
})
server.listen(Number(process.argv[2] ?? '0'), '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  if (process.send === undefined) process.stdout.write(`http://127.0.0.1:${port}/query\n`)
  else process.send({ port })
})
process.once('disconnect', () => process.exit())

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (`${request.method} ${request.url}`) {
    case 'PUT /control':
      setting = (await json(request)) as Setting
      response.writeHead(204).end()
      return
    case 'GET /asked':
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(asked))
      return
    case 'POST /query':
      asked.push(await json(request))
      await query(response)
      return
    default:
      response.writeHead(404).end()
  }
}

async function query(response: ServerResponse): Promise<void> {
  const body = JSON.stringify({ items: Object.entries(setting.items ?? {}).map(([key, value]) => ({ key, value })) })
  if (setting.mode === 'down') return void response.destroy()
  if (typeof setting.mode === 'number') return void response.writeHead(setting.mode).end()
  if (setting.mode === 'slow') await sleep(30_000)
  response.writeHead(200, {
    'content-type': 'application/json',
    ...(setting.mode === 'half' ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
  })
  if (setting.mode === 'half') {
    response.write(body.slice(0, body.length / 2), () => response.destroy())
    return
  }
  // “有效” as GBK has it.
  if (setting.mode === 'gbk')
    return void response.end(Buffer.from(body.replaceAll('有效', '\xd3\xd0\xd0\xa7'), 'latin1'))
  response.end(setting.mode === 'large' ? ' '.repeat(512 * 1024) + body : body)
}
