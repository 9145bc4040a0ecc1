/** What is recorded of cases whose survey is proposed and sent by letter, and of what authorities find, since 0.7. */
import { setTimeout as sleep } from 'node:timers/promises'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { inspection } from '../fixtures/works.ts'
import {
  committed,
  completedAndAccepted,
  connected,
  drill,
  inMilliseconds,
  inspected,
  POWER,
  restored,
  underWorks,
  WATER,
  waterAndPower,
  waterOnly,
} from './plays.ts'
import type { RecordedCase } from './recorded.ts'
import type { CaseScenario } from './scenarios.ts'

const convener = officer('zhujian')
const [shuiwu, guowang, zigui, chengguan] = ['shuiwu', 'guowang', 'zigui', 'chengguan'].map((org) => officer(org)) as [
  ReturnType<typeof officer>,
  ReturnType<typeof officer>,
  ReturnType<typeof officer>,
  ReturnType<typeof officer>,
]
const inspector = officer('chengguan', 'inspector')
const director = officer('chengguan', 'lead')
const found = (touches: string[]) => ({ found: [{ line: WATER, touches }] })
const proposed = (the: RecordedCase) => the.reaches((state) => state.survey?.proposal !== undefined)

async function appointedAlone(the: RecordedCase, line: typeof WATER): Promise<void> {
  await the.act('appointConnection', INTAKE, { at: inMilliseconds(3_600_000), lines: [line] })
  await connected(the, [line])
}

