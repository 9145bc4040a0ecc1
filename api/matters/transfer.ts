import { z } from 'zod'
import { applicantSideOf, isOfApplicantSide } from '../../domain/actor/applicant-side.ts'
import { TRANSFER_NUMBERS } from '../../db/queries/transfer-registrations.ts'
import { doubtsAbout, inWords } from '../../domain/demand/doubts.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import {
  accountShown,
  consentSignerShown,
  isTransferSaidToUser,
  transferFormShown,
} from '../../domain/transfer/transfer-masking.ts'
import { SERVICE_NAMES, SERVICES } from '../../domain/case/service.ts'
import {
  ACCOUNT_STATUS_NAMES,
  ACCOUNT_STATUSES,
  REGISTER_CAUSE_NAMES,
  REGISTER_CAUSES,
  SIDE_NAMES,
  SIDES,
  TRANSFER_OUTCOME_NAMES,
  TRANSFER_OUTCOMES,
  TRANSFER_STATUS_NAMES,
  TRANSFER_STATUSES,
} from '../../domain/transfer/transfer.ts'
import { TRANSFER_BODIES } from '../../domain/transfer/transfer.schema.ts'
import type { Ground } from '../../domain/transfer/transfer.schema.ts'
import { parseTransferNumber } from '../../domain/transfer/transfer-number.ts'
import type { Account, TransferState } from '../../workflows/transfer/core/state.ts'
import type { Caller } from '../auth/caller.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { WarningsSchema } from '../views/warnings.schema.ts'
import { seesWholeCity } from '../views/who-may-read.ts'
import { times, writingFor } from '../views/writing.ts'
import type { Writing } from '../views/writing.ts'
import { describedBy, isConcerned, unknownMatter } from './matter-api.ts'
import type { MatterApi } from './matter-api.ts'
import { matterView, matterViewShape } from './views.ts'

const HolderSchema = z.object({
  kind: z.enum(['enterprise', 'individual']),
  name: z.string(),
  creditCode: z.string().optional(),
  identityNumber: z.string().optional(),
})

const AccountSchema = z.object({
  id: z.string(),
  service: z.enum(SERVICES),
  serviceName: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  accountNumber: z.string(),
  status: z.enum(ACCOUNT_STATUSES),
  statusName: z.string(),
  attempt: z.int().describe('第几次办理'),
  newAccountNumber: z.string().optional(),
  settlement: z
    .object({
      at: TimeSchema,
      readOn: z.string(),
      reading: z.number().optional().describe('末次读数'),
      arrearsFen: z.int().optional().describe('结算时尚欠，分'),
      owedFen: z.int().optional().describe('现欠，分'),
    })
    .optional()
    .describe('末次抄表与结清；读数与金额只给看得到户号的'),
  failure: z.object({ at: TimeSchema, reason: z.string() }).optional(),
  notDone: z.object({ at: TimeSchema, reason: z.string() }).optional(),
  transferredAt: TimeSchema.optional(),
})

const TransferViewSchema = z.object({
  ...matterViewShape,
  number: z.string().describe('联动过户编号'),
  status: z.enum(TRANSFER_STATUSES),
  outcome: z.enum(TRANSFER_OUTCOMES).optional(),
  outcomeName: z.string().optional(),
  channel: z.string(),
  channelName: z.string(),
  leader: z.string(),
  leaderName: z.string(),
  from: HolderSchema,
  to: HolderSchema,
  address: z.string(),
  contact: z.string(),
  phone: z.string(),
  reason: z.string().optional(),
  certificate: z.string().optional().describe('不动产权证号'),
  ground: z
    .object({
      kind: z.enum(['consent', 'register']),
      cause: z.enum(REGISTER_CAUSES).optional(),
      causeName: z.string().optional(),
      entry: z.string().optional(),
      registeredOn: z.string().optional(),
    })
    .optional()
    .describe('过户的依据'),
  consents: z.array(
    z.object({
      holder: z.enum(SIDES),
      holderName: z.string(),
      status: z.enum(['given', 'refused', 'missing']),
      signer: z.string().optional(),
      signedOn: z.string().optional(),
      at: TimeSchema.optional(),
      reason: z.string().optional(),
    }),
  ),
  ownership: z.object({ at: TimeSchema, confirmed: z.boolean(), reason: z.string().optional() }).optional(),
  accounts: z.array(AccountSchema),
  warnings: WarningsSchema,
  withdrawn: z.object({ at: TimeSchema, reason: z.string() }).optional(),
})

