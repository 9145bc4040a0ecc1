import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isTaskClock } from '../../domain/clocks/deadline.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { DRILL } from '../fixtures/cities.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { commitment, inspection, PARTICIPANTS } from '../fixtures/works.ts'
import { drill, inMilliseconds, receiptsWithin } from '../replay/plays.ts'
import { AGREED, authoritiesAgree, HttpCase, WINDOW } from './http-case.ts'
import type { Party } from './http-case.ts'
import { TestStack } from './stack.ts'

/** So long that no deadline passes while six cases are prepared, on a busy machine too. */
const SECONDS = 20
const CITY: City = receiptsWithin(
  SECONDS,
  drill({ registration: SECONDS, survey: SECONDS, commitment: SECONDS, connection: SECONDS }),
)
const WATER = 'water:shuiwu'
const isReceipt = (deadline: string) => deadline.startsWith('acknowledgeReceipt:')
const SHUIWU: Party = ['shuiwu', 'officer']

/** Where a case waits when the worker dies, the deadline that passes meanwhile, and how it goes on afterwards. */
interface Waiting {
  readonly stage: string
  readonly passes?: string
  readonly doubtful?: true
  prepare(the: HttpCase): Promise<unknown>
  goesOn(the: HttpCase): Promise<void>
}

const STAGES: readonly Waiting[] = [
  {
    stage: 'registration',
    passes: 'registration',
    doubtful: true,
    prepare: (the) => the.reaches((state) => state.deadlines['registration'] !== undefined),
    async goesOn(the) {
      expect((await the.reaches((state) => state.pushedAt !== undefined)).accepted?.how).toBe('deemed')
      await the.act('survey/opinions', ['zigui', 'officer'], AGREED)
    },
  },
  {
    stage: 'joint survey',
    // red is the absent's; the survey itself ends at its due time, in time.
    passes: 'fileOpinion:shuiwu',
    prepare: authoritiesAgree,
    async goesOn(the) {
      const { survey, deadlines } = await the.reaches((state) => state.survey?.closedAt !== undefined)
      expect(survey?.absent).toEqual(['shuiwu'])
      const opinion = deadlines['fileOpinion:shuiwu']
      expect(opinion?.passedAt).toBe(opinion?.dueAt)
      const { dueAt, metAt, passedAt } = deadlines['survey'] ?? {}
      expect({ metAt, passedAt }).toEqual({ metAt: dueAt, passedAt: undefined })
      expect((await the.events('surveyClosed')).map(({ at }) => at)).toEqual([dueAt])
      expect((await the.events('deadlinePassed')).filter(({ data }) => data.deadline === 'survey')).toEqual([])
      // nobody answered the proposal; the letter went out by itself, once, at its due time.
      const letter = deadlines['conveneSurvey:zhujian']
      expect((await the.events('surveyConvened')).map(({ at, data }) => [at, data.how])).toEqual([
        [letter?.dueAt, 'silence'],
      ])
      await the.act('survey/opinions', SHUIWU, connectable(WATER))
    },
  },
  {
    stage: 'commitment',
    passes: 'commitment:shuiwu',
    prepare: toOuterWorks,
    async goesOn(the) {
      await sign(the)
      await the.reaches((state) => state.deadlines[`works:${WATER}`] !== undefined)
    },
  },
  {
    stage: 'construction',
    prepare: toWorks,
    async goesOn(the) {
      const verifying = { ...inspection(WATER), verification: 'open' }
      await the.act('supervision/inspections', ['chengguan', 'inspector'], verifying)
      await the.act('construction/backfills', SHUIWU, { line: WATER, evidence: '影像' })
      await the.act('construction/completions', SHUIWU, { line: WATER })
    },
  },
  {
    stage: 'waiting for the appointment',
    prepare: toAppointment,
    async goesOn(the) {
      await the.act('connection/appointments', WINDOW, { at: inMilliseconds(60_000) })
      await the.reaches((state) => state.deadlines[`connection:${WATER}`] !== undefined)
    },
  },
  {
    stage: 'connection',
    passes: `connection:${WATER}`,
    async prepare(the) {
      await toAppointment(the)
      await the.act('connection/appointments', WINDOW, { at: inMilliseconds(5_000) })
      await the.reaches((state) => state.deadlines[`connection:${WATER}`] !== undefined)
    },
    async goesOn(the) {
      await the.act('connection/completions', SHUIWU, { line: WATER })
      await the.reaches((state) => state.closedAt !== undefined)
      expect((await the.events('serviceConnected')).map((event) => event.data.late)).toEqual([true])
    },
  },
]

let stack: TestStack
const cases = new Map<string, HttpCase>()

