/** What our workflows are started with, as far as it is looked at: what schemas parsed, and what every start has. */
import { INSTALMENT_MODES } from '../../../domain/instalments/agreement.ts'
import { ROLES } from '../../../domain/actor/actor.ts'
import { SERVICES } from '../../../domain/case/service.ts'
import { misfitOf } from '../../../domain/format/shape.ts'
import type { Misfit, Shape } from '../../../domain/format/shape.ts'
import { knownVersion } from '../../../domain/format/state-format.ts'
import * as shapeWords from '../../../domain/format/shape-words.ts'
import type { SubjectKind } from '../../../domain/matter/subject.ts'
import { START_SHAPES } from '../../../domain/matter/start-shapes.ts'
import { UNSTORABLE, unstorableIn } from '../../../domain/storable.ts'

/** As names of this file, as in what is made from the schemas. */
const { having, list, oneOf, text } = shapeWords

/** By workflow; the last is what a city's schedule starts. */
export type StartKind = SubjectKind | 'meetingReports'

/**
 * Undefined where it is one of the workflow of this id. Bounds and fields that nobody knows are the API's to refuse:
 * whatever a release started, however long its names are, goes on. Of what goes on in a new run, only what every start
 * has is looked at; of what a newer release goes on with, nothing: that stops the task until this program is upgraded.
 */
export function misfitOfStart(kind: StartKind, input: unknown, workflowId: string): Misfit | undefined {
  if (kind === 'meetingReports') return misfitOf(input, having({ city: word() }))
  if (isOfNewerRelease(kind, input)) return undefined
  const misfit = misfitOf(input, started(kind, workflowId))
  if (misfit !== undefined || hasLived(input)) return misfit
  const unstorable = unstorableIn(input)
  if (unstorable !== undefined) return { field: unstorable.join('.'), why: UNSTORABLE }
  return misfitOf(input, BEGINNINGS[kind](input))
}

function isOfNewerRelease(kind: SubjectKind, input: unknown): boolean {
  const shape = having({
    carried: having({ state: having({ stateVersion: { type: 'integer', minimum: knownVersion(kind) + 1 } }) }),
  })
  return misfitOf(input, shape) === undefined
}

function hasLived(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'carried' in input && input.carried !== undefined
}

const word = () => text(1)
const date = (): Shape => ({ type: 'string', format: 'date' })
const instant = (): Shape => ({ type: 'string', format: 'date-time' })
const boolean = (): Shape => ({ type: 'boolean' })
const integer = (): Shape => ({ type: 'integer' })

function started(kind: SubjectKind, workflowId: string): Shape {
  const actor = having({ sub: word(), org: word(), role: oneOf(...ROLES) })
  const idName = kind === 'application' ? 'serviceNumber' : 'id'
  const id = { [idName]: { const: workflowId } }
  return having(
    {
      ...id,
      [kind === 'application' ? 'registeredBy' : 'openedBy']: actor,
      keyHash: word(),
      policy: START_SHAPES.policy(),
      policyHash: word(),
    },
    {
      bodyHash: text(),
      client: word(),
      begunBy: word(),
      calendar: having({ version: word(), holidays: list(word()), makeUpDays: list(word()) }),
      sharedItems: list(word()),
      awaitsPapers: { const: true },
      touchesByItem: { const: true },
      verifiesPromises: { const: true },
      timesWorks: { const: true },
      filesAcceptance: { const: true },
      correctsForm: { const: true },
      holdsByService: { const: true },
      signsInstalments: { const: true },
      carried: having(
        { state: having({ ...id, seq: integer() }), answers: having({}) },
        { at: instant(), orphans: list(text()) },
      ),
      mendedFrom: having({ seq: integer(), at: instant() }),
    },
  )
}

/** What each begins with, besides. */
const BEGINNINGS: Readonly<Record<SubjectKind, (input: unknown) => Shape>> = {
  application: () =>
    having({ registration: START_SHAPES.application(), warnings: list(having({ field: text(), code: text() })) }),
  transfer: () => having({ request: START_SHAPES.transfer(), leader: word() }),
  creditRecord: (input) => {
    const { properties, required = [] } = START_SHAPES.creditRecord()
    const ours = having({ decider: word(), sanctioners: list(word()), ...confirmed(input) })
    return {
      ...ours,
      properties: { ...properties, ...ours.properties },
      required: [...required, ...(ours.required ?? [])],
    }
  },
  rating: () =>
    having({
      serviceNumber: word(),
      rating: START_SHAPES.rating(),
      answerer: word(),
      parties: list(word()),
      side: having({}),
    }),
  meetingReport: () =>
    having({
      period: word(),
      from: instant(),
      to: instant(),
      roles: having({ office: word(), parties: list(word()) }),
      policy: having({ assessment: having({ review: having({ kind: word() }) }) }),
    }),
  instalments: () =>
    having({
      plan: having(
        {
          serviceNumber: word(),
          line: word(),
          service: oneOf(...SERVICES),
          utility: word(),
          parts: list(having({ dueDate: date(), amountFen: integer() })),
          agreedAt: instant(),
          confirmed: boolean(),
          side: having({}),
          parties: list(word()),
        },
        { wished: wish() },
      ),
    }),
  laterInspection: () =>
    having(
      {
        finding: having({
          serviceNumber: word(),
          line: word(),
          org: word(),
          utility: word(),
          checklist: list(having({ promise: integer(), kept: boolean() })),
          passed: boolean(),
          side: having({}),
          parties: list(word()),
        }),
      },
      { order: having({ id: word(), requirement: word(), dueDate: date() }) },
    ),
}

/**
 * What names its confirmers was begun by 0.4 or later, whose policy says how long they have; what goes by due process,
 * by 0.6 or later, whose policy says how long each step takes.
 */
function confirmed(input: unknown): Readonly<Record<string, Shape>> {
  if (typeof input !== 'object' || input === null || !('confirmers' in input)) return {}
  const length = having({ kind: word() })
  const confirmers = list(word(), 1)
  if (!('dueProcess' in input) || input.dueProcess === undefined)
    return { confirmers, policy: having({ credit: having({ confirmation: length }) }) }
  const steps = { notice: length, answer: length, determination: length, objection: length }
  return {
    confirmers,
    dueProcess: having(
      { utcOffsetMinutes: integer(), blockable: list(word()), performanceMonths: integer() },
      { monthSeconds: { type: 'number' }, ownWord: boolean() },
    ),
    policy: having({ credit: having({ ...steps, decision: length }) }),
  }
}

/** what both sides are yet to sign. */
function wish(): Shape {
  const length = () => having({ kind: word() })
  const limits = { mostParts: integer(), longestMonths: integer(), leastFirstPercent: integer() }
  return having({
    mode: oneOf(...INSTALMENT_MODES),
    amountFen: integer(),
    priceDocument: text(),
    terms: having({ offer: length(), signing: length(), ...limits }),
  })
}
