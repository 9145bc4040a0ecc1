import type { City } from '../../domain/city.schema.ts'
import type { Light } from '../../domain/deadline.ts'
import { SERVICE_NAMES } from '../../domain/service.ts'
import type { Service } from '../../domain/service.ts'
import { STAGE_NAMES } from '../../domain/stage.ts'
import type { View } from './answers.ts'

const LAMPS: Readonly<Record<Light, string>> = { green: '🟢', yellow: '🟡', red: '🔴' }
const DEADLINE_NAMES: Readonly<Record<string, string>> = { registration: '信息采集', survey: '联合踏勘', connection: '接入' }

/** Tells on stdout, in Chinese, who does what and how the case stands after it. */
export class Teller {
  readonly #city: City
  #lastStanding = ''

  constructor(city: City) {
    this.#city = city
  }

  title(text: string): void {
    write(`\n━━ ${text}（${this.#city.name}）━━`)
  }

  act(org: string, text: string): void {
    write(`${clock(new Date())} 【${this.nameOf(org)}】${text}`)
  }

  note(text: string): void {
    write(`${clock(new Date())}  ${text}`)
  }

  /** Stage, lights and who is awaited; said only when it has changed. */
  standing(view: View): void {
    const standing = [STAGE_NAMES[view.stage], ...view.deadlines.map((deadline) => this.#lamp(deadline)), this.#awaited(view)].filter((part) => part !== '').join('  ')
    if (standing === this.#lastStanding) return
    this.#lastStanding = standing
    write(`          └ ${standing}`)
  }

  nameOf(org: string): string {
    return this.#city.organisations.find(({ key }) => key === org)?.name ?? org
  }

  /** `网络（电信公司）` for `network:telecom`. */
  nameOfLine(line: string): string {
    const [service = '', utility = ''] = line.split(':')
    return `${SERVICE_NAMES[service as Service]}（${this.nameOf(utility)}）`
  }

  #lamp({ id, light, dueAt }: View['deadlines'][number]): string {
    const [kind = '', service] = id.split(':')
    const of = service === undefined ? '' : `·${SERVICE_NAMES[service as Service]}`
    return `${LAMPS[light]}${DEADLINE_NAMES[kind] ?? kind}${of} ${dayAndClock(new Date(dueAt))}`
  }

  #awaited(view: View): string {
    const awaited = view.awaiting.filter(({ kind }) => kind === 'fileOpinion' || kind === 'reportConnected')
    return awaited.length === 0 ? '' : `待：${[...new Set(awaited.map(({ org }) => this.nameOf(org)))].join('、')}`
  }
}

function write(text: string): void {
  process.stdout.write(`${text}\n`)
}

const ZONE = { timeZone: 'Asia/Shanghai', hourCycle: 'h23' } as const
const CLOCK = new Intl.DateTimeFormat('zh-CN', { ...ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit' })
const DAY = new Intl.DateTimeFormat('zh-CN', { ...ZONE, month: '2-digit', day: '2-digit' })

function clock(at: Date): string {
  return CLOCK.format(at)
}

/** The day only where it is not today; both in the city's time. */
export function dayAndClock(at: Date): string {
  const day = DAY.format(at)
  return day === DAY.format(new Date()) ? clock(at) : `${day} ${clock(at).slice(0, 5)}`
}
