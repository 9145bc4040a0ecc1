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

/** R-23⁺: instalments that both sides sign, and within which limits; a deposit only where the city wants it. */
export const InstalmentsConductSchema = z
  .strictObject({
    offer: sourced.describe('承办单位提出分期方案，自用户提出意愿（或前一方案未签）起'),
    signing: sourced.describe('对方签字或不同意，自方案提出起；逾期视为未签'),
    mostParts: z.int().min(1).max(60).describe('最多几期'),
    longestMonths: z.int().min(1).max(59).describe('最长几个月，自双方签定首个方案起'),
    leastFirstPercent: z.int().min(0).max(100).describe('首期至少占合计的百分之几；0 为不限'),
    deposit: z.boolean().default(false).describe('可否暂收工程款、分期退还；只限红线内'),
    source: z.string().min(1).max(200).describe('限度的出处'),
  })
  .describe('红线内工程的分期（R-23）；不填则由用户一方约定，如 0.7 版')
