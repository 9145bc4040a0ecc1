/** What is recorded of acts that nobody waits for (`Prefer: respond-async`), since 0.5. */
import { ACT_REQUEST } from '../../domain/act/act-request.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { transferInput, WATER } from '../fixtures/matters.ts'
import { NO_OBJECTION } from '../fixtures/opinions.ts'
import type { AnyMatterScenario } from './matter-scenarios.ts'
import { waterOnly } from './plays.ts'
import type { RecordedCase, RecordedMatter } from './recorded.ts'
import type { CaseScenario } from './scenarios.ts'

interface Requested {
  readonly digit: string
  readonly type: string
  readonly actor: Actor
  readonly body: object
}

/** As the API asks for it; `digit` makes its name. */
function request(
  the: Pick<RecordedMatter | RecordedCase, 'handle'>,
  { digit, type, actor, body }: Requested,
): Promise<void> {
  const act = { actor, bodyHash: 'hash', body }
  return the.handle.signal(ACT_REQUEST, { request: digit.repeat(40), updateId: `update-${digit}`, type, act })
}

const isAnswered = (events: readonly { readonly type: string }[], answers: number) =>
  events.filter(({ type }) => type === 'actTaken' || type === 'actRefused').length === answers

export const REQUESTED_CASES: Readonly<Record<string, CaseScenario>> = {
  requested: {
    tells: 'R-13, R-39: an opinion without waiting, twice the same; one that is not allowed; what no API of ours sent',
    registration: waterOnly,
    async play(the) {
      await the.reaches((state) => state.survey !== undefined)
      const opinion = { type: 'fileOpinion', actor: officer('zigui'), body: NO_OBJECTION }
      await request(the, { digit: 'a', ...opinion })
      await request(the, { digit: 'a', ...opinion })
      await request(the, { digit: 'b', ...opinion, actor: officer('jiaotong') })
      await the.handle.signal(ACT_REQUEST, { type: 'fileOpinion' })
      await the.reaches(() => isAnswered(the.events, 3))
      await the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
    },
  },
}

export const REQUESTED_MATTERS: Readonly<Record<string, AnyMatterScenario>> = {
  'transfer-requested': {
    kind: 'transfer',
    tells: 'R-28, R-39: ownership confirmed without waiting, an account too early; then withdrawn',
    input: (id) => transferInput(id),
    async play(the) {
      await the.reaches((state) => state.deadlines['ownership'] !== undefined)
      await request(the, { digit: 'a', type: 'confirmAccount', actor: officer('shuiwu'), body: { account: WATER } })
      await request(the, { digit: 'b', type: 'decideOwnership', actor: officer('zigui'), body: { confirmed: true } })
      await the.reaches(() => isAnswered(the.events, 2))
      await the.act('withdrawTransfer', INTAKE, { reason: '暂不过户' })
    },
  },
}
