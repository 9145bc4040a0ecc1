import type { Deadline } from '../../domain/clocks/deadline.ts'
import type { LineId } from '../../domain/case/service.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'

const LINES: readonly (readonly [LineId, string])[] = [
  ['water:shuiwu', 'shuiwu'],
  ['power:guowang', 'guowang'],
  ['gas:ranqi', 'ranqi'],
  ['network:telecom', 'telecom'],
]

/** A made-up case from the registration to the closing, with a late utility and a moved appointment. */
export function wholeCase(serviceNumber: string): PureCase {
  const the = new PureCase(applicationInput(undefined, { serviceNumber }))
  startDeadline(the, { id: 'registration', kind: 'registration', owner: 'window', rule: 'R-03' })
  the.atSurvey()
  startDeadline(the, { id: 'survey', kind: 'survey', owner: 'zhujian', rule: 'R-12' })
  the.act('acknowledgeReceipt', officer('shuiwu'), {})
  the.act('fileOpinion', officer('zigui'), { remarks: '无意见' })
  the.act('fileOpinion', officer('chengguan'), { remarks: '不占路' })
  for (const [line, org] of LINES.slice(0, 3))
    the.act('fileOpinion', officer(org), { lines: [{ line, connectable: true }] })
  the.at = '2026-11-25T01:00:00.000Z'
  the.record({
    type: 'deadlinePassed',
    rule: 'R-33',
    data: { deadline: 'survey', owner: 'zhujian', absent: ['telecom'] },
  })
  the.closeSurvey(['telecom'])
  the.act('fileOpinion', officer('telecom'), {
    lines: [{ line: 'network:telecom', connectable: true, laidInAdvance: true }],
  })
  the.act('appointConnection', INTAKE, { at: '2026-11-26T01:00:00.000Z' })
  the.act('appointConnection', INTAKE, { at: '2026-11-27T01:00:00.000Z', lines: ['gas:ranqi'] })
  for (const [line, org] of LINES) the.act('reportConnected', officer(org), { line })
  the.at = '2026-11-27T02:00:00.000Z'
  the.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'connected' } })
  return the
}

function startDeadline(the: PureCase, which: Pick<Deadline, 'id' | 'kind' | 'owner' | 'rule'>): void {
  const deadline: Deadline = {
    ...which,
    length: { kind: 'workingDays', days: 0.5 },
    startedAt: the.at,
    warnAt: '2026-11-23T03:00:00.000Z',
    dueAt: '2026-11-23T06:45:00.000Z',
    minutes: 195,
    calendarVersion: 'cn-2026.1',
    provisional: false,
    advisory: false,
  }
  the.record({ type: 'deadlineStarted', rule: 'R-33', data: { deadline } })
}
