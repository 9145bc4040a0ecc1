/** What is recorded of cases whose tasks have clocks of their own, since 0.6; acts are put as the API puts them. */
import { localDate } from '../../domain/clocks/local-date.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { appointed, connected, inMilliseconds, receiptsWithin, surveyed, WATER, waterOnly } from './plays.ts'
import type { CaseScenario } from './scenarios.ts'

const shuiwu = officer('shuiwu')
const zigui = officer('zigui')
const office = officer('office')
const inDays = (days: number) => localDate(inMilliseconds(days * 86_400_000), CHIBI.hours)

export const CLOCKED: Readonly<Record<string, CaseScenario>> = {
  'receipts-red': {
    tells:
      'R-33, R-35: receipts reminded of and passed, one stopped before and set going after; connected all the same',
    registration: waterOnly,
    start: { policy: receiptsWithin(4) },
    carries: true,
    async play(the) {
      const deadline = 'acknowledgeReceipt:zigui'
      await the.reaches((state) => state.deadlines[deadline] !== undefined)
      await the.act('suspendClock', office, { deadline, reason: 'forceMajeure', note: '停电' })
      await the.reaches((state) => state.deadlines['acknowledgeReceipt:shuiwu']?.passedAt !== undefined)
      await the.act('resumeClock', office, { deadline })
      await the.reaches((state) => state.deadlines[deadline]?.passedAt !== undefined)
      for (const org of ['shuiwu', 'zigui']) await the.act('acknowledgeReceipt', officer(org), {})
      await surveyed(the)
      await appointed(the)
      await connected(the, [WATER])
    },
  },
  'joint-result': {
    tells:
      'R-17, R-33: asked once for more, refused, the joint result; redesigned, approved, and the joint result again',
    registration: waterOnly,
    open: true,
    carries: true,
    async play(the) {
      await surveyed(the, [WATER], { [WATER]: ['planning'] })
      const applied = async (number: number) => {
        const approval = `shuiwu:worksPlanning:${number}`
        await the.act('applyForApprovals', shuiwu, {
          approvals: ['worksPlanning'],
          worksFrom: inDays(0),
          worksTo: inDays(20),
          sections: [{ road: '河北大道', from: '发展大道路口', to: '厂区北门' }],
          responsible: '陈工',
        })
        await the.reaches((state) => state.deadlines[`approval:${approval}`] !== undefined)
        return approval
      }
      const first = await applied(1)
      await the.act('requestApprovalSupplement', zigui, { approval: first, message: '补充管线综合图' })
      await the.reaches((state) => state.deadlines[`supplyApproval:shuiwu:${first}`] !== undefined)
      await the.act('supplyApproval', shuiwu, { approval: first, message: '已补充' })
      await the.act('decideApproval', zigui, { approval: first, approved: false, reason: '侵占规划绿线' })
      await the.reaches((state) => state.deadlines['issueJointResult:zigui:shuiwu'] !== undefined)
      await the.act('issueJointResult', zigui, { utility: 'shuiwu' })
      await the.act('fileDesign', shuiwu, { line: WATER, title: '改线设计', summary: '避让绿线' })
      await the.act('decideApproval', zigui, { approval: await applied(2), approved: true })
      await the.reaches((state) => state.deadlines['issueJointResult:zigui:shuiwu#2'] !== undefined)
      await the.act('issueJointResult', zigui, { utility: 'shuiwu', remarks: '同意施工' })
    },
  },
}
