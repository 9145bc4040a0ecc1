import { describe, expect, it } from 'vitest'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { EventBody } from '../../domain/case/event.ts'
import type { Refusal } from '../../domain/problem.ts'
import { candidates } from '../../scripts/process/example-branches.ts'
import { AT } from '../../scripts/process/example.ts'
import type { Command } from '../../workflows/application/core/act-rule.ts'
import { apply } from '../../workflows/application/core/apply.ts'
import { can, eventsOf, wouldChange } from '../../workflows/application/core/can.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { refusalOf } from '../../workflows/lib/core/choices.ts'
import { openChanges, partsChanged } from '../../workflows/lib/core/changes.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { refusal } from '../fixtures/refusal.ts'
import { situationWhere } from '../fixtures/situations.ts'

const SERVICES = { water: { business: 'new', tonsPerDay: 9 }, power: { business: 'increase', kilovoltAmperes: 100 } }
const ZIGUI = officer('zigui')
const OFFICE = officer('office')

/** A case that keeps which event changed what, as its workflow does. */
class WatchedCase extends PureCase {
  changes = openChanges(undefined, 0)

  override record(body: EventBody, actor?: Actor): void {
    const before = this.state
    super.record(body, actor)
    this.changes.note(before, this.state)
  }

  /** Whoever acts has seen all up to `seen`. */
  judge<A extends ActType>(type: A, actor: Actor, body: ActBodies[A], seen: number): void {
    const command = { type, actor, at: this.at, body }
    can(this.state, command, CHIBI)
    this.changes.requireSeen({ seen }, this.state, () => wouldChange(this.state, command, CHIBI))
  }

  /** The events that changed what the act would change. */
  changedFor(...asked: Parameters<WatchedCase['judge']>): readonly number[] {
    try {
      this.judge(...asked)
    } catch (error) {
      expect(error).toMatchObject({ code: 'changed-meanwhile', field: 'If-Match' })
      return (error as Refusal).changed ?? []
    }
    throw new Error('it was not refused')
  }
}

const isOffered = (state: CaseState, type: ActType): boolean =>
  candidates(state, CHIBI).some((each) => each.type === type && isAllowed(state, { ...each, at: AT }))

function isAllowed(state: CaseState, command: Command): boolean {
  return refusalOf(() => can(state, command, CHIBI)) === undefined
}

/** The case after the first such act that is possible. */
function next(state: CaseState | undefined, type: ActType): CaseState | undefined {
  if (state === undefined) return undefined
  const done = candidates(state, CHIBI).find((each) => each.type === type && isAllowed(state, { ...each, at: AT }))
  if (done === undefined) return undefined
  return eventsOf(state, { ...done, at: AT }, CHIBI).reduce(
    (before, body) => apply(before, { ...body, seq: before.seq + 1, at: AT, actor: done.actor }),
    state,
  )
}

const surveying = () => new WatchedCase(applicationInput(registration({}, { services: SERVICES }))).atSurvey()