beforeAll(async () => {
  stack = await TestStack.begin({ drill: CITY })
  const prepared = await Promise.all(
    STAGES.map(async (waiting) => {
      const the = await HttpCase.register(stack, 'drill', {
        ...WATER_ONLY,
        ...(waiting.doubtful === true ? DOUBTFUL : {}),
      })
      await waiting.prepare(the)
      cases.set(waiting.stage, the)
      return the
    }),
  )
  await stack.kill('worker')
  const deadlines = await Promise.all(
    prepared.map(async (the) => Object.values((await the.reaches(() => true)).deadlines)),
  )
  expect(deadlines.flat().filter((deadline) => deadline.passedAt !== undefined)).toEqual([])
  const due = deadlines
    .flat()
    .filter(({ metAt, kind, id }) => metAt === undefined && kind !== 'works' && (isReceipt(id) || !isTaskClock(kind)))
    .map((deadline) => Date.parse(deadline.dueAt))
  // While the worker is dead, time itself must pass.
  await sleep(Math.max(0, ...due) - Date.now() + 500)
  await stack.startWorker()
})
afterAll(() => stack.end())

const WATER_ONLY = { services: { water: { business: 'new', tonsPerDay: 12 } } }
const DOUBTFUL = {
  applicant: { kind: 'enterprise', name: '湖北蒲圻精密制造有限公司', creditCode: '91440101MA5CJQ4N50' },
}

describe('the worker is killed in mid-wait and another one started', () => {
  it.each(STAGES)(
    'R-33, R-36: at $stage the case goes on; what was due meanwhile is recorded once',
    async ({ stage, passes, doubtful, goesOn }) => {
      const the = cases.get(stage)
      if (the === undefined) throw new Error(`${stage} was not prepared`)
      if (passes !== undefined) {
        const { dueAt } =
          (await the.reaches((state) => state.deadlines[passes]?.passedAt !== undefined)).deadlines[passes] ?? {}
        const passed = (await the.events('deadlinePassed')).filter((event) => event.data.deadline === passes)
        expect(passed.map((event) => event.at >= (dueAt ?? ''))).toEqual([true])
      }
      await goesOn(the)
      // What falls due between the two readings is in both of the next.
      const events = await vi.waitFor(
        async () => {
          await stack.caughtUp([the.serviceNumber])
          const projected = await stack.projected(the.serviceNumber)
          expect(projected).toEqual((await stack.recorded([the.serviceNumber])).get(the.serviceNumber))
          return projected
        },
        { timeout: 20_000 },
      )
      expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
      // Before its demand was pushed, a case had none.
      if (doubtful !== true) {
        const { deadlines } = await the.reaches(() => true)
        const red = events
          .filter((event) => event.type === 'deadlinePassed')
          .filter(({ data }) => isReceipt(data.deadline))
        const unsigned = Object.values(deadlines).filter(({ id }) => isReceipt(id))
        expect(red.map(({ data, at }) => `${data.deadline} ${at}`).toSorted()).toEqual(
          unsigned.map(({ id, dueAt }) => `${id} ${dueAt}`).toSorted(),
        )
        expect(unsigned.length).toBeGreaterThan(5)
      }
      if (passes === undefined)
        expect(
          events.filter(
            (event) => event.type === 'deadlinePassed' && !isTaskClock(event.data.deadline.split(':')[0] ?? ''),
          ),
        ).toEqual([])
    },
  )
})

async function toAppointment(the: HttpCase): Promise<void> {
  await authoritiesAgree(the)
  await the.act('survey/opinions', SHUIWU, connectable(WATER))
  await the.reaches((state) => state.stage === 'connection')
}

async function toOuterWorks(the: HttpCase): Promise<void> {
  await authoritiesAgree(the)
  await the.act('survey/opinions', SHUIWU, needsOuterWorks(WATER))
  await the.reaches((state) => state.deadlines['commitment:shuiwu'] !== undefined)
}

async function sign(the: HttpCase): Promise<void> {
  const [from, to] = [0, 20 * 86_400_000].map((later) => localDate(inMilliseconds(later), DRILL.hours)) as [
    string,
    string,
  ]
  await the.act('approval/commitments', SHUIWU, commitment(from, to))
}

async function toWorks(the: HttpCase): Promise<void> {
  await toOuterWorks(the)
  await sign(the)
  await the.act('construction/designs', SHUIWU, { line: WATER, title: '外线设计', summary: '沿人行道敷设' })
  await the.act('construction/plans', SHUIWU, {
    line: WATER,
    title: '施工方案',
    summary: '夜间分段施工',
    nearbyOwners: [],
    ...PARTICIPANTS,
  })
  await the.act('construction/starts', SHUIWU, { line: WATER })
  await the.reaches(
    (state) => state.deadlines[`works:${WATER}`] !== undefined && state.lines[WATER]?.status === 'constructing',
  )
}
