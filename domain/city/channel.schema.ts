import { z } from 'zod'
import { ORGANISATION_KEY } from './organisation-key.ts'

/**
 * where an application came in: the key of one of the city's intake systems, of its window, or of the bureau that
 * collected the demand itself. Which there are, the configuration says.
 */
export const ChannelSchema = z
  .string()
  .regex(ORGANISATION_KEY, '应为受理渠道的代码，如 onlineHall')
  .describe('受理渠道：接入系统、综窗或自行采集的单位的代码（GET /api/v1/organisations）')
