import { expect, it, test } from 'vitest'
import { cpuMsOf, parseBusy, parseStat, ticksOfTree } from '../../bench/cpu.ts'

const TAIL = '20 0 11 0 8600 1084940288 12000 18446744073709551615'
const statOf = (pid: number, name: string, parent: number, times: string) =>
  `${pid} (${name}) S ${parent} 1 1 0 -1 4194560 900 800 0 0 ${times} ${TAIL}\n`

test.each(['node', 'postgres: seven ones', 'a) S 9 (b', '((', ''])(
  'a program named %j is read behind its name',
  (name) => {
    expect(parseStat(statOf(4711, name, 12, '300 40 5 6'))).toEqual({ pid: 4711, parent: 12, ticks: 351 })
  },
)

test.each(['', '4711 (node)', '4711 (node) S', statOf(1, 'x', 2, 'a b c d')])('%j is not read', (text) => {
  expect(parseStat(text)).toBeUndefined()
})

const STATS = [
  { pid: 10, parent: 1, ticks: 5 },
  { pid: 11, parent: 10, ticks: 70 },
  { pid: 12, parent: 11, ticks: 900 },
  { pid: 20, parent: 1, ticks: 10_000 },
]

it('a program counts with all that it has started, and with nobody else', () => {
  expect([10, 11, 20, 99].map((pid) => ticksOfTree(pid, STATS))).toEqual([975, 970, 10_000, 0])
})

it('a backend that has ended counts with PostgreSQL, which has waited for it: nothing goes back', () => {
  const before = ticksOfTree(10, STATS)
  const after = ticksOfTree(10, [{ pid: 10, parent: 1, ticks: 5 + 975 - 5 }])
  expect(after).toBe(before)
})

it('nobody is his own child', () => {
  expect(ticksOfTree(0, [{ pid: 0, parent: 0, ticks: 3 }])).toBe(3)
})

it('what is idle, waits for a disk or is stolen is not busy', () => {
  expect(parseBusy('cpu  100 20 30 5000 400 6 7 80 9 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n')).toBe(163)
})

it('this process has used some, and one that is not there none', () => {
  const { own, none } = cpuMsOf({ own: [process.pid], none: [] })
  expect([own > 0, none]).toEqual([true, 0])
})

it('several of one name count together', () => {
  const { once, twice } = cpuMsOf({ once: [process.pid], twice: [process.pid, process.pid] })
  expect(twice).toBe(2 * once)
})
