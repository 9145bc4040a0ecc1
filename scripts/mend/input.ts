/** What the new run of a mended case is started with. */
import { defined } from '../../domain/defined.ts'
import type { LoadedDataConverter } from '@temporalio/common'
import { encodeToPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { eq } from 'drizzle-orm'
import type { Calendars } from '../../domain/clocks/working-calendars.ts'
import type { Database } from '../../db/client.ts'
import { guarded } from '../../db/database-error.ts'
import { registration } from '../../db/schema/registration.ts'
import { transferRegistration } from '../../db/schema/transfer.ts'
import { BEGUN_BY } from '../../domain/clocks/begun.ts'
import { carriedCalendar } from '../../domain/clocks/working-calendars.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import type { StartInput } from '../history/payloads.ts'
import type { Run } from '../history/runs.ts'
import { MendRefused } from './refused.ts'
import type { Whole } from './whole.ts'

/** Temporal takes no payload of more than 2 MB; a run that goes on must have room to grow. */
const MOST_BYTES = 1_500_000

/**
 * The input of the last run, or the registration's where no history is left. Throws {@link MendRefused} where neither
 * is.
 */
export async function startedWith(
  database: Database,
  kind: SubjectKind,
  subject: string,
  runs: readonly Run[],
): Promise<StartInput> {
  const input = runs.at(-1)?.input ?? (await registeredInput(database, kind, subject))
  if (input?.policy !== undefined) return input as StartInput
  throw new MendRefused(
    kind === 'application' || kind === 'transfer'
      ? `${subject} 的历史已不在，数据库中也没有它的登记，无从修复`
      : `${subject} 的历史已不在：这类事项开始时的内容只在历史里，无从修复；请从备份恢复 Temporal`,
  )
}

async function registeredInput(
  database: Database,
  kind: SubjectKind,
  subject: string,
): Promise<StartInput | undefined> {
  if (kind === 'application') {
    const [row] = await guarded(() =>
      database
        .select({ input: registration.startInput })
        .from(registration)
        .where(eq(registration.serviceNumber, subject)),
    )
    return row?.input
  }
  if (kind !== 'transfer') return undefined
  const [row] = await guarded(() =>
    database
      .select({ input: transferRegistration.startInput })
      .from(transferRegistration)
      .where(eq(transferRegistration.number, subject)),
  )
  return row?.input
}

export interface Mending {
  /** The run that could not go on. */
  readonly runId: string | undefined
  /** ISO UTC. */
  readonly at: string
  readonly reason: string
  readonly calendars: Calendars
}

/** As 0.3 begins one, with the calendar that it began with, everything that was carried, and where it goes on from. */
export function mendedInput(
  before: StartInput,
  { events, given, state, answers, orphans }: Whole,
  { runId, at, reason, calendars }: Mending,
): StartInput {
  const { carried: _carried, mendedFrom: _mendedFrom, ...input } = before
  const [first, last] = [events[0], events.at(-1)]
  if (first === undefined || last === undefined) throw new Error('nothing was lived')
  const calendar =
    input.calendar ?? carriedCalendar(calendars[input.policy.calendar], localDate(first.at, input.policy.hours))
  const mendedFrom = {
    ...defined({ runId }),
    seq: last.seq,
    at,
    reason,
    ...(given.length === 0 ? {} : { lived: given }),
  }
  const carried = { state, answers, at: last.at, ...(orphans.length === 0 ? {} : { orphans }) }
  return { ...input, begunBy: BEGUN_BY, calendar, carried, mendedFrom } as StartInput
}

/** Throws {@link MendRefused} where Temporal could not take it, or not go on with it. */
export async function requireFitting(
  converter: LoadedDataConverter,
  subject: string,
  input: StartInput,
): Promise<void> {
  const payloads = await encodeToPayloads(converter, input)
  const bytes = (payloads ?? []).reduce((sum, { data }) => sum + (data?.length ?? 0), 0)
  if (bytes > MOST_BYTES)
    throw new MendRefused(
      `${subject} 须随新的运行带去 ${bytes} 字节，超过 ${MOST_BYTES}，Temporal 收不下；请从备份恢复其历史`,
    )
}
