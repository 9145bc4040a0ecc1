import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Clone, isRunning } from './clone.ts'

const AT_WORK = 'fake npm at work'
const WAITS = '正在安装依赖，等它装完'
let clone: Clone

beforeEach(() => {
  clone = new Clone()
})
afterEach(() => clone.remove())

const times = (text: string, said: string) => said.split(text).length - 1
const installers = () =>
  clone.installations.filter((line) => line.startsWith('begin')).map((line) => Number(line.slice('begin '.length)))

describe('two commands at once in one clone do not install over each other', () => {
  it('the second waits, says so once, and finds everything installed', async () => {
    const first = clone.run()
    await first.says(AT_WORK)
    const second = clone.run()
    await second.says(WAITS)
    clone.put('go')
    expect(await Promise.all([first.ends(), second.ends()])).toEqual([0, 0])
    expect([times('hello', first.said), times('hello', second.said), times(WAITS, second.said)]).toEqual([1, 1, 1])
    expect([installers().length, clone.installations.length, clone.locks]).toEqual([1, 2, []])
  })

  it('of five begun in the same moment one installs', async () => {
    clone.put('go')
    const runs = Array.from({ length: 5 }, () => clone.run())
    expect(await Promise.all(runs.map((run) => run.ends()))).toEqual([0, 0, 0, 0, 0])
    expect(runs.map(({ said }) => times('hello', said))).toEqual([1, 1, 1, 1, 1])
    expect([installers().length, clone.installations.length, clone.locks]).toEqual([1, 2, []])
  })

  it('where the first is killed, the others end what it left running, and one takes over', async () => {
    const first = clone.run()
    await first.says(AT_WORK)
    await first.destroy()
    const [left = 0] = installers()
    expect([isRunning(left), clone.locks]).toEqual([true, ['.install.lock']])
    const others = Array.from({ length: 3 }, () => clone.run())
    await Promise.any(others.map((run) => run.says(AT_WORK)))
    expect(isRunning(left)).toBe(false)
    clone.put('go')
    expect(await Promise.all(others.map((run) => run.ends()))).toEqual([0, 0, 0])
    expect([
      installers().length,
      clone.installations.filter((line) => line.startsWith('end')).length,
      clone.locks,
    ]).toEqual([2, 1, []])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends the first with its installation and leaves no lock; the second installs',
    async (signal) => {
      const first = clone.run()
      await first.says(AT_WORK)
      const second = clone.run()
      await second.says(WAITS)
      first.kill(signal)
      expect(await first.ends()).toBe(signal === 'SIGINT' ? 130 : 143)
      expect(first.said).toContain('中断')
      await second.says(AT_WORK)
      expect(installers().map(isRunning)).toEqual([false, true])
      clone.put('go')
      expect([await second.ends(), times('hello', second.said), clone.locks]).toEqual([0, 1, []])
    },
  )

  it('a signal ends one that waits and leaves the lock to its owner', async () => {
    const first = clone.run()
    await first.says(AT_WORK)
    const second = clone.run()
    await second.says(WAITS)
    second.kill('SIGINT')
    await second.ends()
    expect([second.said.includes('hello'), clone.locks]).toEqual([false, ['.install.lock']])
    clone.put('go')
    expect([await first.ends(), clone.locks]).toEqual([0, []])
  })

  it('where the installation of the first fails, the second tries itself', async () => {
    const first = clone.run()
    await first.says(AT_WORK)
    const second = clone.run()
    await second.says(WAITS)
    clone.put('fail')
    expect([await first.ends(), first.said.includes('依赖安装失败')]).toEqual([1, true])
    await second.says(AT_WORK)
    clone.put('go')
    expect([await second.ends(), installers().length, clone.locks]).toEqual([0, 2, []])
  })

  it('a lock whose owner’s pid is somebody else’s by now is taken over', async () => {
    clone.put('go')
    clone.put('.install.lock', JSON.stringify({ owner: { pid: process.pid, startedAt: 'long ago' } }))
    const run = clone.run()
    expect([await run.ends(), times(WAITS, run.said), clone.locks]).toEqual([0, 0, []])
  })

  it('with everything installed no lock is taken, and nothing is installed', async () => {
    clone.put('go')
    await clone.run().ends()
    const again = clone.run()
    expect([await again.ends(), again.said, installers().length]).toEqual([0, 'hello\n', 1])
  })
})
