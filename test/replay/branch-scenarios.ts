/** The branches of the plan, as each release records them: what happens when things do not go straight. */
import { localDate } from '../../domain/clocks/local-date.ts'
import type { LineId } from '../../domain/case/service.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import {
  appointed,
  authoritiesAgree,
  committed,
  completedAndAccepted,
  connected,
  drill,
  IN_TIME_MS,
  inMilliseconds,
  inspected,
  POWER,
  restored,
  surveyed,
  underWorks,
  WATER,
  waterAndPower,
  waterOnly,
} from './plays.ts'
import type { RecordedCase } from './recorded.ts'
import type { CaseScenario } from './scenarios.ts'

const NETWORK: LineId = 'network:chutian'
const CATV: LineId = 'catv:chutian'
const shuiwu = officer('shuiwu')
const chutian = officer('chutian')
const office = officer('office')
const inDays = (days: number) => localDate(inMilliseconds(days * 86_400_000), CHIBI.hours)
const planning = (number: number) => `shuiwu:worksPlanning:${number}`

const application = (days: number) => ({
  approvals: ['worksPlanning'],
  worksFrom: inDays(0),
  worksTo: inDays(days),
  sections: [{ road: '河北大道', from: '发展大道路口', to: '厂区北门' }],
  responsible: '陈工',
})

/** Inspected, built, accepted, connected, the road put back: to the close. */
async function toTheEnd(the: RecordedCase): Promise<void> {
  await inspected(the, WATER)
  await completedAndAccepted(the, WATER)
  await appointed(the)
  await connected(the, [WATER])
  await restored(the, WATER)
}

async function ordered(the: RecordedCase): Promise<string> {
  await the.act('fileInspection', officer('chengguan', 'inspector'), inspection(WATER, [3], inDays(5)))
  await the.reaches((state) => state.deadlines[`rectification:${WATER}:1`] !== undefined)
  return `${WATER}:1`
}

const CLEARANCE: Readonly<Record<string, CaseScenario>> = {
  'shared-clock-passed': {
    tells: 'R-16, R-33: the clock that two lines of one utility share is warned of and passed, then met',
    registration: () =>
      registration(
        {},
        { services: { network: { operators: ['chutian'], access: ['broadband'] }, catv: { terminals: 2 } } },
      ),
    start: { policy: drill({ commitment: 2 }) },
    async play(the) {
      await authoritiesAgree(the)
      await the.act('fileOpinion', chutian, {
        lines: [NETWORK, CATV].flatMap((line) => needsOuterWorks(line, ['road']).lines ?? []),
      })
      await the.reaches((state) => state.deadlines['commitment:chutian']?.passedAt !== undefined)
      await the.act('signCommitment', chutian, commitment(inDays(0), inDays(20)))
      await the.reaches((state) => [NETWORK, CATV].every((line) => state.deadlines[`works:${line}`] !== undefined))
      await the.act('dropServices', INTAKE, { lines: [CATV], reason: '不办了' })
      await the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
    },
  },
  'refused-and-redesigned': {
    tells:
      'R-17: one request for more, a refusal back to the design, applied again, approved, built, while power is connected without waiting',
    registration: waterAndPower,
    async play(the) {
      await surveyed(the, [WATER, POWER], { [WATER]: ['planning'] })
      await the.act('applyForApprovals', shuiwu, application(20))
      await the.reaches((state) => state.deadlines[`approval:${planning(1)}`] !== undefined)
      await the.act('requestApprovalSupplement', officer('zigui'), { approval: planning(1), message: '补充管线综合图' })
      await the.act('supplyApproval', shuiwu, { approval: planning(1), message: '已补充' })
      await the.reaches((state) => state.deadlines[`approval:${planning(1)}`]?.runsFrom !== undefined)
      await the.act('decideApproval', officer('zigui'), {
        approval: planning(1),
        approved: false,
        reason: '侵占规划绿线',
      })
      await appointed(the)
      await connected(the, [POWER])
      await the.act('fileDesign', shuiwu, { line: WATER, title: '改线设计', summary: '避让绿线' })
      await the.act('applyForApprovals', shuiwu, application(25))
      await the.reaches((state) => state.deadlines[`approval:${planning(2)}`] !== undefined)
      await the.act('decideApproval', officer('zigui'), { approval: planning(2), approved: true })
      await the.reaches((state) => Object.keys(state.deadlines).some((id) => id.startsWith(`works:${WATER}`)))
      await underWorks(the, WATER)
      await the.act('fileInspection', officer('zigui', 'inspector'), inspection(WATER))
      await completedAndAccepted(the, WATER)
      await appointed(the)
      await connected(the, [WATER])
    },
  },
}

