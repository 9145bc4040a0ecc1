/** What `npm run bench` was asked for. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { readEnvironment } from '../environment.ts'
import { USUAL_SHARDS } from './ground.ts'
import type { Spans } from './load.ts'
import type { Settings } from './product.ts'
import { WORKLOADS } from './way.ts'
import type { WorkloadName } from './way.ts'

export const USAGE =
  '用法：npm run bench -- [--quick | --minutes 30] ' +
  `[--only ${WORKLOADS.join(',')}] [--product 目录] [--before 目录] ` +
  '[--set 变量=值]… [--workers 1] [--apis 1] [--shards 4]'

/** Given up as a whole when it takes so much longer than asked for. */
const LONGER_MINUTES = 10
const MOST_MINUTES = 240
const MOST_PROCESSES = 16
const MOST_SHARDS = 1_024
const THIS_CHECKOUT = fileURLToPath(new URL('..', import.meta.url))
/** Those without which nothing would be measured, or something else. */
const OURS_TO_SET = /^(?:HOST|PORT|.*_PORT|DATA_DIR|DATABASE_URL|TEMPORAL_.*|TASK_QUEUE|PAYLOAD_KEYS|AUTH_.*)$/

export interface Asked {
  /** No round begins that would end later. */
  readonly minutes: number
  readonly giveUpAfterMinutes: number
  readonly mostRounds: number
  readonly spans: Spans
  readonly only: readonly WorkloadName[]
  /** Top folder of the checkout whose programs are measured, and of one to compare it with. */
  readonly product: string
  readonly before: string | undefined
  /** Of the product, here and before. */
  readonly settings: Settings
  readonly shards: number
}

/** Throws a sentence where an option is not one of ours or its value is wrong. */
export function asked(args: readonly string[]): Asked {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      only: { type: 'string' },
      product: { type: 'string', default: THIS_CHECKOUT },
      before: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      workers: { type: 'string', default: '1' },
      apis: { type: 'string', default: '1' },
      shards: { type: 'string', default: String(USUAL_SHARDS) },
    },
  })
  if (values.quick && values.minutes !== undefined) throw new Error('--quick 与 --minutes 只能用一个')
  const minutes = values.quick ? 8 : Number(values.minutes ?? '30')
  if (!(minutes > 0 && minutes <= MOST_MINUTES)) throw new Error(`--minutes 应大于 0，至多 ${MOST_MINUTES}`)
  return {
    minutes,
    giveUpAfterMinutes: minutes + LONGER_MINUTES,
    mostRounds: values.quick ? 2 : 20,
    spans: values.quick ? { full: 8, idle: 3 } : { full: 20, idle: 10 },
    only: values.only === undefined ? WORKLOADS : namesIn(values.only),
    product: checkoutOf('--product', values.product),
    before: values.before === undefined ? undefined : checkoutOf('--before', values.before),
    settings: {
      set: Object.fromEntries(values.set.map(settingIn)),
      workers: countOf('--workers', values.workers, MOST_PROCESSES),
      apis: countOf('--apis', values.apis, MOST_PROCESSES),
    },
    shards: countOf('--shards', values.shards, MOST_SHARDS),
  }
}

/** A whole number from 1 to `most`. */
export function countOf(option: string, text: string, most: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0
  if (count < 1 || count > most) throw new Error(`${option} 应为 1 到 ${most} 的整数`)
  return count
}

/** `NAME=VALUE`, of a variable that our programs know, with a value that they take. */
function settingIn(text: string): readonly [string, string] {
  const [, name = '', value = ''] = /^([A-Z_]+)=(.+)$/s.exec(text) ?? []
  if (name === '') throw new Error(`--set ${text} 应写作 变量=值`)
  if (OURS_TO_SET.test(name)) throw new Error(`--set ${name}：这个变量由本命令自己定`)
  if (!Object.hasOwn(readEnvironment({ [name]: value }), name)) throw new Error(`--set ${name} 不是本系统的变量`)
  return [name, value]
}

function namesIn(text: string): readonly WorkloadName[] {
  return text.split(',').map((given) => {
    const name = WORKLOADS.find((one) => one === given.trim())
    if (name === undefined) throw new Error(`--only 没有 ${given.trim() || '（空）'}；有：${WORKLOADS.join('、')}`)
    return name
  })
}

function checkoutOf(option: string, path: string): string {
  const missing = ['server.ts', 'worker.ts', 'node_modules'].find((name) => !existsSync(join(path, name)))
  if (missing !== undefined) throw new Error(`${option} ${path} 不是装好依赖的一份代码：没有 ${missing}`)
  return resolve(path)
}
