import { z } from 'zod'

export const TimeSchema = z.string().describe('带时区的时间，如 2026-11-23T14:45:00+08:00')
