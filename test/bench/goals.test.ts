import { expect, it, test } from 'vitest'
import { figuresOf } from '../../bench/figures.ts'
import type { Series } from '../../bench/figures.ts'
import { goalsOf } from '../../bench/goals.ts'
import type { Goal } from '../../bench/goals.ts'
import type { Run } from '../../bench/load.ts'
import { tableOf } from '../../bench/table.ts'

interface Costs {
  readonly cpu: number
  readonly rate: number
  readonly idle: number
  readonly events?: number
}

/** 100 acts, each at the same cost in all parts but the driver. */
function runOf({ cpu, rate, idle, events }: Costs): Run {
  const part = cpu * 20
  const cost = {
    seconds: 100 / rate,
    cpuMs: { worker: part, api: part, temporal: part, temporalPostgres: part, ownPostgres: part, driver: 9_999 },
    commits: { temporal: 1_200, own: 200 },
    walBytes: { temporal: 40_000, own: 60_000 },
    others: 0.1,
  }
  return {
    cases: 2,
    acts: 100,
    cost,
    idleCost: cost,
    fullActs: [1, 2, 3],
    fullReads: [1],
    idleActs: [idle, idle, 1_000],
    idleReads: [],
    history: events === undefined ? undefined : { events, bytes: 700 },
  }
}

const seriesOf = (workload: Series['workload'], costs: Costs, checkout: Series['checkout'] = 'this'): Series => ({
  workload,
  checkout,
  rounds: [runOf(costs)],
})
const RAW = seriesOf('raw', { cpu: 10, rate: 100, idle: 20, events: 5 })

function goal(series: readonly Series[], wanted: Goal['goal'], of: Goal['of'] = 'standard'): Goal | undefined {
  return goalsOf({ series, commitMs: [2] }).find((one) => one.goal === wanted && one.of === of)
}

test.each([
  ['cpu', { cpu: 16 }, 1.6, true],
  ['cpu', { cpu: 16.2 }, 1.62, false],
  ['throughput', { rate: 61 }, 0.61, true],
  ['throughput', { rate: 60 }, 0.6, false],
  ['cpu-alone', { cpu: 20 }, 2, null],
  ['idle', { idle: 24 }, 1, true],
  ['idle', { idle: 25 }, 1.04, false],
  ['history', { events: 7 }, 2, true],
  ['history', { events: 7.1 }, 2.1, false],
] as const)('goal %s of %j: %d, %s', (wanted, change, figure, met) => {
  const ours = seriesOf('standard', { cpu: 10, rate: 100, idle: 20, events: 5, ...change })
  expect(goal([RAW, ours], wanted)).toMatchObject({ figure, met })
})

it('with the checkout before in the same run, three times its acts are asked for', () => {
  const ours = seriesOf('standard', { cpu: 10, rate: 60, idle: 20 })
  const before = seriesOf('standard', { cpu: 10, rate: 20, idle: 20 }, 'before')
  expect(goal([RAW, ours, before], 'throughput')).toMatchObject({ figure: 3, met: true })
})

it('what was not measured is neither met nor missed', () => {
  const all = goalsOf({ series: [RAW], commitMs: [2] })
  expect(all.filter(({ figure, met }) => figure !== null || met !== null)).toEqual([])
  const failed: Series = { ...seriesOf('standard', { cpu: 1, rate: 1, idle: 1 }), rounds: [undefined] }
  expect(goal([RAW, failed], 'cpu')).toMatchObject({ figure: null, met: null })
})

it('peers are told, and not judged', () => {
  const ours = seriesOf('standard', { cpu: 30, rate: 30, idle: 20, events: 5 })
  const peer = seriesOf('pg-boss', { cpu: 6, rate: 300, idle: 5 })
  expect(goal([RAW, ours, peer], 'peer-throughput', 'pg-boss')).toMatchObject({ figure: 10, met: null })
  expect(goal([RAW, ours, peer], 'peer-cpu', 'pg-boss')).toMatchObject({ figure: 0.2, met: null })
})

it('figures are of one act, without whoever played the cases', () => {
  const figures = figuresOf(RAW)
  expect(figures).toMatchObject({
    actsASecond: 100,
    actMs: { idle: { p50: 20, p99: 1_000 } },
    cpuMsAnAct: { worker: 2, sum: 10, driver: 99.99 },
    alone: { actsASecond: 3, cpuMsAnAct: 333.33 },
    commitsAnAct: { temporal: 12, own: 2 },
    walBytesAnAct: { temporal: 400, own: 600 },
    historyAnAct: { events: 5, bytes: 700 },
    others: 0.1,
  })
  expect(
    tableOf([figures])
      .split('\n')
      .map((line) => line.split('|').length),
  ).toEqual([16, 16, 16])
})

it('a way that failed in each round has no figures, and the table says so', () => {
  const none = figuresOf({ ...RAW, rounds: [undefined] })
  expect([none.actsASecond, none.cpuMsAnAct.sum, none.others]).toEqual([undefined, undefined, undefined])
  expect(tableOf([none])).toContain('| — |')
})
