import type { z } from 'zod'
import { isOfApplicantSide } from '../../domain/actor/applicant-side.ts'
import { caseOfInstalments, INSTALMENTS_STATUS_NAMES } from '../../domain/instalments/instalments.ts'
import { instalmentsFiguresShown } from '../../domain/instalments/instalments-masking.ts'
import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'
import { INSTALMENTS_BODIES } from '../../domain/instalments/instalments.schema.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { planNumber } from '../../workflows/instalments/core/state.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import type { Caller } from '../auth/caller.ts'
import { agreementView } from '../views/instalment-agreement.ts'
import { planView, yuan } from '../views/instalment-plan.ts'
import { InstalmentsViewSchema } from '../views/instalments.schema.ts'
import { seesWholeCity } from '../views/who-may-read.ts'
import { writingFor } from '../views/writing.ts'
import { describedBy, unknownMatter } from './matter-api.ts'
import type { MatterApi } from './matter-api.ts'
import { matterView } from './views.ts'

/** R-23 for the API. A payment is recorded at the application's own address. */
export const INSTALMENTS_API: MatterApi<'instalments'> = {
  ...describedBy('instalments'),
  parameter: { name: 'instalmentsId', description: '分期编号：instalments:服务编号:服务线' },
  idOf: (id) => id,
  mayExist: (id, { city }) => parseServiceNumber(caseOfInstalments(id) ?? '')?.prefix === city.servicePrefix,
  notFound: (id) => unknownMatter('instalments', `没有 ${id}`),
  mayRead: (caller, state) => seesAmounts(caller, state) || state.parties.includes(caller.org),
  seesFigures: seesAmounts,
  figuresShown: instalmentsFiguresShown,
  viewSchema: InstalmentsViewSchema,
  view: instalmentsView,
  bodies: INSTALMENTS_BODIES,
}

/** Whose money it is, and who sees the whole city; the case's other parties see how it stands. */
export function seesAmounts(caller: Caller, plan: Pick<InstalmentPlan, 'utility' | 'side'>): boolean {
  return seesWholeCity(caller) || caller.org === plan.utility || isOfApplicantSide(plan.side, caller)
}

function instalmentsView(
  state: InstalmentsState,
  caller: Caller,
  now: Date,
  lens: Lens,
): z.infer<typeof InstalmentsViewSchema> {
  const writing = writingFor(caller.city, now)
  const masked = !seesAmounts(caller, state)
  const { id, status, released } = state
  return {
    id,
    status,
    statusName: INSTALMENTS_STATUS_NAMES[status],
    ...matterView(state, writing),
    ...planView(state, {
      masked,
      city: caller.city,
      now,
      deadlines: state.deadlines,
      number: planNumber(state),
    }),
    masked,
    agreement: agreementView(state, { masked, lens, writing }),
    released:
      released === undefined
        ? undefined
        : {
            at: writing.time(released.at),
            org: released.org,
            orgName: writing.nameOf(released.org),
            ...(masked
              ? {}
              : {
                  reason: released.reason,
                  remainingFen: released.remainingFen,
                  remainingYuan: yuan(released.remainingFen),
                }),
          },
  }
}
