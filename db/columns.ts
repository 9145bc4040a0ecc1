import { customType } from 'drizzle-orm/pg-core'
import { upgrade } from '../domain/format/state-format.ts'
import type { Versioned } from '../domain/format/format.ts'
import type { SubjectKind } from '../domain/matter/subject.ts'

/** `timestamptz(3)`, read and written as an ISO UTC string with milliseconds: '2026-11-23T06:45:00.000Z'. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  fromDriver: (value) => new Date(value).toISOString(),
})

/** PostgreSQL's 64-bit transaction id, as a decimal string. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })

/** `jsonb` of a state; what is read of one has been upgraded, or throws `NewerState`. */
export function stateOf<State extends Versioned>(kind: SubjectKind) {
  return customType<{ data: State; driverData: unknown }>({
    dataType: () => 'jsonb',
    toDriver: (state) => JSON.stringify(state),
    fromDriver: (kept) => upgrade(kind, kept as State),
  })
}