const SUPERVISION: Readonly<Record<string, CaseScenario>> = {
  'broken-commitment': {
    tells:
      'R-20, R-29: an extension granted, the order missed all the same, the promise broken and a credit record opened; put right in the end',
    registration: waterOnly,
    start: { policy: drill({ survey: IN_TIME_MS / 1_000 }) },
    async play(the) {
      await surveyed(the, [WATER], { [WATER]: ['road'] })
      await committed(the, WATER, CHIBI, ['roadExcavation'])
      await underWorks(the, WATER)
      const order = await ordered(the)
      await the.act('requestExtension', shuiwu, { order, dueDate: inDays(12), reason: '材料未到' })
      await the.act('decideExtension', officer('chengguan', 'inspector'), { order, granted: true })
      await the.reaches(() => the.events.some(({ type }) => type === 'promiseBroken'))
      await the.act('reportRectified', shuiwu, { order, remarks: '已整改' })
      await the.act('reinspect', officer('chengguan', 'inspector'), { order, passed: true })
      await toTheEnd(the)
    },
  },
  'withdrawn-works': {
    tells:
      'R-37: withdrawn with works under way and an order open: the order is settled and the road put back before the close',
    registration: waterOnly,
    async play(the) {
      await surveyed(the, [WATER], { [WATER]: ['road'] })
      await committed(the, WATER, CHIBI, ['roadExcavation'])
      await underWorks(the, WATER)
      const order = await ordered(the)
      await the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
      await the.act('reportRectified', shuiwu, { order, remarks: '已整改' })
      await the.act('reinspect', officer('chengguan', 'inspector'), { order, passed: true })
      await restored(the, WATER)
    },
  },
  'repair-and-instalments': {
    tells:
      'R-19, R-22, R-23: an emergency repair told and filed; inner works quoted and paid by instalments, one of which is open at the close',
    registration: waterOnly,
    async play(the) {
      await surveyed(the, [WATER], { [WATER]: ['road'] })
      await the.act('requestInnerWorks', INTAKE, { line: WATER, scope: '红线内给水管 60 米' })
      await the.act('quoteInnerWorks', shuiwu, {
        line: WATER,
        items: [{ name: '给水管', amountFen: 900_000 }],
        priceDocument: '赤发改价〔2024〕1 号',
      })
      await the.act('agreeInstalments', INTAKE, {
        line: WATER,
        parts: [
          { dueDate: inDays(1), amountFen: 400_000 },
          { dueDate: inDays(40), amountFen: 500_000 },
        ],
      })
      await the.act('recordPayment', shuiwu, { line: WATER, part: 1, paidOn: inDays(0) })
      await committed(the, WATER, CHIBI, ['roadExcavation'])
      await underWorks(the, WATER)
      await the.act('reportEmergencyRepair', shuiwu, { line: WATER, place: '河北大道 120 号', what: '挖断给水支管' })
      const { repairs } = await the.reaches((state) =>
        Object.keys(state.deadlines).some((id) => id.startsWith('emergencyRepair:')),
      )
      await the.act('fileEmergencyRepair', shuiwu, { repair: Object.keys(repairs)[0] ?? '', report: '已修复并回填' })
      await toTheEnd(the)
    },
  },
}

