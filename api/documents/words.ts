/** Chinese words for what documents say. */
import type { PromiseLimits, TouchKind } from '../../domain/approvals/touch-item.ts'
import type { Commitment } from '../../domain/commitment/commitment.schema.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import type { DemandForm } from '../../domain/demand/registration.schema.ts'
import { quantityWords } from '../../domain/demand/quantity.ts'
import { BUSINESS_NAMES, TOUCHED } from '../../domain/case/service.ts'
import { TASK_CLOCK_NAMES } from '../../domain/case/task.ts'
import type { BusinessType, Service, Touched } from '../../domain/case/service.ts'

type Length = City['deadlines']['survey']['length']

/** 2026年11月24日 14时45分 */
export function timeWords(localTime: string): string {
  return `${dateWords(localTime.slice(0, 10))} ${localTime.slice(11, 13)}时${localTime.slice(14, 16)}分`
}

/** 2026年11月24日, of `YYYY-MM-DD`. */
export function dateWords(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

export const DEADLINE_WORDS: Readonly<Record<DeadlineKind, string>> = {
  registration: '信息采集',
  survey: '联合踏勘',
  commitment: '签署承诺书',
  works: '外线工程施工',
  rectification: '限期整改',
  connection: '接入',
  approval: '并联审批',
  emergencyRepair: '抢修补办',
  ...TASK_CLOCK_NAMES,
}

export function lengthWords(length: Length): string {
  switch (length.kind) {
    case 'workingDays':
      return `${length.days} 个工作日`
    case 'workingHours':
      return `${length.hours} 个工作小时`
    case 'wholeDays':
      return `${length.days} 个整工作日`
    case 'sameDay':
      return '0 个工作日（当日）'
    case 'elapsedSeconds':
      return `${length.seconds} 秒（演练）`
  }
}

/** （200 米以内、不封闭车道） */
export function limitWords({ metres, lanesOpen }: PromiseLimits = {}): string {
  const words = [
    ...(metres === undefined ? [] : [`${metres} 米以内`]),
    ...(lanesOpen === undefined ? [] : ['不封闭车道']),
  ]
  return words.length === 0 ? '' : `（${words.join('、')}）`
}

export const TOUCHED_WORDS: Readonly<Record<TouchKind, string>> = {
  road: '道路',
  greenery: '绿化',
  traffic: '交通',
  planning: '规划',
  other: '其他',
}

/** One of the four words of an opinion. */
export function isWord(said: string): said is Touched {
  return (TOUCHED as readonly string[]).includes(said)
}

/** A word, or an item as the city's list calls it. */
export function touchWords(said: string, { approvals }: Pick<City, 'approvals'>): string {
  return isWord(said) ? TOUCHED_WORDS[said] : (approvals.list.find(({ key }) => key === said)?.name ?? said)
}

const BUSINESS: Readonly<Record<Service, Partial<Readonly<Record<BusinessType, string>>>>> = {
  water: { new: '新开户', temporary: '临时用水' },
  power: { new: '新装', temporary: '临时用电' },
  gas: { new: '新开户', temporary: '临时用气' },
  network: {},
  catv: {},
}

/** 新开户，120 吨/日 */
export function demandWords(service: Service, services: DemandForm['services']): string {
  const of = services[service]
  const more =
    of === undefined
      ? []
      : [
          ...(of.accountNumber === undefined ? [] : [`户号 ${of.accountNumber}`]),
          ...(of.until === undefined ? [] : [`用至 ${of.until}`]),
          ...(of.alteration === undefined ? [] : [of.alteration]),
        ]
  return [amountWords(service, services), ...more].join('，')
}

function amountWords(service: Service, { water, power, gas, network, catv }: DemandForm['services']): string {
  const business = (type: BusinessType) => BUSINESS[service][type] ?? BUSINESS_NAMES[type]
  const other = (type: BusinessType = 'new') => (type === 'new' ? '' : `${business(type)}，`)
  const amount = (quantity: number | undefined, unit: string) =>
    quantity === undefined ? '数量待补正' : quantityWords(quantity, unit)
  switch (service) {
    case 'water':
      return water === undefined ? '' : `${business(water.business)}，${amount(water.tonsPerDay, '吨/日')}`
    case 'power':
      return power === undefined
        ? ''
        : `${business(power.business)}，${amount(power.kilovoltAmperes, '千伏安（千瓦）')}`
    case 'gas':
      return gas === undefined
        ? ''
        : [
            business(gas.business),
            gas.use === 'production' ? '生产' : '生活',
            amount(gas.cubicMetresPerDay, '立方米/日'),
          ].join('，')
    case 'network':
      return network === undefined
        ? ''
        : other(network.business) +
            network.access.map((access) => (access === 'broadband' ? '宽带' : '电话')).join('、')
    case 'catv':
      return catv === undefined ? '' : `${other(catv.business)}${catv.terminals} 个终端`
  }
}

export function sectionWords(sections: Commitment['sections']): string {
  return sections.map(({ road, from, to }) => `${road}（${from} 至 ${to}）`).join('；')
}
