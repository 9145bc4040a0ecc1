import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dateOfDay, dayNumber } from '../../../../domain/clocks/calendar.ts'
import { localDate } from '../../../../domain/clocks/local-date.ts'
import { isWorkingDay } from '../../../../domain/clocks/working-time.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'
import { TimeSchema } from '../../../views/application.schema.ts'

const MOST_DAYS = 120

const QuerySchema = z.strictObject({
  city: z.string().min(1).max(31).default('chibi').describe('城市'),
  from: z.iso.date('应为 YYYY-MM-DD').optional().describe('从哪一天起；不填为十天以前'),
  days: z.coerce.number().int().min(1).max(MOST_DAYS).default(60).describe('多少天'),
})

const AnswerSchema = z.object({
  alwaysOpen: z.boolean().describe('全天计时（演练市）'),
  minutesOfDay: z.int().describe('一个工作日的工作分钟'),
  utcOffsetMinutes: z.int(),
  sessions: z.array(z.object({ from: TimeSchema, to: TimeSchema })).describe('逐日的工作时段'),
})

const DAYS_BEFORE = 10

/** the working time of the coming weeks, by which a page counts down. */
export async function workingTimeRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/working-time',
    {
      config: { access: 'public' },
      schema: {
        summary: '逐日的工作时段（R-34）',
        tags: ['日历'],
        querystring: QuerySchema,
        response: { 200: AnswerSchema },
      },
    },
    async ({ query: { city: key, from, days } }) => {
      const { cities, calendars, now } = app.deps
      const city = cities.get(key)?.city
      if (city === undefined)
        throw fieldProblem('validation-failed', 'city', `没有城市 ${key}，可用：${[...cities.keys()].join('、')}`)
      const { hours } = city
      const calendar = calendars[city.calendar]
      const first = dayNumber(from ?? localDate(now().toISOString(), hours)) ?? 0
      const start = from === undefined ? first - DAYS_BEFORE : first
      const dates = Array.from({ length: days }, (_, index) => dateOfDay(start + index)).filter(
        (date) => within(date, calendar) && isWorkingDay(date, calendar),
      )
      const at = (date: string, time: string) => `${date}T${time}:00${offsetOf(hours.utcOffsetMinutes)}`
      return {
        alwaysOpen: calendar.alwaysOpen === true,
        minutesOfDay: hours.sessions.reduce((sum, each) => sum + minuteOf(each.to) - minuteOf(each.from), 0),
        utcOffsetMinutes: hours.utcOffsetMinutes,
        sessions: dates.flatMap((date) =>
          hours.sessions.map((session) => ({ from: at(date, session.from), to: at(date, session.to) })),
        ),
      }
    },
  )
}

function within(date: string, { firstYear, lastYear }: { readonly firstYear: number; readonly lastYear: number }) {
  const year = Number(date.slice(0, 4))
  return year >= firstYear && year <= lastYear
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}

function offsetOf(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
}
