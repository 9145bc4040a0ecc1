/** A case without Temporal, as it would have gone: acts judged by the core, clocks by the city's hours. */
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { CaseEvent, EventBody } from '../../domain/case/event.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { dueTime } from '../../domain/clocks/working-time.ts'
import type { WorkingCalendar } from '../../domain/clocks/working-time.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
import { apply } from '../../workflows/application/core/apply.ts'
import { can, eventsOf } from '../../workflows/application/core/can.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { registeredEvent } from '../../workflows/application/core/registered.ts'

/** When every drawn case is registered: a Monday morning in 赤壁. */
export const DRAWN_AT = '2026-01-05T01:00:00.000Z'
const INTAKE: Actor = { sub: 'hubei', org: 'hubeiGovernmentService', role: 'system' }

interface Ground {
  readonly policy: City
  readonly calendar: WorkingCalendar
}

export class DrawnCase {
  readonly events: CaseEvent[] = []
  state: CaseState
  at = DRAWN_AT
  readonly #ground: Ground

  constructor(serviceNumber: string, registration: Registration, ground: Ground) {
    this.#ground = ground
    const input = { serviceNumber, registeredBy: INTAKE, registration, warnings: [], keyHash: serviceNumber }
    const { policy } = ground
    const event: CaseEvent = {
      ...registeredEvent({ ...input, policy, policyHash: 'filled' }, localDate(this.at, policy.hours)),
      seq: 1,
      at: this.at,
      actor: INTAKE,
    }
    this.events.push(event)
    this.state = apply(undefined, event, serviceNumber)
  }

  record(body: EventBody, actor: Actor = THE_CASE): this {
    const event: CaseEvent = { ...body, seq: this.state.seq + 1, at: this.at, actor }
    this.events.push(event)
    this.state = apply(this.state, event)
    return this
  }

  act<A extends ActType>(type: A, org: string, body: ActBodies[A], role: Actor['role'] = 'officer'): this {
    const actor = org === INTAKE.org ? INTAKE : { sub: `${org}-${role}`, org, role }
    const command = { type, actor, at: this.at, body }
    can(this.state, command, this.#ground.policy)
    for (const event of eventsOf(this.state, command, this.#ground.policy)) this.record(event, actor)
    return this
  }

  later(hours: number): this {
    this.at = new Date(Date.parse(this.at) + hours * 3_600_000).toISOString()
    return this
  }

  /** A clock of so many working days from now on. */
  clock(which: Pick<Deadline, 'id' | 'kind' | 'owner' | 'rule'> & { readonly line?: string }, days: number): this {
    const { policy, calendar } = this.#ground
    const {
      segments: _segments,
      rule: length,
      ...due
    } = dueTime(this.at, { kind: 'workingDays', days }, policy.hours, calendar)
    return this.record({
      type: 'deadlineStarted',
      rule: 'R-33',
      data: { deadline: { ...which, ...due, length, advisory: false } },
    })
  }
}
