import type { City } from '../../domain/city/city.schema.ts'
import { DEADLINE_KINDS } from '../../domain/clocks/deadline.ts'
import type { DeadlineKind, Light } from '../../domain/clocks/deadline.ts'
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import type { LineId, Service } from '../../domain/case/service.ts'
import { STAGE_NAMES } from '../../domain/case/stage.ts'
import { TASK_CLOCK_NAMES, TASK_NAMES } from '../../domain/case/task.ts'
import type { TaskKind } from '../../domain/case/task.ts'
import type { View } from './answers.ts'

const LAMPS: Readonly<Record<Light, string>> = { green: '🟢', yellow: '🟡', red: '🔴' }
const DEADLINE_NAMES: Readonly<Record<DeadlineKind, string>> = {
  registration: '信息采集',
  survey: '踏勘',
  commitment: '承诺',
  connection: '接入',
  works: '施工',
  rectification: '整改',
  approval: '审批',
  emergencyRepair: '抢修补办',
  ...TASK_CLOCK_NAMES,
}

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
    const standing = [STAGE_NAMES[view.stage], ...lampsOf(view), this.#awaited(view)]
      .filter((part) => part !== '')
      .join('  ')
    if (standing === this.#lastStanding) return
    this.#lastStanding = standing
    write(`          └ ${standing}`)
  }

  nameOf(org: string): string {
    if (org === 'applicant') return '用户'
    return this.#city.organisations.find(({ key }) => key === org)?.name ?? org
  }

  #awaited(view: View): string {
    const awaited = view.awaiting.filter(({ kind }) => kind !== 'acknowledgeReceipt')
    const kinds = [...new Set(awaited.map(({ kind }) => kind))]
    const whom = (wanted: TaskKind) =>
      [...new Set(awaited.filter(({ kind }) => kind === wanted).map(({ org }) => this.nameOf(org)))].join('、')
    return kinds.length === 0 ? '' : `待：${kinds.map((kind) => `${TASK_NAMES[kind]}（${whom(kind)}）`).join(' ')}`
  }
}

/** One lamp for each kind, light and due time, in the order of the plan; the due time only while the clock runs. */
function lampsOf({ deadlines }: View): readonly string[] {
  const services = new Map<string, string[]>()
  const inOrder = deadlines.toSorted(
    (one, other) =>
      DEADLINE_KINDS.indexOf(one.kind) - DEADLINE_KINDS.indexOf(other.kind) ||
      one.dueAt.localeCompare(other.dueAt) ||
      one.id.localeCompare(other.id),
  )
  for (const { kind, line, light, dueAt, metAt, stoppedAt, supersededAt } of inOrder) {
    const ended = (metAt ?? supersededAt) !== undefined
    const due = ended ? '' : stoppedAt !== undefined ? '停表' : dayAndClock(new Date(dueAt))
    const lamp = `${LAMPS[light]}${DEADLINE_NAMES[kind]}|${due}`
    services.set(lamp, [...(services.get(lamp) ?? []), ...(line === undefined ? [] : [serviceName(line)])])
  }
  return [...services].map(([lamp, names]) => {
    const [what = '', due = ''] = lamp.split('|')
    return `${what}${names.length === 0 ? '' : `（${names.join('、')}）`}${due === '' ? '' : ` ${due}`}`
  })
}

export function serviceName(line: LineId): string {
  return SERVICE_NAMES[line.slice(0, line.indexOf(':')) as Service]
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

/** The day only where it is not today, seconds only where there are any; both in the city's time. */
export function dayAndClock(at: Date): string {
  const day = DAY.format(at)
  const time = clock(at).replace(/:00$/, '')
  return day === DAY.format(new Date()) ? time : `${day} ${time}`
}
