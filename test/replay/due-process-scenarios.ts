/** What is recorded of credit records that go by due process (R-29, ADR 0051). */
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { dueProcessOf } from '../../domain/city/city-parts.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { officer } from '../fixtures/actors.ts'
import { DRILL } from '../fixtures/cities.ts'
import { NOTICE, RECORDED } from '../fixtures/credit.ts'
import { dueProcessInput } from '../fixtures/matters.ts'
import type { AnyMatterScenario } from './matter-scenarios.ts'
import type { RecordedMatter } from './recorded.ts'

type CreditRecord = RecordedMatter<MatterStates['creditRecord']>

const [own, lead, office, shuiwu] = [
  officer('chengguan'),
  officer('chengguan', 'lead'),
  officer('office'),
  officer('shuiwu'),
]
const MINOR = { grade: 'minor', months: 3 } as const
const seconds = (length: number) => ({ kind: 'elapsedSeconds' as const, seconds: length })

/** In the drill city, whose months are of seconds. */
const drilled = (id: string, change: Partial<City['credit']> = {}) => {
  const policy: City = { ...DRILL, credit: { ...DRILL.credit, ...change } }
  return { ...dueProcessInput(id), policy, dueProcess: dueProcessOf(policy) }
}

async function noticed(the: CreditRecord): Promise<void> {
  await the.reaches((state) => state.deadlines['notice'] !== undefined)
  await the.act('giveNotice', own, { ...NOTICE, ...MINOR })
  await the.reaches((state) => state.deadlines['statement'] !== undefined)
}

async function decided(the: CreditRecord): Promise<void> {
  await noticed(the)
  await the.act('answerNotice', shuiwu, { waived: false, statement: '已整改' })
  await the.reaches((state) => state.deadlines['determination'] !== undefined)
  await the.act('decideRecord', lead, { ...RECORDED, ...MINOR })
  await the.reaches((state) => state.deadlines['objection'] !== undefined)
}

export const DUE_PROCESS: Readonly<Record<string, AnyMatterScenario>> = {
  'due-process-repaired': {
    kind: 'creditRecord',
    tells: 'R-29: told, answered, decided, objected to, upheld, repaired at the second asking',
    input: (id) => drilled(id),
    async play(the) {
      await decided(the)
      await the.act('contestRecord', shuiwu, { reason: '过重' })
      await the.reaches((state) => state.deadlines['decision'] !== undefined)
      await the.act('decideContest', office, { upheld: true, reason: '属实' })
      await the.act('requestRepair', shuiwu, { correction: '已恢复' })
      await the.reaches((state) => state.deadlines['repairAcceptance:1'] !== undefined)
      await the.act('acceptRepair', own, { accepted: false, reason: '没有证明' })
      await the.act('requestRepair', shuiwu, { correction: '已恢复，附验收单' })
      await the.reaches((state) => state.deadlines['repairAcceptance:2'] !== undefined)
      await the.act('acceptRepair', own, { accepted: true })
      await the.reaches((state) => state.deadlines['repairDecision:2'] !== undefined)
      await the.act('decideRepair', lead, { granted: true, reason: '已纠正' })
    },
  },
  'due-process-late': {
    kind: 'creditRecord',
    tells: 'R-29, R-33: told late, unanswered, decided late; nobody objects in the term, and the record runs out',
    input: (id) =>
      drilled(id, {
        notice: seconds(1),
        answer: seconds(2),
        determination: seconds(1),
        objection: seconds(2),
        monthSeconds: 2,
      }),
    async play(the) {
      await the.reaches((state) => state.deadlines['notice']?.passedAt !== undefined)
      await the.act('giveNotice', own, { ...NOTICE, ...MINOR })
      await the.reaches((state) => state.deadlines['determination']?.passedAt !== undefined)
      await the.act('decideRecord', lead, { ...RECORDED, ...MINOR })
      await the.reaches((state) => state.status === 'expired')
    },
  },
  'due-process-performance': {
    kind: 'creditRecord',
    tells: 'R-29: without a document in force: 履约信息, withdrawn after an objection',
    input: (id) => drilled(id),
    async play(the) {
      await noticed(the)
      await the.act('answerNotice', shuiwu, { waived: true })
      await the.act('decideRecord', lead, { outcome: 'performance', reason: '未受处罚' })
      await the.reaches((state) => state.deadlines['objection'] !== undefined)
      await the.act('contestRecord', shuiwu, { reason: '并无此事' })
      await the.reaches((state) => state.deadlines['decision'] !== undefined)
      await the.act('decideContest', office, { upheld: false, reason: '查无此事' })
    },
  },
  'due-process-waiting': {
    kind: 'creditRecord',
    tells: 'R-29: open: told, to be answered',
    open: true,
    input: (id) => drilled(id, { answer: seconds(86_400) }),
    play: noticed,
  },
}
