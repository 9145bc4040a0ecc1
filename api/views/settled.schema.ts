import { z } from 'zod'

export const SettledSchema = z
  .boolean()
  .describe('后续已全部就绪，可接着办理；false：已生效，后续稍后就绪，接着办理若被拒绝并带 retryable，稍候再试')