/** R-28 for the API. */
export const TRANSFER_API: MatterApi<'transfer'> = {
  ...describedBy('transfer'),
  parameter: { name: 'transferNumber', description: '联动过户编号' },
  idOf: (number) => number,
  mayExist: (number, { city }) => parseTransferNumber(number)?.prefix === city.servicePrefix,
  notFound: (number) => unknownMatter('transfer', `没有 ${number}，请核对联动过户编号`),
  registered: async (database, number) => (await TRANSFER_NUMBERS.unregistered(database, [number])).length === 0,
  mayRead,
  saidToUser: isTransferSaidToUser,
  viewSchema: TransferViewSchema,
  view: transferView,
  bodies: TRANSFER_BODIES,
}

function mayRead(caller: Caller, state: TransferState): boolean {
  const side = applicantSideOf(state.request, state.requestedBy)
  return seesWholeCity(caller) || isConcerned(caller, state) || isOfApplicantSide(side, caller)
}

function transferView(state: TransferState, caller: Caller, now: Date, lens: Lens): z.infer<typeof TransferViewSchema> {
  const writing = writingFor(caller.city, now)
  const { from, to, address, contact, phone, reason, certificate, ground } = transferFormShown(state.request.form, lens)
  const accounts = Object.values(state.accounts).map((account) => accountView(account, lens, writing))
  const { ownership, withdrawn, outcome } = state
  return {
    number: state.id,
    status: state.status,
    statusName: TRANSFER_STATUS_NAMES[state.status],
    ...matterView(state, writing),
    masked: lens.masked,
    ...(outcome === undefined ? {} : { outcome, outcomeName: TRANSFER_OUTCOME_NAMES[outcome] }),
    channel: state.request.channel,
    channelName: writing.nameOf(state.request.channel),
    leader: state.leader,
    leaderName: writing.nameOf(state.leader),
    from,
    to,
    address,
    contact,
    phone,
    reason: lens.isWhole('words') ? reason : undefined,
    certificate,
    ground: ground && groundView(ground),
    consents: consentsView(state, lens, writing),
    ownership: ownership === undefined ? undefined : { ...ownership, at: writing.time(ownership.at) },
    accounts,
    warnings: transferWarnings(state.request),
    withdrawn: withdrawn === undefined ? undefined : { ...withdrawn, at: writing.time(withdrawn.at) },
  }
}

function groundView(ground: Ground): z.infer<typeof TransferViewSchema>['ground'] {
  if (ground.kind === 'consent') return { kind: ground.kind }
  return { ...ground, causeName: REGISTER_CAUSE_NAMES[ground.cause] }
}

/** of each holder; none where the register says it, or nobody is asked. */
function consentsView(
  state: TransferState,
  lens: Lens,
  { time }: Writing,
): z.infer<typeof TransferViewSchema>['consents'] {
  const { conduct, consents = [], consentRefused: refused, request } = state
  if (conduct === undefined || request.form.ground?.kind !== 'consent') return []
  return SIDES.map((holder) => {
    const named = { holder, holderName: SIDE_NAMES[holder] }
    const given = consents.find((consent) => consent.holder === holder)
    if (given !== undefined)
      return {
        ...named,
        status: 'given' as const,
        signer: consentSignerShown(given.signer, lens),
        signedOn: given.signedOn,
        at: time(given.at),
      }
    if (refused?.holder !== holder) return { ...named, status: 'missing' as const }
    return { ...named, status: 'refused' as const, at: time(refused.at), reason: refused.reason }
  })
}

/** of both holders, for whoever verifies the ownership. */
export function transferWarnings({ form }: TransferState['request']): z.infer<typeof WarningsSchema> {
  return inWords([...doubtsAbout(form.from, 'form.from'), ...doubtsAbout(form.to, 'form.to')])
}

function settlementView(
  { settlement }: Account,
  lens: Lens,
  { time }: Writing,
): z.infer<typeof AccountSchema>['settlement'] {
  if (settlement === undefined) return undefined
  const { at, readOn, ...figures } = settlement
  return { at: time(at), readOn, ...(lens.isWhole('accountNumber') ? figures : {}) }
}

function accountView(account: Account, lens: Lens, writing: Writing): z.infer<typeof AccountSchema> {
  const { id, service, utility, status, attempt, failure, notDone, newAccountNumber, transferredAt } = account
  return {
    id,
    service,
    serviceName: SERVICE_NAMES[service],
    utility,
    utilityName: writing.nameOf(utility),
    status,
    statusName: ACCOUNT_STATUS_NAMES[status],
    attempt,
    accountNumber: accountShown(account.accountNumber, lens),
    newAccountNumber: newAccountNumber === undefined ? undefined : accountShown(newAccountNumber, lens),
    settlement: settlementView(account, lens, writing),
    failure: failure === undefined ? undefined : { ...failure, at: writing.time(failure.at) },
    notDone: notDone === undefined ? undefined : { reason: notDone.reason, at: writing.time(notDone.at) },
    ...times({}, { transferredAt }, writing),
  }
}
