/** What is recorded of credit records that wait for a second person, since 0.5. */
import { officer } from '../fixtures/actors.ts'
import { DRILL } from '../fixtures/cities.ts'
import { proposedInput } from '../fixtures/matters.ts'
import type { AnyMatterScenario } from './matter-scenarios.ts'

const seconds = (length: number) => ({ kind: 'elapsedSeconds' as const, seconds: length })
const LEAD = officer('chengguan', 'lead')

export const CONFIRMATIONS: Readonly<Record<string, AnyMatterScenario>> = {
  'credit-confirmed-late': {
    kind: 'creditRecord',
    tells:
      'R-29, R-33: confirmed after its deadline by the lead of its authority, reported, in force until its term is over',
    input: (id) => ({
      ...proposedInput(id),
      policy: { ...DRILL, credit: { ...DRILL.credit, confirmation: seconds(1), term: seconds(10) } },
    }),
    async play(the) {
      await the.reaches((state) => state.deadlines['confirmation']?.passedAt !== undefined)
      await the.act('confirmRecord', LEAD, { confirmed: true, remarks: '照片已核对' })
      await the.reaches((state) => state.status === 'expired')
    },
  },
  'credit-rejected': {
    kind: 'creditRecord',
    tells: 'R-29: rejected by the lead of the office, never reported',
    input: (id) => proposedInput(id),
    async play(the) {
      await the.reaches((state) => state.deadlines['confirmation'] !== undefined)
      await the.act('confirmRecord', officer('office', 'lead'), { confirmed: false, reason: '照片不是该工地' })
    },
  },
  'credit-proposed': {
    kind: 'creditRecord',
    tells: 'R-29: open: proposed, nobody has confirmed it',
    open: true,
    input: (id) => proposedInput(id),
    play: async (the) => {
      await the.reaches((state) => state.deadlines['confirmation'] !== undefined)
    },
  },
}
