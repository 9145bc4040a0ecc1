import type { City } from '../../../domain/city/city.schema.ts'
import type { ApprovalNeed, EventBody, LineOpening, Party } from '../../../domain/case/event.ts'
import type { DemandForm } from '../../../domain/demand/registration.schema.ts'
import { lineId, SERVICES } from '../../../domain/case/service.ts'
import type { Service } from '../../../domain/case/service.ts'
import type { ApplicationInput } from '../messages.ts'

/** what a registration opens: a line for each service and utility, and the parties of the survey. */
export function registeredEvent(input: ApplicationInput): EventBody {
  const { registration, policy } = input
  const lines = openingsOf(registration.form, policy)
  return {
    type: 'registered',
    rule: 'R-01',
    data: {
      city: policy.key,
      policyHash: input.policyHash,
      registration,
      warnings: input.warnings,
      collector:
        registration.channel === policy.registration.window
          ? policy.registration.window
          : policy.registration.collectors[registration.phase],
      convener: policy.survey.convener,
      works: policy.works,
      approvals: approvalNeeds(policy),
      parties: partiesOf(lines, policy),
      lines,
      ...(policy.registration.asked === undefined ? {} : { asked: policy.registration.asked }),
    },
  }
}

function openingsOf(form: DemandForm, policy: City): LineOpening[] {
  return SERVICES.filter((service) => form.services[service] !== undefined).flatMap((service) =>
    utilitiesOf(service, form, policy).map((utility) => ({ id: lineId(service, utility), service, utility })),
  )
}

function utilitiesOf(service: Service, form: DemandForm, policy: City): readonly string[] {
  return service === 'network' ? (form.services.network?.operators ?? []) : policy.services[service]
}

/** the authorities that are invited and every utility with a line. */
function partiesOf(lines: readonly LineOpening[], policy: City): Party[] {
  const authorities = policy.survey.invited.map((org): Party => ({
    org,
    kind: 'authority',
    opinionRequired: policy.survey.opinionRequired.includes(org),
  }))
  const utilities = [...new Set(lines.map((line) => line.utility))].map((org): Party => ({
    org,
    kind: 'utility',
    opinionRequired: true,
  }))
  return [...authorities, ...utilities]
}

function approvalNeeds(policy: City): ApprovalNeed[] {
  return policy.approvals.list.map(({ key, authority, touches, replaceable, workingDays }) => ({
    key,
    authority,
    touches,
    replaceable,
    workingDays,
  }))
}