const ON_THE_WAY: Readonly<Record<string, CaseScenario>> = {
  supplemented: {
    tells:
      'R-03, R-12, R-35, R-37, R-38: asked once for what is missing, answered; the survey booked later and back, a clock stopped and set going, haste, another person, another contact, a service dropped',
    registration: () =>
      registration({}, { services: { water: { business: 'new' }, power: { business: 'new', kilovoltAmperes: 100 } } }),
    async play(the) {
      await the.reaches((state) => state.deadlines['registration'] !== undefined)
      await the.act('requestSupplement', officer('window', 'clerk'), {
        items: ['services.water.tonsPerDay'],
        message: '请补填用水量',
      })
      await the.act('supplementDemand', INTAKE, {
        services: { water: { business: 'new', tonsPerDay: 9 }, power: { business: 'new', kilovoltAmperes: 100 } },
      })
      await the.reaches((state) => state.deadlines['survey'] !== undefined)
      await the.act('bookSurvey', INTAKE, { date: inDays(8) })
      await the.reaches((state) => (state.deadlines['survey']?.runsFrom ?? '') > inMilliseconds(86_400_000))
      await the.act('bookSurvey', INTAKE, { date: inDays(0) })
      await the.act('suspendClock', officer('zhengshu'), { deadline: 'survey', reason: 'forceMajeure', note: '台风' })
      await the.act('resumeClock', office, { deadline: 'survey' })
      await the.reaches(
        (state) => state.deadlines['survey'] !== undefined && state.deadlines['survey'].stoppedAt === undefined,
      )
      await the.act('correctContact', INTAKE, { contact: '刘芳' })
      await the.act('dropServices', INTAKE, { lines: [POWER], reason: '自备电源' })
      const { tasks } = await the.reaches((state) => state.lines[POWER]?.status === 'withdrawn')
      const task = Object.values(tasks).find((each) => each.kind === 'fileOpinion' && each.org === 'shuiwu')?.id ?? ''
      await the.act('hasten', INTAKE, { task, note: '请尽快' })
      await the.act('reassignTask', shuiwu, { task, person: '吴工' })
      for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
      await the.act('fileOpinion', shuiwu, connectable(WATER))
      await the.reaches((state) => state.survey?.closedAt !== undefined)
      await appointed(the)
      await connected(the, [WATER])
    },
  },
  'waived-and-missed': {
    tells: 'R-11, R-25: waived; an appointment missed by the user, another missed by the utility, connected at last',
    registration: waterOnly,
    async play(the) {
      await the.reaches((state) => state.deadlines['survey'] !== undefined)
      await the.act('waiveSurvey', officer('zhujian', 'lead'), { reason: '管网已到位', signer: '王局' })
      await the.act('fileOpinion', shuiwu, connectable(WATER))
      await the.reaches((state) => state.survey?.closedAt !== undefined)
      for (const [before, by] of (['user', 'utility'] as const).entries()) {
        await appointed(the, inMilliseconds(IN_TIME_MS))
        await untilAfter(the)
        await the.act('reportMissedAppointment', by === 'user' ? shuiwu : INTAKE, { line: WATER, by, note: '未到场' })
        const { missed } = await the.reaches(
          (state) => state.agreesTimes === undefined || Object.keys(state.missed ?? {}).length > before,
        )
        const claim = Object.values(missed ?? {}).at(-1)?.id
        // since 0.7 the other side confirms it.
        if (claim !== undefined)
          await the.act('answerMissed', by === 'user' ? INTAKE : shuiwu, { claim, confirmed: true })
      }
      await connected(the, [WATER])
    },
  },
}

/** The server's own clock says when an appointment is past. */
async function untilAfter(the: RecordedCase): Promise<void> {
  const at = Date.parse(
    (await the.reaches((state) => state.lines[WATER]?.appointment !== undefined)).lines[WATER]?.appointment?.at ?? '',
  )
  await new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, at + 20 - Date.now()))
  })
}

export const BRANCHES: Readonly<Record<string, CaseScenario>> = { ...CLEARANCE, ...SUPERVISION, ...ON_THE_WAY }
