import { randomInt, randomUUID } from 'node:crypto'
import type { City } from '../../domain/city/city.schema.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import type { Cities, LoadedCity } from '../../config/load-cities.ts'
import { isInquiryNumber } from '../../domain/asked/inquiry-number.ts'
import {
  codeInUse,
  countTry,
  endUse,
  forgetPhoneCodes,
  keepCode,
  keepNothing,
  phoneOfCase,
  phoneOfInquiry,
  useCode,
} from '../../db/queries/phone-codes.ts'
import type { Database } from '../../db/client.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { codeHashOf, isCode, isPhone, phoneHashOf } from './hashes.ts'
import type { SendSms } from './sms.ts'

const MINUTE_MS = 60_000
const CODE_MINUTES = 5
/** A code dies with its fifth wrong try: one in two hundred thousand is guessed. */
const MOST_TRIES = 5
const HOUR_MS = 60 * MINUTE_MS
/** To one telephone, whoever asks and for whichever case. */
export const MOST_PER_HOUR = 5
const MOST_PER_DAY = 20
const KEPT_MS = 48 * HOUR_MS
/** Asked and not looked at yet. */
const MOST_WAITING = 500
const AT_ONCE = 4

const MOBILE = /^1[3-9]\d{9}$/

interface Parts {
  readonly database: Database
  readonly cities: Cities
  readonly now: () => Date
  readonly keyring: () => Keyring
  readonly send: SendSms
  readonly warn: (fields: object, message: string) => void
}

interface Asked {
  readonly id: string
  /** Of the case, or of the inquiry. */
  readonly serviceNumber: string
  readonly phone: string
}

/** What a number has on record; no telephone where nobody left one. */
interface Registered {
  readonly loaded: LoadedCity
  readonly phone: string | undefined
}

/**
 * One-time codes to the telephone that a case's form names, or that who asked something left. Whoever asks is
 * answered before anybody has looked whether there is such a case, so that neither the answer nor its time tells.
 */
export class PhoneCodes {
  readonly #parts: Parts
  readonly #waiting: Asked[] = []
  readonly #running = new Set<Promise<void>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Gives the id by which the code is told back. Throws `too-many-requests` where too many wait already. */
  ask(serviceNumber: string, phone: string): string {
    if (this.#waiting.length >= MOST_WAITING)
      throw new ProblemError('too-many-requests', '此刻索取验证码的人太多，请一分钟后再试', {
        headers: { 'retry-after': '60' },
      })
    const id = randomUUID()
    this.#waiting.push({ id, serviceNumber, phone })
    this.#goOn()
    return id
  }

  /** Counts a try; the case that the code opens, or undefined: wrong, past, used, tried too often, or none at all. */
  async try(id: string, code: string): Promise<string | undefined> {
    const { database, now, keyring } = this.#parts
    const row = await countTry(database, id)
    if (row === undefined || !isCode(id, code, row.codeHash, keyring())) return undefined
    const at = now().toISOString()
    if (row.tries > MOST_TRIES || row.usedAt !== null || row.expiresAt <= at || row.serviceNumber === null)
      return undefined
    return (await useCode(database, id, at)) ? row.serviceNumber : undefined
  }

  /**
   * The city in which who told the code back is still signed in: not signed out, and the telephone on record still the
   * same.
   */
  async holds(id: string, serviceNumber: string): Promise<LoadedCity | undefined> {
    const { database, keyring } = this.#parts
    const [row, registered] = await Promise.all([codeInUse(database, id), this.#registered(serviceNumber)])
    if (row === undefined || row.phoneHash === null || registered?.phone === undefined) return undefined
    if (row.serviceNumber !== serviceNumber) return undefined
    return isPhone(registered.phone, row.phoneHash, keyring()) ? registered.loaded : undefined
  }

  async end(id: string): Promise<void> {
    await endUse(this.#parts.database, id, this.#parts.now().toISOString())
  }

  async forget(): Promise<void> {
    await forgetPhoneCodes(this.#parts.database, new Date(this.#parts.now().getTime() - KEPT_MS).toISOString())
  }

  /** Until what was asked has been looked at. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  #goOn(): void {
    while (this.#running.size < AT_ONCE) {
      const asked = this.#waiting.shift()
      if (asked === undefined) return
      const work = this.#look(asked)
        .catch((error: unknown) =>
          this.#parts.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'a code was not sent'),
        )
        .then(() => {
          this.#running.delete(work)
          this.#goOn()
        })
      this.#running.add(work)
    }
  }

  async #look({ id, serviceNumber, phone }: Asked): Promise<void> {
    const { database, keyring, now, send } = this.#parts
    const at = now().getTime()
    const before = (ms: number) => new Date(at - ms).toISOString()
    const asked = {
      id,
      askedAt: new Date(at).toISOString(),
      expiresAt: new Date(at + CODE_MINUTES * MINUTE_MS).toISOString(),
    }
    const registered = await this.#registered(serviceNumber)
    if (registered?.phone !== phone || !MOBILE.test(phone)) return keepNothing(database, asked)
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const hashes = { phoneHash: phoneHashOf(phone, keyring()), codeHash: codeHashOf(id, code, keyring()) }
    const isKept = await keepCode(database, { ...asked, serviceNumber, ...hashes }, [
      { since: before(HOUR_MS), most: MOST_PER_HOUR },
      { since: before(24 * HOUR_MS), most: MOST_PER_DAY },
    ])
    if (isKept) await send({ id, to: phone, text: textOf(registered.loaded.city, code, serviceNumber) })
  }

  async #registered(number: string): Promise<Registered | undefined> {
    const { database, cities } = this.#parts
    if (isInquiryNumber(number)) {
      const found = await phoneOfInquiry(database, number)
      const loaded = found === undefined ? undefined : cities.get(found.city)
      return loaded === undefined ? undefined : { loaded, phone: found?.phone ?? undefined }
    }
    const prefix = parseServiceNumber(number)?.prefix
    const loaded = [...cities.values()].find(({ city }) => city.servicePrefix === prefix)
    return loaded === undefined ? undefined : { loaded, phone: await phoneOfCase(database, number) }
  }
}

function textOf({ name }: City, code: string, serviceNumber: string): string {
  return `【${name}联动报装】验证码 ${code}，${CODE_MINUTES} 分钟内有效，用于查询和办理 ${serviceNumber}。任何人向您索要验证码都是诈骗，请勿告诉他人。`
}
