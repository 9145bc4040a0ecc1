import { Refusal } from '../../../domain/problem.ts'
import { missingDemand } from './case-state.ts'
import type { ActRule } from './can.ts'
import { requireAwaited, requireParty } from './who.ts'

/**
 * a demand with doubts is confirmed by the collecting bureau or the window; each receipt is the receiver's own
 * act.
 */
export const REGISTRATION_ACTS: {
  acceptDemand: ActRule<'acceptDemand'>
  acknowledgeReceipt: ActRule<'acknowledgeReceipt'>
} = {
  acceptDemand: {
    can(state, { actor }) {
      if (actor.org !== state.collector) throw new Refusal('not-concerned', '受理由采集单位或综窗办理')
      if (state.accepted !== undefined) throw new Refusal('already-done', '该申请已受理')
      const missing = missingDemand(state)
      if (missing.length > 0)
        throw new Refusal('demand-incomplete', `还缺：${missing.join('、')}，先一次性告知`, undefined, { early: true })
    },
    events: (_state, { body }) => [
      {
        type: 'demandAccepted',
        rule: 'R-03',
        data: { how: 'confirmed', ...(body.remarks === undefined ? {} : { remarks: body.remarks }) },
      },
    ],
  },
  acknowledgeReceipt: {
    can(state, { actor }) {
      const party = requireParty(state, actor.org)
      if (party.pipelineOwner === true) throw new Refusal('not-concerned', '需求未推送给本单位')
      if (state.pushedAt === undefined)
        throw new Refusal('wrong-stage', '需求尚未推送，无可签收', undefined, { early: true })
      requireAwaited(state, party)
      if (party.receiptAt !== undefined) throw new Refusal('already-done', '本单位已签收')
    },
    events: (_state, { actor }) => [{ type: 'receiptAcknowledged', rule: 'R-03', data: { org: actor.org } }],
  },
}
