/** What is recorded of cases whose works have their time, and whose acceptance the utility files, since 0.8. */
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { inspection } from '../fixtures/works.ts'
import { committed, connected, inMilliseconds, restored, underWorks, WATER, waterOnly } from './plays.ts'
import type { RecordedCase } from './recorded.ts'
import type { CaseScenario } from './scenarios.ts'

const convener = officer('zhujian')
const shuiwu = officer('shuiwu')
const zigui = officer('zigui')
const chengguan = officer('chengguan')
const inspector = officer('chengguan', 'inspector')
const proposed = (the: RecordedCase) => the.reaches((state) => state.survey?.proposal !== undefined)

async function appointedAlone(the: RecordedCase, line: typeof WATER): Promise<void> {
  await the.act('appointConnection', INTAKE, { at: inMilliseconds(3_600_000), lines: [line] })
  await connected(the, [line])
}

const today = (days = 0) => localDate(inMilliseconds(days * 86_400_000), CHIBI.hours)

/** its clock stands still with evidence and an end; more time, then another place, each decided. */
async function longerAndElsewhere(the: RecordedCase): Promise<void> {
  const deadline = `works:${WATER}`
  await the.act('suspendClock', officer('office'), {
    deadline,
    reason: 'forceMajeure',
    note: '暴雨',
    evidence: '红色预警',
    until: today(2),
  })
  await the.reaches((state) => state.deadlines[deadline]?.stoppedAt !== undefined)
  await the.act('resumeClock', officer('office'), { deadline })
  await the.reaches((state) => state.deadlines[deadline]?.runsFrom !== undefined)
  await the.act('requestWorksExtension', shuiwu, { line: WATER, dueDate: today(18), reason: '遇既有管线' })
  await the.act('decideWorksExtension', convener, { line: WATER, granted: true })
  await the.reaches((state) => state.deadlines[`${deadline}:2`] !== undefined)
  await the.act('requestVariation', shuiwu, { line: WATER, worksTo: today(30), reason: '遇既有管线' })
  for (const by of [chengguan, officer('jiaojing')])
    await the.act('decideVariation', by, { variation: '1', approved: true })
}

export const TIMED: Readonly<Record<string, CaseScenario>> = {
  'timed-and-filed': {
    tells:
      'R-01, R-03, R-19, R-21, R-35: corrected unasked, carried on by another; more time and a change decided, a stop with its end, an acceptance filed, restored and confirmed',
    registration: waterOnly,
    start: {
      touchesByItem: true,
      verifiesPromises: true,
      timesWorks: true,
      filesAcceptance: true,
      correctsForm: true,
    },
    carries: true,
    async play(the) {
      await proposed(the)
      await the.act('supplementDemand', CLERK, { address: '赤壁市蒲圻街道发展大道 9 号' })
      await the.act('confirmSuccessor', CLERK, {
        applicant: { kind: 'enterprise', name: '某项目公司', creditCode: '91350200MA2YJ1XR9G' },
        basis: 'projectCompany',
        document: { kind: '成交确认书', number: '1', date: today() },
      })
      await the.act('fileOpinion', zigui, NO_OBJECTION)
      await the.act('fileOpinion', chengguan, NO_OBJECTION)
      await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER))
      await committed(the, WATER, CHIBI, ['roadExcavation'])
      await underWorks(the, WATER)
      await longerAndElsewhere(the)
      await the.act('fileInspection', inspector, { ...inspection(WATER), verification: 'open' })
      await the.act('reportBackfill', shuiwu, { line: WATER, evidence: '影像 12 张' })
      await the.act('completeWorks', shuiwu, { line: WATER })
      await the.act('inviteToAcceptance', shuiwu, {
        line: WATER,
        at: `${today()}T00:00:00+08:00`,
        invited: ['zhujian'],
      })
      await the.act('fileAcceptance', shuiwu, {
        line: WATER,
        heldOn: today(),
        passed: true,
        attended: [{ org: 'shuiwu', person: '陈工' }],
        report: '合格',
      })
      await the.act('acceptWorks', convener, { line: WATER, passed: true })
      await the.act('laySurface', shuiwu, { line: WATER })
      await appointedAlone(the, WATER)
      await restored(the, WATER)
    },
  },
}
