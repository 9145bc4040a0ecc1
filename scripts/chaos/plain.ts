/**
 * Sixty cases at once by a plain HTTP client: each POST followed by a GET of what it answered, and by the next POST,
 * which waits for nothing but the answer.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { ACTS } from '../../domain/act/act.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { INTAKE, officer } from '../../test/fixtures/actors.ts'
import { registrationBody } from '../../test/fixtures/forms.ts'
import { connectable, NO_OBJECTION } from '../../test/fixtures/opinions.ts'
import type { Http } from './http.ts'
import { isGood } from './ledger.ts'
import type { Ledger, Sent } from './ledger.ts'
import { APPLICATIONS } from './world.ts'

export interface PlainReport {
  readonly cases: number
  readonly finished: number
  /** Cases whose last act answered with the outcome. */
  readonly endTold: number
  readonly acts: number
  /** Of the opinions sent right after a registration. */
  readonly firstOpinions: { readonly sent: number; readonly refused: number }
  readonly refusals: Readonly<Record<string, number>>
  readonly reads: number
  readonly olderReads: number
  /** GETs that answered other than 200 at first, by status. */
  readonly readsFailed: Readonly<Record<string, number>>
  readonly retried: number
  readonly withdrawals: number
  readonly withoutOutcome: number
  readonly seconds: number
}

const TRIES = 40
const AGAIN_MS = 250
const FORM = {
  services: { water: { business: 'new', tonsPerDay: 12 }, power: { business: 'new', kilovoltAmperes: 100 } },
}
const AUTHORITIES = ['zigui', 'chengguan'] as const
const LINES = ['water:shuiwu', 'power:guowang'] as const

export async function playPlain(http: Http, ledger: Ledger, cases: number): Promise<PlainReport> {
  const started = Date.now()
  const all = Array.from({ length: cases }, () => new PlainCase(http, ledger))
  const finished = await Promise.all(all.map((the) => the.toItsEnd()))
  const short = Array.from({ length: cases }, () => new PlainCase(http, ledger))
  const outcomes = await Promise.all(short.map((the) => the.withdrawn()))
  const sum = (figure: (the: PlainCase) => number) => [...all, ...short].reduce((total, the) => total + figure(the), 0)
  return {
    cases,
    finished: finished.filter((ended) => ended).length,
    endTold: all.filter((the) => the.endTold).length,
    acts: ledger.good('act').length,
    firstOpinions: { sent: cases * AUTHORITIES.length, refused: sum((the) => the.firstRefused) },
    refusals: counted(
      ledger.sent
        .filter(({ status }) => status !== undefined && status >= 400)
        .map(({ code, status }) => code ?? String(status)),
    ),
    reads: sum((the) => the.reads),
    olderReads: sum((the) => the.olderReads),
    readsFailed: counted([...all, ...short].flatMap((the) => the.readsFailed)),
    retried: ledger.retried,
    withdrawals: cases,
    withoutOutcome: outcomes.filter((outcome) => outcome === undefined).length,
    seconds: Math.round((Date.now() - started) / 100) / 10,
  }
}

class PlainCase {
  reads = 0
  olderReads = 0
  firstRefused = 0
  endTold = false
  readonly readsFailed: string[] = []
  readonly #http: Http
  readonly #ledger: Ledger
  #number = ''
  readonly #looking: Promise<void>[] = []

  constructor(http: Http, ledger: Ledger) {
    this.#http = http
    this.#ledger = ledger
  }

  /** Whether it ended connected. */
  async toItsEnd(): Promise<boolean> {
    await this.#register()
    for (const org of AUTHORITIES)
      this.firstRefused += (await this.#act('fileOpinion', officer(org), NO_OBJECTION)) > 1 ? 1 : 0
    for (const line of LINES) await this.#act('fileOpinion', officer(utilityOf(line)), connectable(line))
    await this.#act('appointConnection', INTAKE, { at: new Date(Date.now() + 3_600_000).toISOString() })
    for (const line of LINES) await this.#act('reportConnected', officer(utilityOf(line)), { line })
    await Promise.all(this.#looking)
    return this.#closed()
  }

  async #closed(): Promise<boolean> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const end = await this.#http.get(INTAKE, `${APPLICATIONS}/${this.#number}`)
      if (end?.body['stage'] === 'closed') return end.body['outcome'] === 'connected'
      await sleep(AGAIN_MS)
    }
    return false
  }

  /** Registered and withdrawn at once; gives the outcome that the withdrawal answered. */
  async withdrawn(): Promise<unknown> {
    await this.#register()
    const sent = await this.#send('withdrawApplication', INTAKE, { reason: '项目取消' })
    await Promise.all(this.#looking)
    return sent.answer?.['outcome']
  }

  async #register(): Promise<void> {
    const sent = await this.#http.post(
      this.#ledger.note({
        kind: 'registration',
        type: 'register',
        path: APPLICATIONS,
        party: INTAKE,
        body: registrationBody({}, FORM),
      }),
    )
    if (sent.status === undefined || !isGood(sent.status))
      throw new Error(`登记没有成功：${sent.status} ${JSON.stringify(sent.answer)}`)
    this.#number = String(sent.answer?.['serviceNumber'])
    this.#looking.push(this.#look(INTAKE, Number(sent.answer?.['seq'])))
  }

  /** Until it is taken; gives how often it was sent. A refusal that may be tried again is tried under a new key. */
  async #act<A extends ActType>(type: A, party: Actor, body: ActBodies[A]): Promise<number> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const sent = await this.#send(type, party, body)
      if (sent.status !== undefined && isGood(sent.status)) return attempt
      await sleep(AGAIN_MS)
    }
    throw new Error(`${this.#number} ${type} ${TRIES} 次都没有办成`)
  }

  async #send(type: ActType, party: Actor, body: unknown): Promise<Sent> {
    const sent = await this.#http.post(
      this.#ledger.note({
        kind: 'act',
        type,
        subject: this.#number,
        path: `${APPLICATIONS}/${this.#number}/${ACTS[type].path}`,
        party,
        body,
      }),
    )
    if (sent.status === undefined || !isGood(sent.status)) return sent
    this.#looking.push(this.#look(party, Number(sent.answer?.['seq'])))
    this.endTold = sent.answer?.['outcome'] !== undefined
    return sent
  }

  /** What was answered, read back. */
  async #look(party: Actor, minSeq: number): Promise<void> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const answer = await this.#http.get(party, `${APPLICATIONS}/${this.#number}?minSeq=${minSeq}`)
      if (answer?.status === 200) {
        this.reads += 1
        if (Number(answer.body['seq']) < minSeq) this.olderReads += 1
        return
      }
      this.readsFailed.push(String(answer?.status ?? 'none'))
      await sleep(AGAIN_MS)
    }
  }
}

function utilityOf(line: string): string {
  return line.slice(line.indexOf(':') + 1)
}

function counted(all: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const one of all) counts[one] = (counts[one] ?? 0) + 1
  return counts
}
