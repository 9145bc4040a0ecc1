/** What is recorded of the matters that came with 0.2: instalments, later inspections and meeting reports. */
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { laterOrderId } from '../../domain/later-inspection/later-inspection.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { instalmentsInput, laterInspectionInput } from '../fixtures/matters.ts'
import { reportInput } from '../fixtures/reports.ts'
import { drill, IN_TIME_MS, inMilliseconds } from './plays.ts'
import type { AnyMatterScenario } from './matter-scenarios.ts'
import type { RecordedMatter } from './recorded.ts'

const shuiwu = officer('shuiwu')
const today = () => localDate(inMilliseconds(0), CHIBI.hours)
const paying = (part: number) => ({ line: 'water:shuiwu', part, paidOn: today() })

/** The drill city's parts are due one survey after the other. */
const quickly = (id: string, change: Parameters<typeof instalmentsInput>[1] = {}) => ({
  ...instalmentsInput(id, { agreedAt: inMilliseconds(0), ...change }),
  policy: drill({ survey: 2 }),
})

const INSTALMENTS: Readonly<Record<string, AnyMatterScenario>> = {
  'instalments-late': {
    kind: 'instalments',
    tells: 'R-23, R-33: the first part falls overdue and is paid late, the second in time',
    input: (id) => quickly(id),
    async play(the) {
      await the.reaches((state) => state.deadlines['instalment:1']?.passedAt !== undefined)
      await the.act('recordPayment', shuiwu, paying(1))
      await the.act('recordPayment', shuiwu, paying(2))
    },
  },
  'instalments-released': {
    kind: 'instalments',
    tells: 'R-23, R-37: of a withdrawn line: confirmed as built, then the rest is asked for no more',
    input: (id) => instalmentsInput(id, { agreedAt: inMilliseconds(0), confirmed: false }),
    async play(the) {
      await the.act('confirmInnerWorks', shuiwu, { remarks: '已施工' })
      await the.reaches((state) => state.deadlines['instalment:1'] !== undefined)
      await the.act('releaseInstalments', officer('shuiwu', 'lead'), { reason: '双方协商' })
    },
  },
  'instalments-waiting': {
    kind: 'instalments',
    tells: 'R-23: open: one part paid, one to come in months',
    open: true,
    input: (id) =>
      instalmentsInput(id, {
        agreedAt: inMilliseconds(0),
        parts: [
          { dueDate: today(), amountFen: 1 },
          { dueDate: '2027-12-01', amountFen: 1 },
        ],
      }),
    play: async (the) => {
      await the.act('recordPayment', shuiwu, paying(1))
    },
  },
}

const KEY = '0123456789abcdef'
const ORDER = laterOrderId('water:shuiwu', KEY)
const inspector = officer('chengguan', 'inspector')
type LaterInspection = RecordedMatter<MatterStates['laterInspection']>

const ordered = (id: string, seconds: number) => ({
  ...laterInspectionInput(id, { id: ORDER, dueDate: '2027-06-01' }),
  policy: drill({ survey: seconds }),
})
const reported = (the: LaterInspection) => the.act('reportRectified', shuiwu, { order: ORDER, remarks: '已重新铺装' })
const reinspected = (the: LaterInspection, passed: boolean) => the.act('reinspect', inspector, { order: ORDER, passed })

const LATER_INSPECTIONS: Readonly<Record<string, AnyMatterScenario>> = {
  'later-inspection-passed': {
    kind: 'laterInspection',
    tells: 'R-20, R-26: everything as promised: filed and closed at once',
    input: (id) => laterInspectionInput(id),
    play: async () => {},
  },
  'later-inspection-broken': {
    kind: 'laterInspection',
    tells:
      'R-20, R-29: more time granted, missed all the same, the promise broken and recorded; a re-inspection fails, the next passes',
    input: (id) => ordered(id, IN_TIME_MS / 1_000),
    async play(the) {
      await the.reaches((state) => state.deadlines[`rectification:${ORDER}`] !== undefined)
      await the.act('requestExtension', shuiwu, { order: ORDER, dueDate: '2027-07-01', reason: '雨季' })
      await the.act('decideExtension', inspector, { order: ORDER, granted: true })
      await the.reaches((state) => state.creditRecordOpenedAt !== undefined)
      for (const passed of [false, true]) {
        await reported(the)
        await reinspected(the, passed)
      }
    },
  },
  'later-inspection-waiting': {
    kind: 'laterInspection',
    tells: 'R-20: open: reported, to be inspected again',
    open: true,
    input: (id) => ordered(id, 3_600),
    async play(the) {
      await the.reaches((state) => state.deadlines[`rectification:${ORDER}`] !== undefined)
      await reported(the)
    },
  },
}

const REPORTS: Readonly<Record<string, AnyMatterScenario>> = {
  'report-reviewed': {
    kind: 'meetingReport',
    tells: 'R-30, R-31: of a quarter that is over: compiled, reviewed by another bureau, the meeting recorded',
    input: (id) => reportInput('2026-Q3', id),
    async play(the) {
      await the.reaches((state) => state.deadlines['review'] !== undefined)
      await the.act('reviewReport', officer('fagai'), { endorsed: true, findings: '属实' })
      await the.act('recordMeeting', officer('office'), { date: today(), resolutions: [{ text: '压缩接入时间' }] })
    },
  },
  'report-interim': {
    kind: 'meetingReport',
    tells: 'R-31: open: asked for while its quarter runs, to be compiled again when that is over',
    open: true,
    input: (id) => reportInput('2040-Q4', id),
    play: async (the) => {
      await the.reaches((state) => state.content !== undefined)
    },
  },
}

export const NEWER_MATTERS: Readonly<Record<string, AnyMatterScenario>> = {
  ...INSTALMENTS,
  ...LATER_INSPECTIONS,
  ...REPORTS,
}
