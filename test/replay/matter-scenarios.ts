/** What is recorded of matters: each way that a transfer, a credit record and a rating can go. */
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import type { MatterInput } from '../../workflows/matter/messages.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { asOf06, DRILL as DRILL_OF_TODAY } from '../fixtures/cities.ts'
import { creditInput, GAS, POWER, ratingInput, transferInput, WATER } from '../fixtures/matters.ts'
import type { RecordedMatter } from './recorded.ts'

/** How a matter is played; the workflow's id is that of the input. */
export interface MatterScenario<Kind extends MatterKind = MatterKind> {
  readonly kind: Kind
  /** What the matter goes through, with the rules. */
  readonly tells: string
  readonly input: (id: string) => MatterInput
  /** Recorded while it waits; every other is closed. */
  readonly open?: true
  /** Begun as by 0.2, without a calendar: since 0.3 it switches to the new ways by a patch. */
  readonly begunBefore?: true
  /** Its acts' answers carry their events, as the API asks for (ADR 0032). */
  readonly carries?: true
  /** On a server that suggests to continue as new after a few events. */
  readonly continuesAsNew?: true
  play(the: RecordedMatter<MatterStates[Kind]>): Promise<void>
}

export type AnyMatterScenario = { [Kind in MatterKind]: MatterScenario<Kind> }[MatterKind]

type Transfer = RecordedMatter<MatterStates['transfer']>
type CreditRecord = RecordedMatter<MatterStates['creditRecord']>

/** What is recorded here began as by 0.6. */
const DRILL = asOf06(DRILL_OF_TODAY)
const seconds = (length: number) => ({ kind: 'elapsedSeconds' as const, seconds: length })
const drillTransfer = (change: Partial<City['transfer']>): City => ({
  ...DRILL,
  transfer: { ...DRILL.transfer, ...change },
})

const ownerOf = { [WATER]: officer('shuiwu'), [POWER]: officer('guowang'), [GAS]: officer('ranqi') } as const
type Account = keyof typeof ownerOf
const moved = (the: Transfer, account: Account) => the.act('confirmAccount', ownerOf[account], { account })
const failed = (the: Transfer, account: Account) =>
  the.act('reportAccountFailed', ownerOf[account], { account, reason: '原户主欠费' })

async function ownershipConfirmed(the: Transfer): Promise<void> {
  await the.reaches((state) => state.deadlines['ownership'] !== undefined)
  await the.act('decideOwnership', officer('zigui'), { confirmed: true })
  await the.reaches((state) =>
    [WATER, POWER, GAS].every((account) => state.deadlines[`account:${account}:1`] !== undefined),
  )
}

/** Fails, and is tried again. */
async function retried(the: Transfer, account: Account, attempt: number): Promise<void> {
  await failed(the, account)
  await the.reaches((state) => state.deadlines[`retry:${account}:${attempt}`] !== undefined)
  await the.act('retryAccount', INTAKE, { account, remarks: '已缴清' })
  await the.reaches((state) => state.deadlines[`account:${account}:${attempt + 1}`] !== undefined)
}

async function contested(the: CreditRecord): Promise<void> {
  await the.reaches((state) => state.reportedTo.length > 0)
  await the.act('contestRecord', officer('shuiwu', 'lead'), { reason: '整改已按期完成' })
  await the.reaches((state) => state.deadlines['decision'] !== undefined)
}

