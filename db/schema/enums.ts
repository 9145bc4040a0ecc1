/** Made from the domain's unions: a new member is a new migration. */
import { pgEnum } from 'drizzle-orm/pg-core'
import { ACCESS_KINDS, ACCESS_OUTCOMES, SIGHTS } from '../../domain/access.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import { DEADLINE_KINDS } from '../../domain/clocks/deadline.ts'
import { LINE_STATUSES } from '../../domain/case/line-status.ts'
import {
  LANE_STATES,
  REHEARSALS,
  RESOLUTIONS,
  SUBSCRIPTION_ACTS,
  SUBSCRIPTION_ENDS,
  SUBSCRIPTION_SCOPES,
  TEST_KINDS,
} from '../../domain/push.ts'
import { SERVICES } from '../../domain/case/service.ts'
import { AREAS, OUTCOMES, PHASES, STAGES } from '../../domain/case/stage.ts'
import { TASK_KINDS } from '../../domain/case/task.ts'

export const APPLICANT_KINDS = ['enterprise', 'individual'] as const
export const PARTY_KINDS = ['authority', 'utility'] as const

export const roleEnum = pgEnum('role', ROLES)
export const stageEnum = pgEnum('stage', STAGES)
export const outcomeEnum = pgEnum('outcome', OUTCOMES)
export const phaseEnum = pgEnum('phase', PHASES)
export const areaEnum = pgEnum('area', AREAS)
export const serviceEnum = pgEnum('service', SERVICES)
export const lineStatusEnum = pgEnum('line_status', LINE_STATUSES)
export const deadlineKindEnum = pgEnum('deadline_kind', DEADLINE_KINDS)
export const taskKindEnum = pgEnum('task_kind', TASK_KINDS)
export const applicantKindEnum = pgEnum('applicant_kind', APPLICANT_KINDS)
export const partyKindEnum = pgEnum('party_kind', PARTY_KINDS)
export const accessOutcomeEnum = pgEnum('access_outcome', ACCESS_OUTCOMES)
export const accessKindEnum = pgEnum('access_kind', ACCESS_KINDS)
export const sightEnum = pgEnum('sight', SIGHTS)
export const laneStateEnum = pgEnum('lane_state', LANE_STATES)
export const subscriptionScopeEnum = pgEnum('subscription_scope', SUBSCRIPTION_SCOPES)
export const subscriptionEndEnum = pgEnum('subscription_end', SUBSCRIPTION_ENDS)
export const resolutionEnum = pgEnum('dead_letter_resolution', RESOLUTIONS)
export const subscriptionActEnum = pgEnum('subscription_act', SUBSCRIPTION_ACTS)
export const testKindEnum = pgEnum('test_kind', TEST_KINDS)
export const rehearsalEnum = pgEnum('rehearsal', REHEARSALS)
