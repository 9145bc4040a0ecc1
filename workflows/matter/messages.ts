import type { Actor } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { Begun, MendedFrom } from '../../domain/clocks/begun.ts'
import type { MatterAnswer, MatterEvent, MatterState } from '../../domain/matter/matter.ts'
import type { CarriedOf } from '../lib/end-of-run.ts'

/** What a matter starts with; the workflow id is `id`. Policy, hashes and `carried` as an application's. */
export interface MatterInput extends Partial<Begun> {
  readonly id: string
  readonly openedBy: Actor
  readonly keyHash: string
  readonly bodyHash: string
  readonly policy: City
  readonly policyHash: string
  readonly carried?: MatterCarried
  /** Set by mending only, and carried on. */
  readonly mendedFrom?: MendedFrom<MatterEvent>
}

type MatterCarried = CarriedOf<MatterState, MatterAnswer>

export interface MatterResult {
  readonly id: string
  readonly status: string
  readonly seq: number
}
