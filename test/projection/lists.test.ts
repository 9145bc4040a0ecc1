import { beforeAll, describe, expect, it } from 'vitest'
import { projectEvents } from '../../db/projection.ts'
import { countApplications, listApplications } from '../../db/queries/application-list.ts'
import type { ApplicationFilter, ApplicationSort } from '../../db/queries/application-list.ts'
import { countTasks, openTasks, tasksBy } from '../../db/queries/tasks.ts'
import type { TaskFilter, TaskSort } from '../../db/queries/tasks.ts'
import type { SoughtIn } from '../../db/queries/sought.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { LIGHTS, lightOf } from '../../domain/clocks/deadline.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { testDatabase } from './database.ts'

const server = testDatabase()
const NOW = '2026-11-23T05:00:00.000Z'
const city = 'chibi'

interface Drawn {
  readonly sequence: number
  readonly name?: string
  readonly address?: string
  readonly due?: string
}

const numberOf = (sequence: number) => makeServiceNumber('CB', '2026-11-23', sequence)
const START = '2026-11-23T01:00:00.000Z'

/** At the survey, with a clock of 自规局's opinion that is due then. */
function surveyed({
  sequence,
  name = '湖北蒲圻精密制造有限公司',
  address = '赤马港河北大道 188 号',
  due,
}: Drawn): PureCase {
  const body = registration({}, { address })
  Object.assign(body.form.applicant, { name })
  const the = new PureCase(applicationInput(body, { serviceNumber: numberOf(sequence) }))
  the.at = new Date(Date.parse(START) + sequence * 1_000).toISOString()
  the.atSurvey()
  if (due !== undefined) clock(the, due)
  return the
}

function clock(the: PureCase, dueAt: string): void {
  const task = Object.values(the.state.tasks).find(({ kind, org }) => kind === 'fileOpinion' && org === 'zigui')
  const deadline: Deadline = {
    id: task?.deadlineId ?? '',
    kind: 'fileOpinion',
    owner: 'zigui',
    rule: 'R-13',
    length: { kind: 'workingDays', days: 2 },
    startedAt: START,
    warnAt: new Date(Date.parse(dueAt) - 3_600_000).toISOString(),
    dueAt,
    minutes: 780,
    calendarVersion: 'cn-2026.1',
    provisional: false,
    advisory: false,
  }
  the.record({ type: 'deadlineStarted', rule: 'R-33', data: { deadline } })
}

const project = (the: PureCase) => projectEvents(server.database, the.state.serviceNumber, the.events)

async function numbers(filter: Partial<ApplicationFilter> & { readonly sort?: ApplicationSort }): Promise<number[]> {
  const { items } = await listApplications(server.database, { city, now: NOW, limit: 50, sort: 'oldest', ...filter })
  return items.map(({ serviceNumber }) => Number(serviceNumber.slice(12, 17)))
}

const inbox = (change: Partial<TaskFilter> = {}): TaskFilter => ({ city, org: 'zigui', now: NOW, ...change })
const opinions = (change: Partial<TaskFilter> = {}) => inbox({ kind: 'fileOpinion', ...change })

async function tasks(filter: TaskFilter & { readonly sort?: TaskSort }): Promise<number[]> {
  const { items } = await openTasks(server.database, { ...filter, limit: 100 })
  return items.map(({ serviceNumber }) => Number(serviceNumber.slice(12, 17)))
}

/** Red, yellow, green, and three without a clock. */
beforeAll(async () => {
  await project(surveyed({ sequence: 1, name: '赤壁湖畔酒店有限公司', due: '2026-11-23T04:00:00.000Z' }))
  await project(surveyed({ sequence: 2, name: '张畔湖', address: '赤壁市湖畔路２号', due: '2026-11-23T05:30:00.000Z' }))
  await project(surveyed({ sequence: 3, due: '2026-11-25T09:30:00.000Z' }))
  const passed = surveyed({ sequence: 4, name: 'ＡＢＣ（中国）_公司', due: '2026-11-23T04:30:00.000Z' })
  passed.act('hasten', officer('zhujian'), { task: `${numberOf(4)}:fileOpinion:zigui`, note: '请加快' })
  await project(passed)
  await project(surveyed({ sequence: 5, address: '赤马港街道𠮷祥巷' }))
  await project(surveyed({ sequence: 6 }))
})

