import { z } from 'zod'
import { ACT_BODIES } from '../domain/act/act.schema.ts'
import { ACTS } from '../domain/act/act.ts'
import { MOST_ACCOUNT_NAME } from '../domain/actor/account.ts'
import { ROLES } from '../domain/actor/actor.ts'
import { checkActDates } from '../domain/act/act-dates.ts'
import { localDate } from '../domain/clocks/local-date.ts'
import { foreignDetail, isForeign } from '../domain/format/foreign.ts'
import { isProblemCode, Refusal } from '../domain/problem.ts'
import { UNSTORABLE, unstorableIn } from '../domain/storable.ts'
import type { Calendars } from '../domain/clocks/working-calendars.ts'
import type { ParseActActivities, ParseActRequest, ParsedAct } from '../workflows/ports/parse-act.ts'
import { LONGEST_ORGANISATION_KEY } from '../domain/city/organisation-key.ts'

const IN_CHINESE = { error: z.locales.zhCN().localeError }

const ActorSchema = z.strictObject({
  sub: z.string().min(1).max(MOST_ACCOUNT_NAME),
  org: z.string().min(1).max(LONGEST_ORGANISATION_KEY),
  role: z.enum(ROLES),
})

/** Gives a signal's content the checks that the API gives a request's: no effect, as of its receipt. */
export function createParseActActivities(calendars: Calendars, now = (): Date => new Date()): ParseActActivities {
  return { parseAct: (request) => Promise.resolve(told(parseAct(request, calendars, now()))) }
}

const MOST_TOLD = 500

/** A refusal is kept as an event: what it says must not be as long as what was sent. */
function told(parsed: ParsedAct): ParsedAct {
  if (parsed.ok) return parsed
  const cut = (text: string) => text.slice(0, MOST_TOLD).toWellFormed()
  return { ...parsed, detail: cut(parsed.detail), ...(parsed.field === undefined ? {} : { field: cut(parsed.field) }) }
}

function parseAct(
  { type, sent, calendar, hours, receivedAt }: ParseActRequest,
  calendars: Calendars,
  now: Date,
): ParsedAct {
  if (isForeign(sent)) return { ok: false, code: 'payload-foreign', detail: foreignDetail(sent) }
  const unstorable = unstorableIn(sent)
  if (unstorable !== undefined)
    return {
      ok: false,
      code: 'validation-failed',
      detail: UNSTORABLE,
      ...(unstorable.length === 0 ? {} : { field: unstorable.join('.') }),
    }
  const envelope = z.strictObject({ actor: ActorSchema, body: z.unknown() }).safeParse(sent, IN_CHINESE)
  if (!envelope.success) return refused(envelope.error)
  const { actor } = envelope.data
  if (!(ACTS[type].roles as readonly string[]).includes(actor.role))
    return { ok: false, code: 'forbidden', detail: `${actor.role} 不能${ACTS[type].name}`, field: 'actor.role', actor }
  const body = ACT_BODIES[type].safeParse(envelope.data.body, IN_CHINESE)
  if (!body.success) return { ...refused(body.error, 'body.'), actor }
  try {
    checkActDates(type, body.data, {
      hours,
      calendar: calendars[calendar],
      today: localDate(receivedAt ?? now.toISOString(), hours),
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return {
      ok: false,
      code: error.code,
      detail: error.message,
      actor,
      ...(error.field === undefined ? {} : { field: `body.${error.field}` }),
    }
  }
  return { ok: true, actor, body: body.data }
}

/** As the API says it: a custom issue may carry a code of its own. */
function refused({ issues }: z.ZodError, prefix = ''): Extract<ParsedAct, { ok: false }> {
  const [issue] = issues
  const field = `${prefix}${issue?.path.join('.') ?? ''}`
  const own: unknown = issue?.code === 'custom' ? issue.params?.['code'] : undefined
  return {
    ok: false,
    code: isProblemCode(own) ? own : 'validation-failed',
    detail: issue?.message ?? '内容有误',
    ...(field === '' ? {} : { field }),
  }
}
