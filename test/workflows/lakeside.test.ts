import { expect, it } from 'vitest'
import { dueTime } from '../../domain/clocks/working-time.ts'
import type { DeadlineRule } from '../../domain/clocks/working-time.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { LAKESIDE, LAKESIDE_START, lakesideForm, ONLINE_HALL } from '../fixtures/lakeside.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import { commitment } from '../fixtures/works.ts'

const time = SkippedTime.ofThisFile()

const WATER = 'water:lakeWater' as const
const NETWORK = 'network:fibreWest' as const
const lakeWater = officer('lakeWater')

it("R-12, R-16, R-17, R-25, R-34: the same workflow under another city's policy: its owners, its hours, its lengths, to the end", async () => {
  const the = await time.register(lakesideForm(), LAKESIDE_START)
  await the.reaches((state) => state.survey !== undefined)
  await the.act('fileOpinion', officer('roadsBureau'), NO_OBJECTION)
  await the.act('fileOpinion', lakeWater, needsOuterWorks(WATER, ['road', 'planning']))
  await the.act('fileOpinion', officer('fibreWest'), connectable(NETWORK))
  await the.reaches((state) => state.deadlines['commitment:lakeWater'] !== undefined)
  const today = localDate(await time.now(), LAKESIDE.hours)
  const until = localDate(await time.inDays(20), LAKESIDE.hours)
  await the.act('signCommitment', lakeWater, commitment(today, until, ['pipeCorridor']))
  await the.act('applyForApprovals', lakeWater, {
    approvals: ['roadOpening'],
    worksFrom: today,
    worksTo: until,
    sections: [{ road: '环湖路', from: '1 号', to: '9 号' }],
    responsible: '陈工',
  })
  await the.reaches((state) => state.deadlines['approval:lakeWater:roadOpening:1'] !== undefined)
  await the.act('decideApproval', officer('roadsBureau'), { approval: 'lakeWater:roadOpening:1', approved: true })
  await the.act('fileDesign', lakeWater, { line: WATER, title: '设计', summary: 'DN200' })
  await the.act('fileConstructionPlan', lakeWater, { line: WATER, title: '方案', summary: '明挖', nearbyOwners: [] })
  await the.reaches((state) => state.deadlines[`works:${WATER}`] !== undefined)
  await the.act('startWorks', lakeWater, { line: WATER })
  await the.act('completeWorks', lakeWater, { line: WATER })
  await the.act('acceptWorks', officer('worksBureau'), { line: WATER, passed: true })
  await the.act('appointConnection', ONLINE_HALL, {
    at: await time.soon(),
  })
  await the.reaches(
    (state) =>
      state.deadlines[`connection:${WATER}`] !== undefined && state.deadlines[`connection:${NETWORK}`] !== undefined,
  )
  for (const line of [WATER, NETWORK]) await the.act('reportConnected', officer(line.split(':')[1] ?? ''), { line })
  await the.act('reportRestored', lakeWater, { line: WATER })
  await the.act('confirmRestoration', officer('roadsBureau'), { line: WATER })
  const { deadlines, outcome, registeredAt, pushedAt, survey, approvals, lines } = await the.closed()

  expect(outcome).toBe('connected')
  expect(
    Object.values(deadlines)
      .map(({ id, owner }) => `${id} ${owner}`)
      .toSorted(),
  ).toEqual([
    'approval:lakeWater:roadOpening:1 roadsBureau',
    'commitment:lakeWater lakeWater',
    `connection:${NETWORK} fibreWest`,
    `connection:${WATER} lakeWater`,
    'registration dataBureau',
    'survey planningBureau',
    `works:${WATER} lakeWater`,
  ])
  const from = {
    registration: registeredAt,
    survey: pushedAt,
    'commitment:lakeWater': survey?.closedAt,
    'approval:lakeWater:roadOpening:1': approvals['lakeWater:roadOpening:1']?.appliedAt,
    [`connection:${NETWORK}`]: lines[NETWORK]?.appointment?.at,
  }
  for (const [id, start] of Object.entries(from)) {
    const { dueAt, minutes } = dueTime(
      start ?? '',
      deadlines[id]?.length as DeadlineRule,
      LAKESIDE.hours,
      CALENDARS.china,
    )
    expect(deadlines[id]).toMatchObject({ dueAt, minutes })
  }
  expect([
    deadlines['registration']?.minutes,
    deadlines['commitment:lakeWater']?.minutes,
    deadlines['approval:lakeWater:roadOpening:1']?.minutes,
  ]).toEqual([420, 630, 840])
  expect([deadlines['survey']?.length, deadlines[`connection:${NETWORK}`]?.length]).toEqual([
    { kind: 'wholeDays', days: 3 },
    { kind: 'wholeDays', days: 2 },
  ])
})