describe('R-10: cases are found', () => {
  const by = (text: string, where: SoughtIn = 'all') => numbers({ sought: { name: { text, in: where } } })

  it('by a part of a name: in this order, whatever its width, case and spaces', async () => {
    expect(await by('湖畔')).toEqual([1])
    expect(await by('有限公司')).toEqual([1, 3, 5, 6])
    expect(await by('abc(中国)')).toEqual([4])
    expect(await by('Ａ ＢＣ')).toEqual([4])
    expect(await by('%公')).toEqual([])
    expect(await by('国)_公')).toEqual([4])
    expect(await by('国)公')).toEqual([])
  })

  it('by address, number, code, and the day of registration', async () => {
    expect(await numbers({ sought: { address: { text: '湖畔路2号', in: 'all' } } })).toEqual([2])
    expect(await numbers({ sought: { address: { text: '𠮷祥', in: 'all' } } })).toEqual([5])
    expect(await numbers({ sought: { serviceNumber: 'CB-20261123-00003' } })).toEqual([3])
    expect(await numbers({ sought: { serviceNumber: 'CB-2026_' } })).toEqual([])
    expect(await numbers({ sought: { projectCode: '2411-421281-04-01-123456' } })).toHaveLength(6)
    expect(await numbers({ sought: { creditCode: { text: '91440101MA5CJQ4N59', in: 'all' } } })).toHaveLength(6)
    expect(
      await numbers({ registered: { from: '2026-11-22T16:00:00Z', before: '2026-11-23T16:00:00Z' } }),
    ).toHaveLength(6)
    expect(await numbers({ registered: { from: '2026-11-23T16:00:00Z' } })).toEqual([])
  })

  it('R-39: only where the case gives whoever asks a part that sees what is sought whole', async () => {
    const as = (org: string, parts: Extract<SoughtIn, object>['parts']) => by('湖畔', { org, parts })
    expect(await as('shuiwu', ['utility'])).toEqual([1])
    expect(await as('zigui', ['opinion'])).toEqual([1])
    expect(await as('shuiwu', ['neighbour', 'invited'])).toEqual([])
    expect(await as('mobile', ['utility'])).toEqual([])
    const { items } = await openTasks(server.database, {
      ...inbox({ words: [{ text: '湖畔', kinds: [] }], namesIn: { org: 'zigui', parts: ['opinion'] } }),
      limit: 9,
    })
    expect(new Set(items.map(({ serviceNumber }) => serviceNumber))).toEqual(new Set([numberOf(1)]))
    expect(await tasks(inbox({ words: [{ text: '湖畔', kinds: [] }] }))).toEqual([])
  })
})

