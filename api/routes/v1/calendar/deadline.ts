import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { CalendarRangeError, dueTime } from '../../../../domain/clocks/working-time.ts'
import type { DueTime } from '../../../../domain/clocks/working-time.ts'
import type { City } from '../../../../domain/city/city.schema.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'
import { TimeSchema } from '../../../views/application.schema.ts'
import { localTime } from '../../../views/local-time.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'

const QuerySchema = z.strictObject({
  from: z.string().min(1).max(40).describe('起算时间，如 2026-11-23T09:00:00+08:00（地址中加号写作 %2B）'),
  workingDays: z.coerce
    .number()
    .positive()
    .max(250)
    .multipleOf(0.5, '应为 0.5 的倍数')
    .describe('工作日数，0.5 的倍数'),
  city: z.string().min(1).max(LONGEST_ORGANISATION_KEY).default('chibi').describe('城市'),
})

const AnswerSchema = z.object({
  due: TimeSchema,
  segments: z.array(z.object({ from: TimeSchema, to: TimeSchema, minutes: z.int() })).describe('计入的各段工作时间'),
  minutes: z.int().describe('工作分钟'),
  calendarVersion: z.string(),
  provisional: z.boolean().describe('所及年份的日历尚未公布（R-34）'),
})

/** when so many working days from an instant are over, with the proof. */
export async function deadlineRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/deadline',
    {
      config: { access: 'public' },
      schema: {
        summary: '工作日时限计算（R-34）',
        tags: ['日历'],
        querystring: QuerySchema,
        response: { 200: AnswerSchema },
      },
    },
    async ({ query: { from, workingDays, city: key } }) => {
      const city = app.deps.cities.get(key)?.city
      if (city === undefined)
        throw fieldProblem(
          'validation-failed',
          'city',
          `没有城市 ${key}，可用：${[...app.deps.cities.keys()].join('、')}`,
        )
      const time = localTime(city.hours.utcOffsetMinutes)
      const { dueAt, segments, minutes, calendarVersion, provisional } = count(from, workingDays, city, app.deps)
      return {
        due: time(dueAt),
        segments: segments.map((part) => ({ from: time(part.from), to: time(part.to), minutes: part.minutes })),
        minutes,
        calendarVersion,
        provisional,
      }
    },
  )
}

function count(from: string, days: number, city: City, { calendars }: Dependencies): DueTime {
  const calendar = calendars[city.calendar]
  try {
    return dueTime(from, { kind: 'workingDays', days }, city.hours, calendar)
  } catch (error) {
    if (error instanceof CalendarRangeError)
      throw fieldProblem(
        'calendar-year-unknown',
        'from',
        `工作日历只有 ${calendar.firstYear} 至 ${calendar.lastYear} 年，没有 ${error.year} 年`,
      )
    if (error instanceof RangeError)
      throw fieldProblem(
        'validation-failed',
        'from',
        `应为带时区的时间，如 2026-11-23T09:00:00+08:00${from.includes(' ') ? '（地址中的加号须写作 %2B）' : ''}`,
      )
    throw error
  }
}
