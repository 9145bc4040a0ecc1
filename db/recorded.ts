import type { Actor, Role } from '../domain/actor/actor.ts'

/** The columns that every event has, of a case or of a matter. */
interface RecordedRow<Type, Data> {
  readonly seq: number
  readonly type: Type
  readonly at: string
  readonly rule: string
  readonly data: Data
  readonly actorSub: string
  readonly actorOrg: string
  readonly actorRole: Role
}

interface Recorded<Type, Data> {
  readonly seq: number
  readonly type: Type
  readonly at: string
  readonly rule: string
  readonly data: Data
  readonly actor: Actor
}

/** A row holds exactly what was recorded. */
export function recordedOfRow<Type, Data>({
  seq,
  type,
  at,
  rule,
  data,
  actorSub,
  actorOrg,
  actorRole,
}: RecordedRow<Type, Data>): Recorded<Type, Data> {
  return { seq, type, at, rule, data, actor: { sub: actorSub, org: actorOrg, role: actorRole } }
}

export function rowOfRecorded<Type, Data>({
  seq,
  type,
  at,
  rule,
  data,
  actor,
}: Recorded<Type, Data>): RecordedRow<Type, Data> {
  return { seq, type, at, rule, data, actorSub: actor.sub, actorOrg: actor.org, actorRole: actor.role }
}
