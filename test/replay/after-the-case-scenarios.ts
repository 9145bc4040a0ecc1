/** What a case hands over when it closes, recorded since 0.2. */
import { INTAKE, officer } from '../fixtures/actors.ts'
import { appointed, connected, POWER, surveyed, WATER, waterAndPower } from './plays.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { CHIBI } from '../fixtures/cities.ts'
import type { RecordedCase } from './recorded.ts'
import type { CaseScenario } from './scenarios.ts'

const shuiwu = officer('shuiwu')
const inDays = (days: number) => localDate(new Date(Date.now() + days * 86_400_000).toISOString(), CHIBI.hours)

async function agreed(the: RecordedCase): Promise<void> {
  await surveyed(the, [WATER, POWER])
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
}

export const AFTER_THE_CASE: Readonly<Record<string, CaseScenario>> = {
  'instalments-handed-over': {
    tells: 'R-23, R-26: closed with a part unpaid, which is handed over before the case ends',
    registration: waterAndPower,
    async play(the) {
      await agreed(the)
      await appointed(the)
      await connected(the, [WATER, POWER])
    },
  },
  'instalments-paid': {
    tells: 'R-23, R-26: closed with every part paid: nothing is handed over',
    registration: waterAndPower,
    async play(the) {
      await agreed(the)
      await the.act('recordPayment', shuiwu, { line: WATER, part: 2, paidOn: inDays(0) })
      await appointed(the)
      await connected(the, [WATER, POWER])
    },
  },
  'withdrawn-instalments': {
    tells: 'R-23, R-26, R-37: withdrawn with a part unpaid, which its utility is asked about afterwards',
    registration: waterAndPower,
    async play(the) {
      await agreed(the)
      await the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
    },
  },
}
