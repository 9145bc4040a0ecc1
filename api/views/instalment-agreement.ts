/** what both sides sign, as a reader of the money sees it. */
import { z } from 'zod'
import {
  INSTALMENT_MODE_NAMES,
  INSTALMENT_MODES,
  PLAN_SIDE_NAMES,
  PLAN_SIDES,
  sumFen,
} from '../../domain/instalments/agreement.ts'
import type { PlanProposal, PlanSignature, SignedPlan } from '../../domain/instalments/agreement.ts'
import { planSignerShown } from '../../domain/instalments/instalments-masking.ts'
import { SERVICE_END_NAMES, SERVICE_ENDS } from '../../domain/instalments/instalments.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { leftFenOf } from '../../workflows/instalments/core/state.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import { TimeSchema } from './time.schema.ts'
import type { Writing } from './writing.ts'

const SignatureSchema = z.object({
  at: TimeSchema,
  org: z.string(),
  orgName: z.string(),
  signer: z.string().optional(),
  signedOn: z.string(),
})

const PlanSchema = z.object({
  number: z.int().describe('第几个方案'),
  by: z.enum(PLAN_SIDES),
  byName: z.string(),
  parts: z.array(z.object({ dueDate: z.string(), amountFen: z.int().optional() })),
  reason: z.string().optional(),
  signature: SignatureSchema.describe('提出的一方'),
  countersignature: SignatureSchema.optional().describe('另一方；没有则尚未签定'),
})

export const AgreementSchema = z.object({
  mode: z.enum(INSTALMENT_MODES),
  modeName: z.string(),
  quotedFen: z.int().optional().describe('报价，分'),
  priceDocument: z.string().describe('价格依据'),
  limits: z.object({ mostParts: z.int(), longestMonths: z.int(), leastFirstPercent: z.int() }).describe('本市的限度'),
  proposal: PlanSchema.optional().describe('待对方签字的方案'),
  plans: z.array(PlanSchema).describe('双方签定的方案，末一个现行，以前的留存'),
  built: z
    .object({
      at: TimeSchema,
      builtOn: z.string(),
      unpaidFen: z.int().optional(),
      builtFirst: z.boolean().describe('先行施工：完工时尚未付清'),
    })
    .optional(),
  receipts: z.array(z.object({ amountFen: z.int().optional(), on: z.string() })).describe('收款，按登记的先后'),
  refunds: z.array(z.object({ amountFen: z.int().optional(), on: z.string() })).describe('退还暂收款'),
  receivedFen: z.int().optional(),
  refundedFen: z.int().optional(),
  ended: z
    .object({ at: TimeSchema, why: z.enum(SERVICE_ENDS), whyName: z.string(), leftFen: z.int().optional() })
    .optional()
    .describe('服务终止；leftFen：已收而未退的'),
  givenUp: z.object({ at: TimeSchema, reason: z.string().optional() }).optional(),
})

interface Reading {
  readonly masked: boolean
  readonly lens: Lens
  readonly writing: Writing
}

/** Nothing of what a case agreed on by itself. */
export function agreementView(state: InstalmentsState, reading: Reading): z.infer<typeof AgreementSchema> | undefined {
  const { wished, proposal, plans = [], built, receipts = [], refunds = [], givenUp, ended } = state
  if (wished === undefined) return undefined
  const { masked, writing } = reading
  const { mode, amountFen, priceDocument, terms } = wished
  const { mostParts, longestMonths, leastFirstPercent } = terms
  const moneyOf = <Row extends { readonly amountFen: number }>(rows: readonly Row[]) =>
    rows.map(({ amountFen: fen, ...row }) => ({ ...row, ...(masked ? {} : { amountFen: fen }) }))
  return {
    mode,
    modeName: INSTALMENT_MODE_NAMES[mode],
    priceDocument,
    limits: { mostParts, longestMonths, leastFirstPercent },
    proposal: proposal === undefined ? undefined : proposalView(proposal, reading),
    plans: plans.map((plan) => planOf(plan, reading)),
    built: built === undefined ? undefined : builtView(built, reading),
    receipts: moneyOf(receipts),
    refunds: moneyOf(refunds),
    ...(masked ? {} : { quotedFen: amountFen, receivedFen: sumFen(receipts), refundedFen: sumFen(refunds) }),
    ended: ended === undefined ? undefined : endedView(state, ended, reading),
    givenUp:
      givenUp === undefined
        ? undefined
        : { at: writing.time(givenUp.at), ...(masked ? {} : { reason: givenUp.reason }) },
  }
}

function endedView(
  state: InstalmentsState,
  { at, why }: NonNullable<InstalmentsState['ended']>,
  { masked, writing }: Reading,
) {
  const left = masked ? {} : { leftFen: leftFenOf(state) }
  return { at: writing.time(at), why, whyName: SERVICE_END_NAMES[why], ...left }
}

function builtView({ at, builtOn, unpaidFen, builtFirst }: NonNullable<InstalmentsState['built']>, reading: Reading) {
  return { at: reading.writing.time(at), builtOn, builtFirst, ...(reading.masked ? {} : { unpaidFen }) }
}

function planOf(plan: SignedPlan, reading: Reading): z.infer<typeof PlanSchema> {
  return { ...proposalView(plan, reading), countersignature: signatureView(plan.countersignature, reading) }
}

function proposalView(
  { number, by, parts, reason, signature }: PlanProposal,
  reading: Reading,
): z.infer<typeof PlanSchema> {
  const { masked } = reading
  return {
    number,
    by,
    byName: PLAN_SIDE_NAMES[by],
    parts: parts.map(({ dueDate, amountFen }) => ({ dueDate, ...(masked ? {} : { amountFen }) })),
    ...(masked ? {} : { reason }),
    signature: signatureView(signature, reading),
  }
}

function signatureView(
  { at, org, signer, signedOn }: PlanSignature,
  { masked, lens, writing }: Reading,
): z.infer<typeof SignatureSchema> {
  const named = masked ? {} : { signer: planSignerShown(signer, lens) }
  return { at: writing.time(at), org, orgName: writing.nameOf(org), signedOn, ...named }
}
