import { z } from 'zod'
import { isOfApplicantSide } from '../../domain/actor/applicant-side.ts'
import { GRADE_NAMES, GRADES, RATING_STATUS_NAMES, RATING_STATUSES, ratingId } from '../../domain/rating/rating.ts'
import type { Grade } from '../../domain/rating/rating.ts'
import { RATING_BODIES } from '../../domain/rating/rating.schema.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import type { RatingState } from '../../workflows/rating/core/state.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import type { Caller } from '../auth/caller.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { seesWholeCity } from '../views/who-may-read.ts'
import { writingFor } from '../views/writing.ts'
import { describedBy, isConcerned, unknownMatter } from './matter-api.ts'
import type { MatterApi } from './matter-api.ts'
import { matterView, matterViewShape } from './views.ts'

const GradeSchema = z.object({ grade: z.enum(GRADES), gradeName: z.string(), text: z.string().optional() })

const RatingViewSchema = z.object({
  ...matterViewShape,
  ...GradeSchema.shape,
  serviceNumber: z.string(),
  status: z.enum(RATING_STATUSES),
  bad: z.boolean().describe('差评'),
  organisations: z.array(GradeSchema.extend({ org: z.string(), orgName: z.string() })),
  answer: z
    .object({ at: TimeSchema, answer: z.string(), measures: z.string().optional(), late: z.boolean() })
    .optional(),
  ratedAnswers: z
    .array(
      z.object({
        org: z.string(),
        orgName: z.string(),
        at: TimeSchema.optional(),
        answer: z.string().optional(),
        measures: z.string().optional(),
        late: z.boolean().optional(),
      }),
    )
    .describe('被评为差评的单位的回复；没有 at 的尚未回复'),
  addition: z.object({ at: TimeSchema, text: z.string().optional() }).optional(),
})

/** R-32 for the API. */
export const RATING_API: MatterApi<'rating'> = {
  ...describedBy('rating'),
  parameter: { name: 'serviceNumber', description: '联合报装服务编号' },
  idOf: ratingId,
  mayExist: (serviceNumber, { city }) => parseServiceNumber(serviceNumber)?.prefix === city.servicePrefix,
  notFound: (serviceNumber) => unknownMatter('rating', `${serviceNumber} 尚未评价`),
  mayRead: (caller, state) =>
    seesWholeCity(caller) || isConcerned(caller, state) || isOfApplicantSide(state.side, caller),
  viewSchema: RatingViewSchema,
  view: ratingView,
  bodies: RATING_BODIES,
}

function ratingView(state: RatingState, caller: Caller, now: Date, lens: Lens): z.infer<typeof RatingViewSchema> {
  const writing = writingFor(caller.city, now)
  const words = lens.isWhole('words')
  const graded = ({ grade, text }: { readonly grade: Grade; readonly text?: string | undefined }) => ({
    grade,
    gradeName: GRADE_NAMES[grade],
    text: words ? text : undefined,
  })
  const { rating, answer, addition, status } = state
  return {
    serviceNumber: state.serviceNumber,
    status,
    statusName: RATING_STATUS_NAMES[status],
    ...matterView(state, writing),
    masked: lens.masked,
    bad: state.bad,
    ...graded(rating),
    organisations: rating.organisations.map((entry) => ({
      org: entry.org,
      orgName: writing.nameOf(entry.org),
      ...graded(entry),
    })),
    answer: answer === undefined ? undefined : { ...answer, at: writing.time(answer.at) },
    ratedAnswers: (state.rated ?? []).map((org) => {
      const given = state.ratedAnswers?.[org]
      return {
        org,
        orgName: writing.nameOf(org),
        ...(given === undefined ? {} : { ...given, at: writing.time(given.at) }),
      }
    }),
    addition:
      addition === undefined ? undefined : { at: writing.time(addition.at), text: words ? addition.text : undefined },
  }
}
