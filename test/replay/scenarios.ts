/**
 * What 0.1 recorded of applications: each stage, each way that a case can go. Nothing is added here any more: see
 * releases.ts.
 */
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { inspection } from '../fixtures/works.ts'
import {
  appointed,
  authoritiesAgree,
  committed,
  completedAndAccepted,
  connected,
  DOUBT,
  drill,
  FOUR_LINES,
  IN_TIME_MS,
  inMilliseconds,
  inspected,
  POWER,
  rectified,
  restored,
  surveyed,
  underWorks,
  WATER,
  waterAndPower,
  waterOnly,
} from './plays.ts'
import { BRANCHES } from './branch-scenarios.ts'
import type { RecordedCase } from './recorded.ts'

/** How an application is played. */
export interface CaseScenario {
  readonly kind?: 'application'
  /** What the case goes through, with the rules. */
  readonly tells: string
  readonly registration?: () => ApplicationInput['registration']
  readonly start?: Partial<
    Pick<
      ApplicationInput,
      | 'policy'
      | 'warnings'
      | 'touchesByItem'
      | 'verifiesPromises'
      | 'timesWorks'
      | 'filesAcceptance'
      | 'correctsForm'
      | 'holdsByService'
    >
  >
  /** Recorded while it waits; every other is closed. */
  readonly open?: true
  /** Begun as by 0.2, without a calendar: since 0.3 it switches to the new ways by a patch. */
  readonly begunBefore?: true
  /** Its acts' answers carry their events, as the API asks for (ADR 0032). */
  readonly carries?: true
  /** On a server that suggests to continue as new after a few events. */
  readonly continuesAsNew?: true
  play(the: RecordedCase): Promise<void>
}

const withdraw = (the: RecordedCase) => the.act('withdrawApplication', INTAKE, { reason: '项目取消' })

const TO_CONNECTION: Readonly<Record<string, CaseScenario>> = {
  connectable: {
    tells: 'R-01, R-13, R-14, R-24…R-26: four services, one joint appointment, all connected',
    async play(the) {
      await surveyed(the, FOUR_LINES)
      await appointed(the)
      await connected(the, FOUR_LINES)
    },
  },
  late: {
    tells:
      'R-12, R-13, R-33: the survey passes its deadline, the absent utility files late and connects after its deadline',
    registration: waterAndPower,
    start: { policy: drill({ survey: 2, connection: 1 }) },
    async play(the) {
      await authoritiesAgree(the)
      await the.act('fileOpinion', officer('shuiwu'), connectable(WATER))
      await the.reaches((state) => state.survey?.closedAt !== undefined)
      await appointed(the, inMilliseconds(IN_TIME_MS))
      await the.act('fileOpinion', officer('guowang'), connectable(POWER))
      await the.act('appointConnection', INTAKE, { at: inMilliseconds(3_600_000), lines: [POWER] })
      await the.reaches((state) => state.deadlines[`connection:${WATER}`]?.passedAt !== undefined)
      await connected(the, [WATER, POWER])
    },
  },
  'doubt-deemed': {
    tells: 'R-03: nobody confirms a doubtful demand; it counts as accepted at the deadline',
    registration: waterOnly,
    start: { policy: drill({ registration: 1 }), warnings: DOUBT },
    async play(the) {
      await surveyed(the)
      await appointed(the)
      await connected(the, [WATER])
    },
  },
  'joint-record': {
    tells: 'R-13: a doubtful demand confirmed, receipts, one opinion corrected, the joint record for the rest',
    registration: waterAndPower,
    start: { warnings: DOUBT },
    async play(the) {
      await the.act('acceptDemand', CLERK, { remarks: '电话核对' })
      await the.reaches((state) => state.survey !== undefined)
      await the.act('acknowledgeReceipt', officer('shuiwu'), {})
      for (const remarks of ['待定', '无意见']) await the.act('fileOpinion', officer('zigui'), { remarks })
      await the.act('fileJointRecord', officer('zhujian', 'lead'), {
        opinions: [
          { org: 'chengguan', opinion: NO_OBJECTION },
          { org: 'shuiwu', opinion: connectable(WATER) },
          { org: 'guowang', opinion: connectable(POWER, true) },
        ],
      })
      await the.reaches((state) => state.survey?.closedAt !== undefined)
      await appointed(the)
      await connected(the, [WATER, POWER])
    },
  },
  'moved-appointment': {
    tells: 'R-24: one line apart from the other, then moved',
    registration: waterAndPower,
    async play(the) {
      await surveyed(the, [WATER, POWER])
      await appointed(the)
      await the.act('appointConnection', INTAKE, { at: inMilliseconds(7_200_000), lines: [POWER] })
      await the.reaches((state) => state.deadlines[`connection:${POWER}:2`] !== undefined)
      await connected(the, [WATER, POWER])
    },
  },
  signals: {
    tells: 'R-13, R-20: opinions and an inspection by signal; what is not allowed is kept as refused',
    registration: waterOnly,
    async play(the) {
      await the.reaches((state) => state.survey !== undefined)
      await the.signal('fileOpinion', { actor: officer('zigui'), body: NO_OBJECTION })
      await the.signal('fileOpinion', '胡言乱语')
      await the.signal('fileInspection', { actor: officer('chengguan', 'inspector'), body: inspection(WATER) })
      await the.reaches(
        (state) =>
          state.opinions['zigui'] !== undefined &&
          the.events.filter((event) => event.type === 'actRefused').length === 2,
      )
      await withdraw(the)
    },
  },
  'continued-as-new': {
    tells: 'R-36: a case in more than one run, its deadlines and its seq going on',
    continuesAsNew: true,
    async play(the) {
      await surveyed(the, FOUR_LINES)
      await the.settled()
      await appointed(the)
      await the.settled()
      await connected(the, FOUR_LINES)
    },
  },
}

