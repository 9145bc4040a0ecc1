import { z } from 'zod'

/** what a clerk has to look at; nobody is refused for it. */
export const WarningsSchema = z
  .array(z.object({ field: z.string(), code: z.string(), message: z.string().describe('核对什么') }))
  .describe('须由采集单位、综窗或牵头单位核对之处（R-08）')
