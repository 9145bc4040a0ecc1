/** what an organisation tries its receiver with; the same envelope as everything else. */
import type { DueTest } from '../db/queries/push-tests.ts'
import { testSubject } from '../domain/push.ts'
import { cloudEvent } from './cloud-event.ts'
import type { Tellable } from './subject-messages.ts'

const WORDS = {
  ping: { event: 'ping', name: '连通测试' },
  event: { event: 'testEvent', name: '测试事件' },
} as const

/** A test, as any other event that can be told; `attempts`: of the next one before now. */
export function testTellable(
  { id, city }: { readonly id: string; readonly city: string },
  { seq, kind, rehearsal, at, hadLetter }: DueTest,
): Tellable {
  const { event, name } = WORDS[kind]
  const subject = testSubject(id)
  const data = { kind: 'test', kindName: '测试', seq, event, name, rule: 'R-27', status: 'test', statusName: '测试' }
  return {
    seq,
    messageFor: () => cloudEvent({ subject, city, seq, type: event, at }, data),
    failsAt: (attempts) => {
      if (rehearsal === 'retry' && attempts === 0 && !hadLetter) return 'itself'
      return rehearsal === 'deadLetter' && !hadLetter ? 'refused' : undefined
    },
  }
}