export const WITHDRAWN: Readonly<Record<string, CaseScenario>> = {
  'withdrawn-registration': {
    tells: 'R-37: withdrawn while the demand waits to be confirmed',
    registration: waterOnly,
    start: { warnings: DOUBT },
    async play(the) {
      await the.reaches((state) => state.deadlines['registration'] !== undefined)
      await withdraw(the)
    },
  },
  'withdrawn-incomplete': {
    tells: 'R-03, R-37: withdrawn while the demand lacks something',
    registration: () => registration({}, { services: { water: { business: 'new' } } }),
    async play(the) {
      await the.reaches((state) => state.deadlines['registration'] !== undefined)
      await withdraw(the)
    },
  },
  'withdrawn-survey': {
    tells: 'R-37: withdrawn while opinions are missing',
    registration: waterOnly,
    async play(the) {
      await authoritiesAgree(the)
      await withdraw(the)
    },
  },
  'withdrawn-connection': {
    tells: 'R-37: withdrawn while the appointment runs',
    registration: waterAndPower,
    async play(the) {
      await surveyed(the, [WATER, POWER])
      await appointed(the)
      await connected(the, [WATER])
      await withdraw(the)
    },
  },
}

const WAITING: Readonly<Record<string, CaseScenario>> = {
  'waiting-registration': {
    tells: 'R-03: open, to be confirmed',
    registration: waterOnly,
    start: { warnings: DOUBT },
    open: true,
    play: async (the) => {
      await the.reaches((state) => state.deadlines['registration'] !== undefined)
    },
  },
  'waiting-survey': {
    tells: 'R-12: open, one opinion missing',
    registration: waterOnly,
    open: true,
    play: authoritiesAgree,
  },
  'waiting-appointment': {
    tells: 'R-24: open, ready for the appointment',
    registration: waterOnly,
    open: true,
    play: (the) => surveyed(the),
  },
  'waiting-connection': {
    tells: 'R-25: open, appointed',
    registration: waterOnly,
    open: true,
    async play(the) {
      await surveyed(the)
      await appointed(the)
    },
  },
  'waiting-commitment': {
    tells: 'R-16: open, outer works, not yet committed',
    registration: waterOnly,
    open: true,
    async play(the) {
      await surveyed(the, [WATER], { [WATER]: ['road'] })
      await the.reaches((state) => state.deadlines['commitment:shuiwu'] !== undefined)
    },
  },
  'waiting-works': {
    tells: 'R-18…R-20: open, works under way',
    registration: waterOnly,
    open: true,
    async play(the) {
      await surveyed(the, [WATER], { [WATER]: ['road'] })
      await committed(the, WATER, CHIBI, ['roadExcavation'])
      await underWorks(the, WATER)
      await inspected(the, WATER)
    },
  },
}

const OUTER_WORKS: Readonly<Record<string, CaseScenario>> = {
  'outer-works-straight': {
    tells:
      'R-14…R-21, R-24…R-26: two lines with outer works beside two that are connectable at once; restoration confirmed after the connection',
    async play(the) {
      await surveyed(the, FOUR_LINES, { [WATER]: ['road'], [POWER]: ['greenery'] })
      await committed(the, WATER, CHIBI, ['roadExcavation'])
      await committed(the, POWER, CHIBI, ['greeneryOccupation'])
      for (const line of [WATER, POWER]) {
        await underWorks(the, line)
        await inspected(the, line)
        await completedAndAccepted(the, line)
      }
      await appointed(the)
      await connected(the, FOUR_LINES)
      for (const line of [WATER, POWER]) await restored(the, line)
    },
  },
  rectified: {
    tells: 'R-20: an inspection orders rectification; reported, re-inspected, passed, going on',
    registration: waterOnly,
    start: { policy: drill() },
    async play(the) {
      await surveyed(the, [WATER], { [WATER]: ['road'] })
      await committed(the, WATER, drill(), ['roadExcavation'])
      await underWorks(the, WATER)
      await rectified(the, WATER, drill())
      await inspected(the, WATER)
      await completedAndAccepted(the, WATER)
      await appointed(the)
      await connected(the, [WATER])
      await restored(the, WATER)
    },
  },
}

export const CASES_0_1: Readonly<Record<string, CaseScenario>> = {
  ...TO_CONNECTION,
  ...WITHDRAWN,
  ...WAITING,
  ...OUTER_WORKS,
  ...BRANCHES,
}
