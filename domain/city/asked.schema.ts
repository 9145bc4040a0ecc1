import { z } from 'zod'
import { PHASES } from '../case/stage.ts'
import type { Phase } from '../case/stage.ts'
import { LengthSchema } from './length.schema.ts'
import { ORGANISATION_KEY } from './organisation-key.ts'

const orgs = z.array(z.string().regex(ORGANISATION_KEY)).min(1)

/** who tells users of a project at this phase, and leads them to file. */
export const GuidersSchema = z
  .strictObject(
    Object.fromEntries(PHASES.map((phase) => [phase, orgs.optional()])) as Record<Phase, z.ZodOptional<typeof orgs>>,
  )
  .describe('各阶段由哪些单位告知并引导用户申请（R-01）；不填则不设引导记录')

const sourced = z.strictObject({ length: LengthSchema, source: z.string().min(1).max(200).describe('出处') })

/** R-10⁺: how soon what is asked is answered. */
export const InquiryPolicySchema = z
  .strictObject({
    window: sourced.describe('综窗答复或转给有关单位，自咨询提出起'),
    answer: sourced.describe('有关单位答复，自综窗转来起'),
  })
  .describe('咨询的答复期限（R-10）；不填则不受理网上咨询')

interface Asking {
  readonly drill: boolean
  readonly organisations: readonly { readonly key: string; readonly kind: string }[]
  readonly registration: {
    readonly guidance?: z.infer<typeof GuidersSchema> | undefined
    readonly inquiries?: z.infer<typeof InquiryPolicySchema> | undefined
  }
}

/** What concerns the whole city: bureaus that exist, lengths in seconds for the drill only. */
export function checkAsked({ drill, organisations, registration }: Asking, context: z.RefinementCtx): void {
  const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  const isAuthority = (org: string) => organisations.some(({ key, kind }) => key === org && kind === 'authority')
  for (const [phase, guiders = []] of Object.entries(registration.guidance ?? {}))
    for (const org of guiders) if (!isAuthority(org)) issue(['registration', 'guidance', phase], `没有主管部门 ${org}`)
  const { window, answer } = registration.inquiries ?? {}
  if (!drill && [window, answer].some((clock) => clock?.length.kind === 'elapsedSeconds'))
    issue(['registration', 'inquiries'], '以秒计的时限只能用于演练城市')
}
