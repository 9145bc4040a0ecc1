import { z } from 'zod'
import { SERVICES } from './service.ts'
import type { LineId } from './service.ts'

export const LineIdSchema = z
  .string()
  .regex(new RegExp(`^(${SERVICES.join('|')}):[a-z][a-zA-Z0-9]{1,30}$`), '服务线写作 服务:单位，如 water:shuiwu')
  .transform((id): LineId => id as LineId)
