/** In place of a gateway of text messages: takes them as one would, and shows them to whoever tries the system out. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { html } from '../../api/documents/html.ts'

const MOST_KEPT = 50
const MOST_LETTERS = 10_000

const SmsSchema = z.strictObject({ id: z.string().max(100), to: z.string().max(40), text: z.string().max(500) })
type TakenSms = z.infer<typeof SmsSchema>

export interface SmsStandIn {
  readonly server: Server
  /** The newest first. */
  readonly taken: readonly TakenSms[]
}

/** `POST /send` takes one, `GET /` and `GET /messages` show the last fifty; by no other name than this machine's. */
export function smsStandIn(): SmsStandIn {
  const taken: TakenSms[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(request.headers.host ?? ''))
      return void response.writeHead(403).end()
    switch (`${request.method} ${request.url}`) {
      case 'POST /send': {
        const body = await text(request)
        const sms = SmsSchema.safeParse(body.length > MOST_LETTERS ? undefined : JSON.parse(body))
        if (!sms.success) return void response.writeHead(400).end()
        if (taken.every(({ id }) => id !== sms.data.id)) taken.unshift(sms.data)
        taken.splice(MOST_KEPT)
        return void response.writeHead(202).end()
      }
      case 'GET /messages':
        return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(taken))
      case 'GET /':
        return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(taken))
      default:
        return void response.writeHead(404).end()
    }
  }
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.writeHead(400).end())
  })
  return { server, taken }
}

function pageOf(taken: readonly TakenSms[]): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <meta charset="utf-8" />
      <meta http-equiv="refresh" content="3" />
      <title>开发用短信</title>
      <h1>开发用短信（最近 ${MOST_KEPT} 条，只在本机）</h1>
      ${taken.length === 0 ? html`<p>还没有短信。</p>` : ''}
      ${taken.map(({ to, text: said }) => html`<p><b>${to}</b>：${said}</p>`)}
    </html>`.text
}
