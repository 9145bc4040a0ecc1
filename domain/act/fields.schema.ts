import { z } from 'zod'

/** What acts have in common in their bodies; `most` in characters. */
export const text = (most: number) => z.string().trim().min(1).max(most)
export const remarks = text(2000)
export const date = z.iso.date('应为 YYYY-MM-DD')
export const instant = z.iso.datetime({
  offset: true,
  message: '应为带时区的时间，如 2026-11-25T09:00:00+08:00',
})
