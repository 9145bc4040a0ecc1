import { expect, it } from 'vitest'
import type { CaseEvent } from '../../domain/case/event.ts'
import { withEvents } from '../../bench/recorded-case.ts'
import type { Request } from '../../bench/timed-client.ts'
import { officer } from '../../scripts/demo/party.ts'

const party = officer('shuiwu')
const act = (seq: number): Request => ({ kind: 'act', type: 'acknowledgeReceipt', party, body: {}, seq })
const events = [1, 2, 3, 4, 5, 6].map((seq) => ({ seq }) as CaseEvent)

it('each event stands with one act: those between two with the later, those behind the last with that', () => {
  const requests = withEvents([act(1), { kind: 'view', party }, act(4), act(5), { kind: 'view', party }], events)
  expect(requests.map((request) => request.events.map(({ seq }) => seq))).toEqual([[1], [], [2, 3, 4], [5, 6], []])
})
