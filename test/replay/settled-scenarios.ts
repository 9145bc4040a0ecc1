/** What is recorded of matters since 0.8: what a transfer rests on, what is owed, and whoever is rated badly. */
import { localDate } from '../../domain/clocks/local-date.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { GAS, POWER, ratingInput, settledTransferInput, WATER } from '../fixtures/matters.ts'
import type { AnyMatterScenario } from './matter-scenarios.ts'

const today = () => localDate(new Date().toISOString(), CHIBI.hours)
const ownerOf = { [WATER]: officer('shuiwu'), [POWER]: officer('guowang'), [GAS]: officer('ranqi') } as const

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
}
