import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { Calendars } from '../../domain/clocks/working-calendars.ts'
import type { WorkingHours } from '../../domain/clocks/working-time.ts'
import type { ProblemCode } from '../../domain/problem.ts'

export interface ParseActRequest {
  readonly type: ActType
  /** As the signal carried it. */
  readonly sent: unknown
  readonly calendar: keyof Calendars
  readonly hours: WorkingHours
  /** The instant (ISO UTC) by which its dates are judged; when it is parsed, of cases of 0.1 and 0.2. */
  readonly receivedAt?: string
}

export type ParsedAct<A extends ActType = ActType> =
  | { readonly ok: true; readonly actor: Actor; readonly body: ActBodies[A] }
  | {
      readonly ok: false
      readonly code: ProblemCode
      readonly detail: string
      readonly field?: string
      readonly actor?: Actor
    }

export interface ParseActActivities {
  parseAct(request: ParseActRequest): Promise<ParsedAct>
}
