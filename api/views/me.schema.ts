import { z } from 'zod'
import { ACT_TYPES } from '../../domain/act/act.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import { PHASES } from '../../domain/case/stage.ts'
import { READER_KINDS } from '../../domain/visibility/part.ts'
import { TimeSchema } from './time.schema.ts'

/** Who calls, by the token, and what of the whole API is theirs. */
export const MeSchema = z.object({
  sub: z.string().describe('账号'),
  org: z.string(),
  orgName: z.string(),
  kind: z.enum(READER_KINDS).describe('单位的类别'),
  role: z.enum(ROLES),
  city: z.object({ key: z.string(), name: z.string(), utcOffsetMinutes: z.int() }),
  now: TimeSchema,
  today: z.iso.date().describe('城市的今天'),
  identity: z.enum(['verified', 'unverified']).optional().describe('申请人是否已实名（R-01）'),
  acts: z.array(z.enum(ACT_TYPES)).describe('角色所及的申请办理动作；此刻可办的见 /applications/{编号}/acts'),
  may: z
    .object({
      register: z
        .array(z.object({ channel: z.string(), name: z.string(), phases: z.array(z.enum(PHASES)) }))
        .describe('可登记的受理渠道与项目阶段（R-01、R-02）；空：不能登记'),
      inquiries: z
        .enum(['record', 'read', 'none'])
        .describe('咨询：record 可记下、转办（综窗），read 可查看由本单位承办的或全市的（R-10）'),
      guide: z.array(z.enum(PHASES)).describe('可作引导记录的项目阶段（R-01）'),
      seeGuidance: z.boolean().describe('查看引导记录：本单位的，或全市的'),
      seeWholeCity: z.boolean().describe('查看全市申请'),
      plan: z.boolean().describe('查看道路施工信息（R-18）'),
      assess: z.enum(['all', 'own', 'none']).describe('查看考核数据（R-30）'),
      audit: z.boolean().describe('查阅访问记录（R-39）'),
    })
    .describe('可用的功能'),
  links: z.object({
    inbox: z.string().optional().describe('本单位的待办'),
    applications: z.string(),
    lookUp: z.url().optional().describe('没有账号的申请人查询自己的件：其后写 ?number=服务编号'),
  }),
})
