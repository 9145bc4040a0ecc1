/**
 * what people send lies nowhere in clear but in PostgreSQL: neither in Temporal's store nor in any log. The same
 * search finds the same words where somebody has put them there unsealed.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Client } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openDevelopmentIssuer } from '../../api/auth/development-issuer.ts'
import type { DevelopmentIssuer, TokenRequest } from '../../api/auth/development-issuer.ts'
import { play } from '../../scripts/demo/play.ts'
import { afterTheCase } from '../../scripts/demo/scenarios/after-the-case.ts'
import { individualSingle } from '../../scripts/demo/scenarios/individual-single.ts'
import { straight } from '../../scripts/demo/scenarios/straight.ts'
import { transfer } from '../../scripts/demo/scenarios/transfer.ts'
import { connectTemporal } from '../../temporal/client.ts'
import { newKey } from '../fixtures/api.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { formsOf, hitsOf } from './clear/forms.ts'
import type { Hit } from './clear/forms.ts'
import { asAnswered, logs, metrics, storeFiles, storeRows } from './clear/places.ts'
import { LoggedStack } from './clear/stack.ts'
import { wordsOf } from './clear/words.ts'
import { MARKED, sendNoRequest, sendWhatIsWrong } from './clear/wrong.ts'

const APPLICATIONS = '/api/v1/applications'
/** A case of four services; a person's; a transfer; one with later inspection, credit record and instalments. */
const SCENARIOS = [straight, individualSingle, transfer, afterTheCase]

let stack: LoggedStack
let temporal: Client
let issuer: DevelopmentIssuer
const sent: unknown[] = []

beforeAll(async () => {
  stack = await LoggedStack.begin()
  temporal = await connectTemporal(stack.environment)
  issuer = await openDevelopmentIssuer(stack.environment)
  const ask = globalThis.fetch
  vi.stubGlobal('fetch', (...[input, init]: Parameters<typeof fetch>) => {
    if (typeof init?.body === 'string') keep(init.body)
    return ask(input, init)
  })
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await temporal.connection.close()
  await stack.end()
})

function keep(body: string): void {
  try {
    sent.push(JSON.parse(body))
  } catch {
    // What is no JSON says nothing but MARKED.
  }
}

const words = () => [...new Set([...wordsOf(sent), ...Object.values(MARKED)])]

const tokenOf = (claims: Pick<TokenRequest, 'org' | 'role' | 'sub'>) =>
  issuer.issueToken({ city: 'chibi', expiresInSeconds: 600, ...claims })

async function post(path: string, claims: Parameters<typeof tokenOf>[0], body: unknown) {
  const answer = await fetch(`${stack.target.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokenOf(claims)}`,
      'content-type': 'application/json',
      'idempotency-key': newKey(),
    },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, string> }
}

async function inClear(sought: readonly string[]): Promise<readonly Hit[]> {
  const copy = stack.copyOfStore()
  // As bytes first: to open it undoes what was under way.
  const files = storeFiles(copy)
  const { DATA_DIR } = stack.environment
  const places = [files, storeRows(copy), logs(DATA_DIR), await asAnswered(temporal), await metrics(stack.metricsUrls)]
  return hitsOf(sought, new Map(places.flatMap((each) => [...each])))
}

/** Registers for the person of MARKED; gives the number. */
async function registerMarked(): Promise<string> {
  const { name, identityNumber, address, contact, phone, accountNumber, words: remarks } = MARKED
  const body = registrationBody(
    {},
    {
      applicant: { kind: 'individual', name, identityNumber },
      address,
      contact,
      phone,
      remarks,
      services: { power: { business: 'increase', kilovoltAmperes: 100, accountNumber } },
    },
  )
  const answer = await post(APPLICATIONS, { org: 'hubeiGovernmentService', role: 'system' }, body)
  expect([answer.status, answer.body]).toEqual([201, expect.any(Object)])
  return answer.body['serviceNumber'] ?? ''
}

