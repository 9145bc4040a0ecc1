/** What people and programs send by mistake: personal data where none belongs, in what is refused or answered 404. */
import { connect } from 'node:net'

/** Made up; the codes pass their checks. Said by nobody but these requests. */
export const MARKED = {
  name: '诸葛慕容明',
  identityNumber: '11010519491231002X',
  creditCode: '91350200MA2YJ1XR9G',
  contact: '令狐听雨',
  phone: '13998765432',
  address: '赤壁市蒲圻街道铁山咀路 66 号',
  accountNumber: '5588990017',
  words: '来前请先敲西侧小门',
} as const

const APPLICATIONS = '/api/v1/applications'
const { name, phone, identityNumber, contact, address, accountNumber, words } = MARKED

/** The refused ones, by status; each a class of its own. */
export async function sendWhatIsWrong(
  url: string,
  token: (sub: string) => Promise<string>,
): Promise<readonly number[]> {
  const mine = await token('careless')
  const ask = async (path: string, init: RequestInit = {}): Promise<number> => {
    const headers = new Headers(init.headers)
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${mine}`)
    const { status } = await fetch(`${url}${path}`, { ...init, headers })
    return status
  }
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'idempotency-key': `${phone}-${Math.random()}`, ...headers },
    })
  return [
    await post(APPLICATIONS, JSON.stringify({ [phone]: name, [name]: { [identityNumber]: contact } })),
    await post(APPLICATIONS, JSON.stringify({ channel: name, phase: phone, form: { address, contact: { phone } } })),
    await post(APPLICATIONS, `{"contact":"${contact}","phone":${phone}`),
    await post(APPLICATIONS, `{"${name}":1,"${name}":2}`),
    await post(
      APPLICATIONS,
      Buffer.concat([Buffer.from(`{"${phone}":"`), Buffer.from([0xd6, 0xee, 0xb8, 0xf0, 0x22])]),
    ),
    await post(APPLICATIONS, name, { 'content-type': `text/plain; charset=${phone}` }),
    await post(APPLICATIONS, '{}', { 'idempotency-key': `${phone} ${encodeURIComponent(name)}` }),
    await post(APPLICATIONS, '{}', { 'x-request-id': phone, 'user-agent': phone, referer: `https://a/${phone}` }),
    await post(APPLICATIONS, '{}', { 'x-forwarded-for': phone, cookie: `tel=${phone}`, from: `${phone}@example.com` }),
    await ask(`${APPLICATIONS}?contact=${encodeURIComponent(contact)}&phone=${phone}`),
    await ask(`${APPLICATIONS}?cursor=${Buffer.from(phone).toString('base64url')}`),
    await ask(`${APPLICATIONS}/${phone}`),
    await ask(`${APPLICATIONS}/${identityNumber}/history`),
    await ask(`/${encodeURIComponent(name)}/${encodeURIComponent(address)}?x=${encodeURIComponent(words)}`),
    await ask(`/api/v1/credit-records/${encodeURIComponent(name)}`),
    await ask(`/api/v1/road-works?road=${encodeURIComponent(address)}`),
    await ask(`${APPLICATIONS}/${phone}`, { method: 'PATCH', body: words }),
    await ask(APPLICATIONS, { headers: { authorization: `Bearer ${phone}.${accountNumber}.${identityNumber}` } }),
    await ask(APPLICATIONS, {
      headers: { authorization: `Basic ${Buffer.from(`${name}:${phone}`).toString('base64')}` },
    }),
    await ask(APPLICATIONS, { headers: { authorization: `Bearer ${await token(phone)}` } }),
  ]
}

/** What Node takes for no request at all. */
export async function sendNoRequest(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  for (const bytes of [
    `CALL /${phone} HTTP/1.1\r\nhost: a\r\n\r\n`,
    `GET /${Buffer.from(name).toString('latin1')} HTTP/1.1\r\n\r\n`,
    `${phone} ${identityNumber}\r\n\r\n`,
    `GET / HTTP/1.1\r\n${phone}\r\nx: ${'9'.repeat(20_000)}${phone}\r\n\r\n`,
  ])
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(bytes))
      socket.on('data', () => {})
      socket.on('error', () => {})
      socket.on('close', () => resolve())
      socket.setTimeout(5_000, () => socket.destroy())
    })
}