describe('R-33: lights, due times and persons are filtered and counted', () => {
  it('as each deadline says for itself', async () => {
    const { items } = await openTasks(server.database, { ...opinions(), limit: 100 })
    const own = items.map(({ deadline, ...task }) => {
      const clock = deadline && Object.fromEntries(Object.entries(deadline).filter(([, value]) => value !== null))
      return [Number(task.serviceNumber.slice(12, 17)), clock ? lightOf(clock as unknown as Deadline, NOW) : 'none']
    })
    expect(own).toEqual([
      [1, 'red'],
      [4, 'red'],
      [2, 'yellow'],
      [3, 'green'],
      [5, 'none'],
      [6, 'none'],
    ])
    for (const light of [...LIGHTS, 'none'] as const)
      expect([light, await tasks(opinions({ light }))]).toEqual([
        light,
        own.flatMap(([number, of]) => (of === light ? [number] : [])),
      ])
    expect(await countTasks(server.database, opinions())).toEqual({ red: 2, yellow: 1, green: 1, none: 2 })
    expect(await countApplications(server.database, { city, org: 'zigui', now: NOW })).toEqual({
      red: 2,
      yellow: 1,
      green: 1,
    })
    expect(await numbers({ light: 'red' })).toEqual([1, 4])
    expect(await numbers({ light: 'none' })).toEqual([5, 6])
  })

  it('R-38: asked for haste, green is yellow', async () => {
    const before = '2026-11-23T03:00:00.000Z'
    expect(await tasks(opinions({ light: 'yellow', now: before }))).toEqual([1, 4])
    expect(await tasks(opinions({ light: 'yellow', now: '2026-11-23T02:00:00.000Z' }))).toEqual([4])
  })

  it('by when it is due', async () => {
    expect(await numbers({ sort: 'due' })).toEqual([1, 4, 2, 3])
    expect(await numbers({ sort: 'due', due: { from: NOW } })).toEqual([2, 3])
    expect(await numbers({ due: { before: NOW } })).toEqual([1, 4])
    expect(await tasks(opinions({ due: { from: NOW, before: '2026-11-24T00:00:00.000Z' } }))).toEqual([2])
  })

  it('by whom it was given to, or by nobody yet', async () => {
    const the = surveyed({ sequence: 7 })
    the.act('reassignTask', officer('zigui'), { task: `${numberOf(7)}:fileOpinion:zigui`, person: 'zigui-lead' })
    await project(the)
    expect(await tasks(inbox({ person: 'zigui-lead' }))).toEqual([7])
    expect(await numbers({ person: { org: 'zigui', account: 'zigui-lead' } })).toEqual([7])
    expect(await numbers({ person: { org: 'shuiwu', account: 'zigui-lead' } })).toEqual([])
    const nobodys = await tasks(opinions({ person: null }))
    expect(nobodys).not.toContain(7)
    expect((await tasksBy(server.database, inbox())).persons).toContain('zigui-lead')
  })
})

describe('R-10, R-38: pages while others write', () => {
  const everyTask = async (sort: TaskSort, between: (page: number) => Promise<void>) => {
    const seen: number[] = []
    let [cursor, page]: [Awaited<ReturnType<typeof openTasks>>['next'], number] = [undefined, 0]
    do {
      const answer = await openTasks(server.database, { ...opinions(), sort, cursor, limit: 2 })
      seen.push(...answer.items.map(({ serviceNumber }) => Number(serviceNumber.slice(12, 17))))
      cursor = answer.next
      await between((page += 1))
    } while (cursor !== undefined)
    return seen
  }

  it('what came first and stays is on one page and on no other, whatever happens to its clock and to others', async () => {
    const stays = [21, 22, 23, 24, 25, 26, 27, 28]
    const cases = stays.map((sequence) => surveyed({ sequence }))
    for (const the of cases) await project(the)
    const seen = await everyTask('since', async (page) => {
      // Clocks begin on both sides of the boundary, some tasks are done, and others come.
      const [one, other] = [cases[page % 8], cases[7 - (page % 8)]]
      for (const the of [one, other])
        if (the !== undefined && Object.values(the.state.deadlines).length === 0) {
          clock(the, `2026-12-${10 + page}T01:00:00.000Z`)
          await project(the)
        }
      await project(surveyed({ sequence: 100 + page }))
    })
    expect(seen.filter((number) => stays.includes(number))).toEqual(stays)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('by due time, what has kept its clock is on one page and on no other', async () => {
    const kept = [1, 2, 3, 4]
    const seen = await everyTask('due', async (page) => {
      await project(surveyed({ sequence: 200 + page, due: `2026-11-23T0${page % 9}:10:00.000Z` }))
    })
    expect(seen.filter((number) => kept.includes(number))).toEqual([1, 4, 2, 3])
  })
})