/** 国网's own receiver, which takes nothing and says what it was sent. */
async function refusingReceiver(): Promise<readonly string[]> {
  const heard: string[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push(body)
      response.writeHead(422, { 'content-type': 'application/json' }).end(body)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  expect((await post('/api/v1/subscriptions', { org: 'guowang', role: 'system' }, { url })).status).toBe(201)
  return heard
}

describe('the search', () => {
  const word = '赤壁市 13998765432'
  it('finds a word however it is written down', () => {
    const written: Readonly<Record<string, Buffer>> = {
      log: Buffer.from(`{"msg":"${word}"}`),
      wide: Buffer.from(`x${word}x`, 'utf16le'),
      json: Buffer.from(
        JSON.stringify(word).replaceAll(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`),
      ),
      url: Buffer.from(`/?q=${encodeURIComponent(word)}`),
      quoted: Buffer.from(
        Array.from(Buffer.from(word), (byte) =>
          byte < 0x80 ? String.fromCharCode(byte) : `\\${byte.toString(8)}`,
        ).join(''),
      ),
      hex: Buffer.from(Buffer.from(`x${word}`).toString('hex')),
      ...Object.fromEntries(
        ['', 'a', 'ab'].map((before) => [
          `base64 ${before}`,
          Buffer.from(Buffer.from(`${before}${word}}`).toString('base64')),
        ]),
      ),
    }
    const found = hitsOf([word], new Map(Object.entries(written)))
    expect(new Set(found.map(({ place }) => place))).toEqual(new Set(Object.keys(written)))
    expect(hitsOf([word], new Map([['other', Buffer.from('赤壁市 13998765431')]]))).toEqual([])
  })

  it('takes no form that any ciphertext might hold', () => {
    for (const each of ['刘工', '王建国', '13998765432'])
      expect([...formsOf(each).values()].every(({ length }) => length >= 6)).toBe(true)
  })
})

describe('R-39: nothing of a person lies in clear in Temporal’s store or in a log', () => {
  it('after whole cases, matters and a later inspection, through API and worker', async () => {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const played = await Promise.all(SCENARIOS.map((scenario) => play([scenario], stack.target))).finally(() =>
      out.mockRestore(),
    )
    expect(played.flatMap((summaries) => Object.entries(summaries).map(([name, { ok }]) => [name, ok]))).toEqual(
      SCENARIOS.map(({ name }) => [name, true]),
    )
    expect(words().length).toBeGreaterThan(60)
    expect(words()).toEqual(
      expect.arrayContaining(['王建国', '13871234567', '91440101MA5CJQ4N59', '11010519491231002X']),
    )
    expect(words()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^[\da-f-]{18}$/),
        '0715-5222110',
        '陈立军',
        '赤壁市赤马港街道河北大道 188 号',
      ]),
    )
    expect(await inClear(words())).toEqual([])
  }, 400_000)

  it('after pushes that are refused, what is wrong, and acts while PostgreSQL is away', async () => {
    const heard = await refusingReceiver()
    const serviceNumber = await registerMarked()
    await expect.poll(() => heard.join().includes(MARKED.phone)).toBe(true)
    const statuses = await sendWhatIsWrong(stack.target.url, (sub) => tokenOf({ org: 'window', role: 'clerk', sub }))
    expect(new Set(statuses)).toEqual(new Set([200, 400, 401, 404, 405, 415, 422]))
    await sendNoRequest(stack.target.url)
    await stack.stopPostgres()
    const { contact, phone } = MARKED
    const corrected = await post(
      `${APPLICATIONS}/${serviceNumber}/contact`,
      { org: 'window', role: 'clerk' },
      { contact: `${contact}之子`, phone },
    )
    expect(corrected.status).toBe(200)
    const failure = async () =>
      (await temporal.workflow.getHandle(serviceNumber).describe()).raw.pendingActivities?.[0]?.lastFailure?.message
    await expect.poll(failure).toBe('Encoded failure')
    expect(await inClear(words())).toEqual([])
    await stack.startPostgres()
    await expect.poll(failure, { timeout: 60_000 }).toBeUndefined()
    expect(await inClear(words())).toEqual([])
  })

  it('nor what somebody has the temporal command line send in clear to an update, which is refused', async () => {
    const serviceNumber = await registerMarked()
    const body = { contact: '公冶长卿', phone: '13755667788' }
    const act = { actor: { sub: 'x', org: 'window', role: 'clerk' }, bodyHash: 'x', body }
    const update = ['workflow', 'update', 'execute', '--workflow-id', serviceNumber, '--name', 'correctContact']
    expect(await stack.temporal(...update, '--input', JSON.stringify(act))).toBe(false)
    expect(await inClear(Object.values(body))).toEqual([])
  })
})

describe('the same words, unsealed, are found by the same search', () => {
  it('R-39: in a signal, a start, its id, its memo, its task queue, a search attribute and a reason; in no log', async () => {
    const serviceNumber = await registerMarked()
    const { name, phone, identityNumber, contact, address, accountNumber, creditCode, words: remarks } = MARKED
    const body = { remarks: Object.values(MARKED).join('，') }
    const signal = { actor: { sub: 'x', org: 'zigui', role: 'officer' }, body }
    const start = `start --type application --workflow-id planted-${phone} --task-queue ${identityNumber}`
    const unsealed = ['--input', JSON.stringify({ address }), '--static-summary', accountNumber]
    const beside = ['--memo', `name=${JSON.stringify(name)}`, '--search-attribute', `Stage=${JSON.stringify(contact)}`]
    for (const args of [
      ['signal', '--workflow-id', serviceNumber, '--name', 'fileOpinion', '--input', JSON.stringify(signal)],
      start.split(' ').concat(unsealed, beside),
      ['terminate', '--workflow-id', `planted-${phone}`, '--reason', `${creditCode} ${remarks}`],
    ])
      expect([args[0], await stack.temporal('workflow', ...args)]).toEqual([args[0], true])
    const found = async () => {
      const hits = await inClear(Object.values(MARKED))
      const within = (place: RegExp) => new Set(hits.flatMap((hit) => (place.test(hit.place) ? [hit.word] : [])))
      return {
        store: within(/^temporal\.db/),
        rows: within(/^table /),
        answered: within(/^(list|workflow|history) /),
        logs: hits.flatMap(({ place, word }) => (place.startsWith('logs/') ? [`${place} ${word}`] : [])),
      }
    }
    await expect.poll(async () => (await found()).answered.size, { timeout: 60_000 }).toBe(Object.keys(MARKED).length)
    const { store, rows, answered } = await found()
    const all = new Set(Object.values(MARKED))
    expect([store, rows, answered]).toEqual([all, all, all])
    // Temporal tells, by and by, of what it runs by its id and where; nobody tells what is in it.
    await expect
      .poll(async () => new Set((await found()).logs), { timeout: 60_000 })
      .toEqual(new Set([phone, identityNumber].map((word) => `logs/temporal.log ${word}`)))
  })
})