describe('R-39: an act is refused where what it would change is no more as its sender saw it', () => {
  it('the opinions of two parties do not meet; a colleague’s of the same party does, and is named', () => {
    const the = surveying()
    const seen = the.state.seq
    the.act('fileOpinion', officer('shuiwu'), connectable('water:shuiwu'))
    the.act('fileOpinion', officer('chengguan'), NO_OBJECTION)
    expect(() => the.judge('fileOpinion', ZIGUI, NO_OBJECTION, seen)).not.toThrow()
    expect(() => the.judge('fileOpinion', officer('guowang'), connectable('power:guowang'), seen)).not.toThrow()
    the.act('fileOpinion', ZIGUI, { remarks: '沿规划道路敷设' })
    const filed = the.events.findLast(({ type }) => type === 'opinionFiled')?.seq
    expect(the.changedFor('fileOpinion', ZIGUI, NO_OBJECTION, seen)).toEqual([filed])
    expect(() => the.judge('fileOpinion', ZIGUI, NO_OBJECTION, the.state.seq)).not.toThrow()
  })

  it('on one line, what another party found is no change of what one finds; a colleague’s finding is', () => {
    const the = surveying()
    const found = (touches: string[]) => ({ found: [{ line: 'water:shuiwu' as const, touches }] })
    the.act('fileOpinion', officer('shuiwu'), needsOuterWorks('water:shuiwu'))
    const seen = the.state.seq
    the.act('fileOpinion', officer('chengguan'), found(['road']))
    the.act('fileOpinion', officer('chengguan'), found([]))
    expect(() => the.judge('fileOpinion', ZIGUI, found([]), seen)).not.toThrow()
    expect(the.changedFor('fileOpinion', officer('chengguan'), found(['road']), seen)).not.toEqual([])
  })

  it('R-20: an inspection that is passed is no change of what completion changes; progress reported is', () => {
    const before = situationWhere((state) => isOffered(state, 'completeWorks') && isOffered(state, 'fileInspection'))
    const meets = (type: ActType): boolean => {
      const changes = openChanges(undefined, before?.seq ?? 0)
      const [after] = [next(before, type)].flatMap((each) => each ?? [])
      if (before === undefined || after === undefined) throw new Error('there is none')
      changes.note(before, after)
      const [complete] = candidates(after, CHIBI).filter((each) => each.type === 'completeWorks')
      if (complete === undefined) throw new Error('nobody completes')
      try {
        changes.requireSeen({ seen: before.seq }, after, () => wouldChange(after, { ...complete, at: AT }, CHIBI))
        return false
      } catch {
        return true
      }
    }
    expect([meets('fileInspection'), meets('reportProgress')]).toEqual([false, true])
  })

  it('a task passed on meets the act that does it', () => {
    const the = surveying()
    const seen = the.state.seq
    const task = Object.values(the.state.tasks).find(({ kind, org }) => kind === 'fileOpinion' && org === 'zigui')
    the.act('reassignTask', ZIGUI, { task: task?.id ?? '', person: '李四' })
    expect(the.changedFor('fileOpinion', ZIGUI, NO_OBJECTION, seen)).toEqual([the.state.seq])
  })

  it('R-35: a stopped clock meets what would meet it or start it; a warning meets nothing', () => {
    const the = surveying()
    const clock = (id: string) => ({
      id,
      kind: 'survey' as const,
      owner: 'zhujian',
      rule: 'R-12',
      length: { kind: 'workingDays' as const, days: 2 },
      startedAt: the.at,
      warnAt: '2026-11-24T06:00:00.000Z',
      dueAt: '2026-11-25T01:00:00.000Z',
      minutes: 780,
      calendarVersion: 'cn',
      provisional: false,
      advisory: false,
    })
    the.record({ type: 'deadlineStarted', rule: 'R-12', data: { deadline: clock('survey') } })
    const seen = the.state.seq
    const stop = { deadline: 'survey', reason: 'forceMajeure', note: '暴雨' } as const
    the.record({ type: 'deadlineWarned', rule: 'R-33', data: { deadline: 'survey', owner: 'zhujian' } })
    expect(() => the.judge('suspendClock', officer('zhengshu'), stop, seen)).not.toThrow()
    the.act('suspendClock', officer('zhengshu'), stop)
    const stopped = the.state.seq
    expect(the.changedFor('resumeClock', OFFICE, { deadline: 'survey' }, seen)).toEqual([stopped])
    expect(() => the.judge('resumeClock', OFFICE, { deadline: 'survey' }, stopped)).not.toThrow()
  })

  it('what is not allowed at all is refused for that', () => {
    const the = surveying()
    const seen = the.state.seq
    the.act('acknowledgeReceipt', ZIGUI, {})
    expect(refusal(() => the.judge('acknowledgeReceipt', ZIGUI, {}, seen)).code).toBe('already-done')
  })

  it('of events that nobody has recorded yet nobody has seen any', () => {
    const the = surveying()
    expect(the.changedFor('fileOpinion', ZIGUI, NO_OBJECTION, the.state.seq + 1)).toEqual([])
  })

  it('goes on in a new run; after one of a release that kept none, who saw less looks again', () => {
    const the = surveying()
    const seen = the.state.seq
    the.act('fileOpinion', ZIGUI, NO_OBJECTION)
    const { seq } = the.state
    const carried = JSON.parse(JSON.stringify(the.changes.carried())) as ReturnType<typeof the.changes.carried>
    the.changes = openChanges(carried, seq)
    expect(the.changedFor('fileOpinion', ZIGUI, NO_OBJECTION, seen)).toEqual([seq])
    expect(() => the.judge('fileOpinion', officer('chengguan'), NO_OBJECTION, seen)).not.toThrow()
    the.changes = openChanges(undefined, seq)
    expect(the.changedFor('fileOpinion', officer('chengguan'), NO_OBJECTION, seen)).toEqual([])
    expect(() => the.judge('fileOpinion', officer('chengguan'), NO_OBJECTION, seq)).not.toThrow()
  })
})

describe('the parts in which two states differ', () => {
  it('are members of records, and whole fields of any other kind', () => {
    const same = { a: 1 }
    const before = { seq: 1, orders: { w: same, p: { a: 1 } }, list: [1], gone: 1 }
    const after = { seq: 2, orders: { w: same, p: { a: 2 }, g: {} }, list: [1], survey: { closedAt: 'x' } }
    expect(partsChanged(before, after)).toEqual(['orders/p', 'orders/g', 'list', 'gone', 'survey'])
    expect(partsChanged(before, before)).toEqual([])
  })

  it('are of a line what of it differs, by whose it is; a new line is one whole', () => {
    const before = { lines: { w: { status: 'surveying', works: { percent: 0, named: { a: 1 } } } } }
    const works = { percent: 10, named: { a: 1 }, verified: { zigui: { at: 'x' } } }
    const after = { lines: { w: { status: 'surveying', works, found: {} }, g: { status: 'surveying' } } }
    const same = { ...works, named: before.lines.w.works.named }
    expect(partsChanged(before, { lines: { ...after.lines, w: { ...after.lines.w, works: same } } })).toEqual([
      'lines/w/works/percent',
      'lines/w/works/verified/zigui/at',
      'lines/w/found',
      'lines/g',
    ])
  })
})