export const CONVENED: Readonly<Record<string, CaseScenario>> = {
  'convened-resurveyed': {
    tells: 'R-11, R-13, R-14: a letter with another hour, signed in; a line by itself; the other surveyed again',
    registration: waterAndPower,
    start: { policy: drill({ survey: 120 }), touchesByItem: true },
    carries: true,
    async play(the) {
      await proposed(the)
      await the.act('conveneSurvey', convener, { at: inMilliseconds(1_500) })
      await the.act('fileOpinion', zigui, NO_OBJECTION)
      await the.act('fileOpinion', chengguan, NO_OBJECTION)
      await the.act('fileOpinion', shuiwu, connectable(WATER))
      await the.reaches((state) => state.lines[WATER]?.status === 'connectable')
      await appointedAlone(the, WATER)
      await sleep(1_500)
      await the.act('recordAttendance', convener, { people: [{ org: 'zigui', person: '周远' }] })
      await the.act('fileOpinion', guowang, needsOuterWorks(POWER))
      await the.reaches((state) => state.deadlines['commitment:guowang'] !== undefined)
      await the.act('orderResurvey', guowang, { line: POWER, reason: '环网柜已到红线，原结果有误' })
      await the.reaches((state) => Object.values(state.deadlines).some(({ kind }) => kind === 'fileResurvey'))
      await the.act('fileResurvey', guowang, { line: POWER, connectable: true, laidInAdvance: false })
      await appointedAlone(the, POWER)
    },
  },
  'found-straight': {
    tells: 'R-13, R-15, R-16: the utility ticks nothing, 城管局 finds the road; promised, built, connected, restored',
    registration: waterOnly,
    start: { touchesByItem: true },
    carries: true,
    async play(the) {
      await proposed(the)
      await the.act('fileOpinion', zigui, NO_OBJECTION)
      await the.act('fileOpinion', chengguan, found(['road']))
      await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, []))
      await committed(the, WATER, CHIBI, ['roadExcavation'])
      await underWorks(the, WATER)
      await inspected(the, WATER)
      await completedAndAccepted(the, WATER)
      await appointedAlone(the, WATER)
      await restored(the, WATER)
    },
  },
  'found-late': {
    tells: 'R-11, R-13, R-33: the letter goes out by silence, the absent is red; found late, works wait for a promise',
    registration: waterOnly,
    start: { policy: drill({ survey: 14 }), touchesByItem: true },
    open: true,
    carries: true,
    async play(the) {
      await proposed(the)
      await the.act('fileOpinion', zigui, NO_OBJECTION)
      await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, []))
      await the.reaches((state) => state.survey?.letterAt !== undefined)
      await the.reaches((state) => state.survey?.closedAt !== undefined)
      await committed(the, WATER, drill(), [])
      await the.act('fileOpinion', chengguan, found(['road']))
      await the.reaches((state) => state.deadlines['commitment:shuiwu#2'] !== undefined)
    },
  },
  'times-agreed': {
    tells: 'R-25: another time offered and agreed to; missed, contested and decided; cancelled, made anew, connected',
    registration: waterOnly,
    carries: true,
    async play(the) {
      await proposed(the)
      await the.act('fileOpinion', zigui, NO_OBJECTION)
      await the.act('fileOpinion', chengguan, NO_OBJECTION)
      await the.act('fileOpinion', shuiwu, connectable(WATER))
      await the.reaches((state) => state.lines[WATER]?.status === 'connectable')
      await the.act('appointConnection', INTAKE, { at: inMilliseconds(3_600_000) })
      await the.reaches((state) => state.lines[WATER]?.appointment?.offerBy !== undefined)
      await the.act('offerTime', shuiwu, { line: WATER, at: inMilliseconds(3_000), reason: '班组抢修' })
      await the.reaches((state) => Object.values(state.deadlines).some(({ kind }) => kind === 'answerOffer'))
      await the.act('answerOffer', INTAKE, { line: WATER, answer: 'agreed' })
      await the.reaches((state) => state.deadlines[`connection:${WATER}:2`] !== undefined)
      await sleep(3_000)
      await the.act('reportMissedAppointment', INTAKE, { line: WATER, by: 'utility', note: '未上门' })
      await the.reaches((state) => Object.values(state.deadlines).some(({ kind }) => kind === 'answerMissed'))
      const claim = `${WATER}:2`
      await the.act('answerMissed', shuiwu, { claim, confirmed: false, note: '已到场' })
      await the.act('cancelAppointment', INTAKE, { reason: '另有安排' })
      await appointedAlone(the, WATER)
      await the.reaches((state) => Object.values(state.deadlines).some(({ kind }) => kind === 'decideMissed'))
      await the.act('decideMissed', CLERK, { claim, missed: 'neither', reason: '无从查证' })
    },
  },
  'promise-revoked': {
    tells:
      'R-16, R-20: works stopped and gone on, verified and covered; revoked after a hearing by another, the site safe',
    registration: waterOnly,
    start: { touchesByItem: true, verifiesPromises: true },
    open: true,
    carries: true,
    async play(the) {
      await proposed(the)
      await the.act('fileOpinion', zigui, NO_OBJECTION)
      await the.act('fileOpinion', chengguan, NO_OBJECTION)
      await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER))
      await committed(the, WATER, CHIBI, ['roadExcavation'])
      await underWorks(the, WATER)
      const stop = inspection(WATER, [1], localDate(inMilliseconds(5 * 86_400_000), CHIBI.hours))
      await the.act('fileInspection', inspector, { ...stop, order: { ...stop.order!, stop: '沟槽无支护' } })
      const order = `${WATER}:1`
      await the.reaches((state) => state.deadlines[`rectification:${order}`] !== undefined)
      await the.act('reportRectified', shuiwu, { order, remarks: '已支护' })
      await the.act('reinspect', inspector, { order, passed: true, evidence: '现场照片' })
      await the.act('proposeRevocation', inspector, {
        utility: 'shuiwu',
        approvals: ['roadExcavation'],
        ground: 'deception',
        facts: '探测报告系伪造',
        evidence: '探测单位的说明',
      })
      await the.reaches((state) => Object.values(state.deadlines).some(({ kind }) => kind === 'answerRevocation'))
      const revocation = '1'
      await the.act('answerRevocation', shuiwu, { revocation, statement: '已补测', hearing: true })
      await the.act('reportSiteSafe', shuiwu, { revocation, measures: '围挡、支护、夜间照明' })
      await the.act('holdHearing', director, { revocation, chair: '赵主持', report: '双方陈述' })
      await the.act('decideRevocation', director, {
        revocation,
        outcome: 'revoked',
        reason: '承诺所依据的探测报告系伪造',
        onAnswer: '补测不改变事实，不予采纳',
        official: '吴建国',
      })
      await the.reaches((state) => state.deadlines['commitment:shuiwu#2'] !== undefined)
      await the.act('applyForApprovals', shuiwu, {
        approvals: ['roadExcavation'],
        worksFrom: localDate(inMilliseconds(0), CHIBI.hours),
        worksTo: localDate(inMilliseconds(9 * 86_400_000), CHIBI.hours),
        sections: [{ road: '河北大道', from: '发展大道路口', to: '厂区北门' }],
        responsible: '陈工',
      })
    },
  },
  'put-off': {
    tells: 'R-11, R-12, R-35: put off to its phase, the clock standing still; taken up again, proposed anew',
    registration: () =>
      registration({ phase: 'projectFiling' }, { services: { water: { business: 'new', tonsPerDay: 12 } } }),
    start: { touchesByItem: true },
    open: true,
    carries: true,
    async play(the) {
      await proposed(the)
      await the.act('putOffSurvey', convener, { reason: '推迟到工程规划许可阶段' })
      await the.act('takeUpSurvey', convener, {})
      await proposed(the)
      await the.act('fileOpinion', shuiwu, connectable(WATER))
    },
  },
}
