import { Refusal } from '../../domain/problem.ts'
import type { CaseState } from '../case.ts'
import type { ActRequest } from '../temporal/perform-act.ts'

/**
 * `If-Match` says what its sender saw of the case: whoever saw it closed has seen all of it. To what outlives it goes
 * the act without: that counts its own events. Throws `changed-meanwhile`.
 */
export function seenOfCase<Put extends ActRequest>(put: Put, { seq }: Pick<CaseState, 'seq'>): Put {
  const { seen, ...act } = put.act
  if (seen === undefined) return put
  if (seen === seq) return { ...put, act }
  const detail = '您查看之后申请已经办结，此事由办结后的事项接续；所以没有办理任何事项；看过之后可以再办'
  throw new Refusal('changed-meanwhile', detail, 'If-Match', { changed: [seq] })
}
