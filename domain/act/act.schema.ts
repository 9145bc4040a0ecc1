import type { z } from 'zod'
import * as acceptance from '../acceptance/acceptance.schema.ts'
import * as approvals from '../approvals/approvals.schema.ts'
import * as claiming from '../claiming/claiming.schema.ts'
import * as clocks from '../clocks/clocks.schema.ts'
import * as commitment from '../commitment/commitment.schema.ts'
import * as connection from '../connection/connection.schema.ts'
import * as demand from '../demand/demand.schema.ts'
import * as dropping from '../dropping/dropping.schema.ts'
import * as innerWorks from '../inner-works/inner-works.schema.ts'
import * as rectification from '../supervision/rectification.schema.ts'
import * as reminders from '../reminders/reminders.schema.ts'
import * as repairs from '../repairs/repairs.schema.ts'
import * as supervision from '../supervision/supervision.schema.ts'
import * as revocation from '../revocation/revocation.schema.ts'
import * as survey from '../survey/survey.schema.ts'
import * as trench from '../trench/trench.schema.ts'
import * as works from '../works/works.schema.ts'
import type { ActType } from './act.ts'

/** The body of each act, as it is posted and as it reaches the workflow. */
export const ACT_BODIES = {
  ...demand.bodies,
  ...claiming.bodies,
  ...survey.bodies,
  ...commitment.bodies,
  ...approvals.bodies,
  ...works.bodies,
  ...trench.bodies,
  ...supervision.bodies,
  ...rectification.bodies,
  ...revocation.bodies,
  ...repairs.bodies,
  ...acceptance.bodies,
  ...innerWorks.bodies,
  ...connection.bodies,
  ...clocks.bodies,
  ...reminders.bodies,
  ...dropping.bodies,
} satisfies Record<ActType, z.ZodType>

export type ActBodies = { [A in ActType]: z.infer<(typeof ACT_BODIES)[A]> }