const TRANSFERS: Readonly<Record<string, AnyMatterScenario>> = {
  'transfer-whole': {
    kind: 'transfer',
    tells: 'R-28: ownership confirmed, one account tried twice, all moved',
    input: (id) => transferInput(id),
    async play(the) {
      await ownershipConfirmed(the)
      await retried(the, POWER, 1)
      for (const account of [WATER, POWER, GAS] as const) await moved(the, account)
    },
  },
  'transfer-partial-failure': {
    kind: 'transfer',
    tells: 'R-28, R-33: one account late, one failed and not put right in its term: partly transferred',
    input: (id) => ({ ...transferInput(id), policy: drillTransfer({ account: seconds(2), retry: seconds(2) }) }),
    async play(the) {
      await ownershipConfirmed(the)
      await moved(the, WATER)
      await failed(the, POWER)
      await the.reaches((state) => state.deadlines[`account:${GAS}:1`]?.passedAt !== undefined)
      await moved(the, GAS)
      await the.reaches((state) => state.accounts[POWER]?.status === 'notDone')
    },
  },
  'transfer-refused': {
    kind: 'transfer',
    tells: 'R-28, R-33: the lead is late and refuses',
    input: (id) => ({ ...transferInput(id), policy: drillTransfer({ ownership: seconds(1) }) }),
    async play(the) {
      await the.reaches((state) => state.deadlines['ownership']?.passedAt !== undefined)
      await the.act('decideOwnership', officer('zigui'), { confirmed: false, reason: '权属有争议' })
    },
  },
  'transfer-withdrawn': {
    kind: 'transfer',
    tells: 'R-37: withdrawn with one account moved and one failed',
    input: (id) => transferInput(id),
    async play(the) {
      await ownershipConfirmed(the)
      await moved(the, WATER)
      await failed(the, POWER)
      await the.reaches((state) => state.deadlines[`retry:${POWER}:1`] !== undefined)
      await the.act('withdrawTransfer', INTAKE, { reason: '不办了' })
    },
  },
  'transfer-waiting': {
    kind: 'transfer',
    tells: 'R-28: open: one account moved, one waiting for its cause to be removed, one under way',
    open: true,
    input: (id) => transferInput(id),
    async play(the) {
      await ownershipConfirmed(the)
      await moved(the, WATER)
      await failed(the, POWER)
      await the.reaches((state) => state.deadlines[`retry:${POWER}:1`] !== undefined)
    },
  },
  'transfer-continued-as-new': {
    kind: 'transfer',
    tells: 'R-36: a transfer in more than one run, its deadlines and its seq going on',
    continuesAsNew: true,
    input: (id) => transferInput(id),
    async play(the) {
      await ownershipConfirmed(the)
      for (const attempt of [1, 2, 3]) {
        await retried(the, POWER, attempt)
        await the.settled()
      }
      for (const account of [WATER, POWER, GAS] as const) await moved(the, account)
    },
  },
}

const CREDIT_RECORDS: Readonly<Record<string, AnyMatterScenario>> = {
  'credit-contested-upheld': {
    kind: 'creditRecord',
    tells: 'R-29: contested, upheld, in force until its term is over',
    input: (id) => ({ ...creditInput(id), policy: { ...DRILL, credit: { ...DRILL.credit, term: seconds(20) } } }),
    async play(the) {
      await contested(the)
      await the.act('decideContest', officer('office'), { upheld: true, reason: '属实' })
      await the.reaches((state) => state.status === 'expired')
    },
  },
  'credit-contest-allowed': {
    kind: 'creditRecord',
    tells: 'R-29, R-33: contested, decided late, and withdrawn by the decision',
    input: (id) => ({ ...creditInput(id), policy: { ...DRILL, credit: { ...DRILL.credit, decision: seconds(1) } } }),
    async play(the) {
      await contested(the)
      await the.reaches((state) => state.deadlines['decision']?.passedAt !== undefined)
      await the.act('decideContest', officer('chengguan'), { upheld: false, reason: '复查记录有误' })
    },
  },
  'credit-withdrawn': {
    kind: 'creditRecord',
    tells: 'R-29: withdrawn by the office, uncontested',
    input: (id) => creditInput(id),
    async play(the) {
      await the.reaches((state) => state.reportedTo.length > 0)
      await the.act('withdrawRecord', officer('office'), { reason: '信用修复完成' })
    },
  },
  'credit-waiting': {
    kind: 'creditRecord',
    tells: 'R-29: open: in force, its contest to be decided',
    open: true,
    input: (id) => creditInput(id),
    play: contested,
  },
}

const RATINGS: Readonly<Record<string, AnyMatterScenario>> = {
  'rating-bad-answered': {
    kind: 'rating',
    tells: 'R-32: bad, answered, added to',
    input: (id) => ratingInput(id),
    async play(the) {
      await the.reaches((state) => state.deadlines['answer'] !== undefined && state.deadlines['addition'] !== undefined)
      await the.act('answerRating', officer('office'), {
        answer: '已致歉并约谈承办单位',
        measures: '预约前一日电话确认',
      })
      await the.act('addToRating', INTAKE, { text: '处理及时' })
    },
  },
  'rating-answered-late': {
    kind: 'rating',
    tells: 'R-32, R-33: bad, answered after the deadline, nothing added in the term',
    input: (id) => ({ ...ratingInput(id), policy: { ...DRILL, rating: { answer: seconds(1), addition: seconds(3) } } }),
    async play(the) {
      await the.reaches((state) => state.deadlines['answer']?.passedAt !== undefined)
      await the.act('answerRating', officer('office'), { answer: '已整改' })
    },
  },
  'rating-waiting-addition': {
    kind: 'rating',
    tells: 'R-32: open: good, may be added to',
    open: true,
    input: (id) => ratingInput(id, { grade: 'satisfied' }),
    play: async (the) => {
      await the.reaches((state) => state.deadlines['addition'] !== undefined)
    },
  },
}

export const MATTERS_0_2: Readonly<Record<string, AnyMatterScenario>> = { ...TRANSFERS, ...CREDIT_RECORDS, ...RATINGS }
