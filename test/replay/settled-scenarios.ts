/**
 * What is recorded of matters since 0.8: what a transfer rests on, what is owed, whoever is rated badly, and
 * instalments that both sides sign.
 */
import { localDate } from '../../domain/clocks/local-date.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { GAS, POWER, ratingInput, settledTransferInput, signedPlanInput, WATER } from '../fixtures/matters.ts'
import type { AnyMatterScenario } from './matter-scenarios.ts'

const today = () => localDate(new Date().toISOString(), CHIBI.hours)
const ownerOf = { [WATER]: officer('shuiwu'), [POWER]: officer('guowang'), [GAS]: officer('ranqi') } as const

const shuiwu = officer('shuiwu')
const signature = (signer: string) => ({ signer, signedOn: today() })
/** In days from now; by the calendar of dates alone. */
const inDays = (days: number) => localDate(new Date(Date.now() + days * 86_400_000).toISOString(), CHIBI.hours)

/** named by the case and its line, as the matter names itself. */
function wishedOf(
  id: string,
  ...wish: Parameters<typeof signedPlanInput> extends [string, ...infer Rest] ? Rest : never
) {
  return { ...signedPlanInput('CB-20261123-00001-0', ...wish), id }
}

export const SETTLED: Readonly<Record<string, AnyMatterScenario>> = {
  'transfer-settled': {
    kind: 'transfer',
    carries: true,
    tells: 'R-28: from the register; each account read, one owing and paid in two parts; all moved',
    input: (id) => ({
      ...settledTransferInput(id, {
        ground: { kind: 'register', cause: 'inheritance', entry: '继承 7 号', registeredOn: today() },
      }),
      openedBy: officer('zigui'),
    }),
    async play(the) {
      await the.reaches((state) => state.deadlines[`account:${GAS}:1`] !== undefined)
      for (const account of [WATER, POWER, GAS] as const)
        await the.act('settleAccount', ownerOf[account], {
          account,
          readOn: today(),
          reading: 1,
          arrearsFen: account === POWER ? 100 : 0,
        })
      for (const account of [WATER, GAS] as const) await the.act('confirmAccount', ownerOf[account], { account })
      await the.reaches((state) => state.deadlines[`retry:${POWER}:1`] !== undefined)
      for (const amountFen of [40, 60])
        await the.act('recordArrearsPaid', ownerOf[POWER], { account: POWER, paidOn: today(), amountFen })
      await the.reaches((state) => state.deadlines[`account:${POWER}:2`] !== undefined)
      await the.act('confirmAccount', ownerOf[POWER], { account: POWER })
    },
  },
  'rated-answers': {
    kind: 'rating',
    open: true,
    carries: true,
    tells: 'R-32: whoever was rated badly answers beside the office, each on a clock of its own',
    input: (id) => ({
      ...ratingInput(id, {
        grade: 'dissatisfied',
        organisations: [
          { org: 'shuiwu', grade: 'veryDissatisfied' },
          { org: 'guowang', grade: 'verySatisfied' },
        ],
      }),
      policy: CHIBI,
    }),
    async play(the) {
      await the.reaches((state) => state.deadlines['answer:shuiwu'] !== undefined)
      await the.act('answerAsRated', officer('shuiwu'), { answer: '已上门致歉' })
      await the.act('answerRating', officer('office'), { answer: '已约谈' })
    },
  },
  'instalments-signed': {
    kind: 'instalments',
    carries: true,
    tells: 'R-23: one offer is declined, one lapses, the user’s is signed; built first, paid in parts, changed by both',
    input: (id) => wishedOf(id, {}, { signing: { kind: 'elapsedSeconds', seconds: 2 } }),
    async play(the) {
      await the.reaches((state) => state.deadlines['offer:1'] !== undefined)
      const offer = { parts: [{ dueDate: inDays(30), amountFen: 1000_00 }], ...signature('李经理') }
      await the.act('proposePlan', shuiwu, offer)
      await the.act('answerPlan', INTAKE, { signed: false, plan: 1, reason: '分两期' })
      await the.reaches((state) => state.deadlines['offer:2'] !== undefined)
      await the.act('proposePlan', shuiwu, offer)
      await the.reaches(({ status, proposed }) => status === 'offering' && proposed === 2)
      const parts = [30, 60].map((days) => ({ dueDate: inDays(days), amountFen: 500_00 }))
      await the.act('proposePlan', INTAKE, { parts, ...signature('王小明') })
      await the.act('answerPlan', shuiwu, { signed: true, plan: 3, ...signature('李经理') })
      await the.act('confirmInnerWorks', shuiwu, { builtOn: today() })
      await the.reaches((state) => state.deadlines['instalment:1:3'] !== undefined)
      await the.act('receiveMoney', shuiwu, { amountFen: 100_00, receivedOn: today() })
      await the.act('proposePlan', shuiwu, {
        parts: [{ dueDate: inDays(40), amountFen: 1000_00 }],
        ...signature('李经理'),
      })
      await the.act('answerPlan', INTAKE, { signed: true, plan: 4, ...signature('王小明') })
      await the.reaches((state) => state.deadlines['instalment:1:4'] !== undefined)
      await the.act('receiveMoney', shuiwu, { amountFen: 900_00, receivedOn: today() })
    },
  },
  'deposit-refunded': {
    kind: 'instalments',
    tells: 'R-22, R-23: a deposit is taken in two parts, and given back by the schedule, a part at a time',
    input: (id) => wishedOf(id, { mode: 'deposit' }),
    async play(the) {
      await the.reaches((state) => state.deadlines['offer:1'] !== undefined)
      const parts = [30, 60].map((days) => ({ dueDate: inDays(days), amountFen: 500_00 }))
      await the.act('proposePlan', shuiwu, { parts, ...signature('李经理') })
      await the.act('answerPlan', INTAKE, { signed: true, plan: 1, ...signature('王小明') })
      for (const amountFen of [400_00, 600_00])
        await the.act('receiveMoney', shuiwu, { amountFen, receivedOn: today() })
      await the.reaches((state) => state.deadlines['instalment:1'] !== undefined)
      await the.act('refundDeposit', shuiwu, { amountFen: 500_00, refundedOn: today() })
      await the.act('refundDeposit', shuiwu, { amountFen: 500_00, refundedOn: today() })
    },
  },
}
