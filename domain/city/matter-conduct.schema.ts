import { z } from 'zod'
import { SERVICES } from '../case/service.ts'
import { LengthSchema } from './length.schema.ts'

const sourced = z.strictObject({ length: LengthSchema, source: z.string().min(1).max(200).describe('出处') })

/** R-28⁺: what a transfer rests on, and what is settled before an account moves. */
export const TransferConductSchema = z
  .strictObject({
    consent: sourced.describe('户主表示同意，自申请起；逾期视为不同意'),
    metered: z.array(z.enum(SERVICES)).describe('计量的服务：过户前须有末次读数'),
  })
  .describe('联动过户的依据与结清（R-28）；不填则不问依据，各单位径行过户')

/** R-31⁺: by when the meeting is held, and how what it resolves is followed. */
export const MeetingConductSchema = z
  .strictObject({
    held: sourced.describe('召开联席会议，自季度报告定稿起'),
    check: sourced.describe('办公室核对议定事项是否落实，自责任单位报告起'),
  })
  .describe('联席会议的期限与议定事项的跟踪（R-31）；不填则会议记录后即结束')

/** R-32⁺: whoever is rated badly answers too, beside the office. */
export const RatedConductSchema = sourced.describe('被评为差评的单位回复，自评价起（R-32）；不填则只由办公室回复')
