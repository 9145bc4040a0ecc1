import { z } from 'zod'

/** Of a read that waits for what was done. */
export const MinSeqQuerySchema = z.strictObject({
  minSeq: z.coerce.number().int().min(0).max(1_000_000).optional().describe('至少新到这个序号（办理后返回的 seq）'),
})
