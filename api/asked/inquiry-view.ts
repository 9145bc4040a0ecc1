import { z } from 'zod'
import type { InquiryRow } from '../../db/queries/inquiries.ts'
import { isAccount } from '../../domain/actor/account.ts'
import { turnsOf } from '../../domain/asked/inquiry.ts'
import { LIGHTS, lightAt } from '../../domain/clocks/deadline.ts'
import { maskPerson, maskPhone } from '../../domain/masking/masking.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import { Lens, maskingLens } from '../../domain/visibility/lens.ts'
import type { Part } from '../../domain/visibility/part.ts'
import { seesOf } from '../../domain/visibility/sees.ts'
import type { Caller } from '../auth/caller.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { seesWholeCity } from '../views/who-may-read.ts'
import { times, writingFor } from '../views/writing.ts'

const STATUSES = ['open', 'answered'] as const
const STATUS_NAMES = { open: '待答复', answered: '已答复' } as const

const RowShape = {
  id: z.uuid().describe('咨询编号'),
  version: z.int(),
  status: z.enum(STATUSES),
  statusName: z.string(),
  channel: z.string().describe('由哪里提出：综窗或接入系统'),
  channelName: z.string(),
  asker: z.string().optional(),
  serviceNumber: z.string().optional(),
  askedAt: TimeSchema,
  owner: z.string().describe('待其答复，或已由其答复的单位'),
  ownerName: z.string(),
  due: TimeSchema,
  light: z.enum(LIGHTS).describe('待答复的至今，已答复的至答复之时'),
  answeredAt: TimeSchema.optional(),
}
export const InquiryRowSchema = z.object(RowShape)
export const InquiryViewSchema = z.object({
  ...RowShape,
  phone: z.string().optional(),
  question: z.string(),
  note: z.string().optional().describe('转办说明'),
  answer: z.string().optional(),
  turns: z
    .array(
      z.object({
        org: z.string(),
        orgName: z.string(),
        from: TimeSchema,
        due: TimeSchema,
        endedAt: TimeSchema.optional(),
        late: z.boolean(),
      }),
    )
    .describe('先后由哪些单位承办；转出后原来的一段照计'),
  masked: z.boolean().describe('有个人信息未完整显示'),
})

type Versions = readonly InquiryRow[]

/** Whoever asked: the account itself, or the system that asked for them. */
function isAsker({ kind, sub, org }: Caller, { askedSub, channel }: InquiryRow): boolean {
  return kind === 'applicant'
    ? askedSub !== null && isAccount(askedSub, sub, channel)
    : kind === 'intake' && channel === org
}

/** The window, the office and its group, overseers, whose turn it is or was, and who asked. */
export function mayReadInquiry(caller: Caller, versions: Versions): boolean {
  const row = versions.at(-1)
  if (row === undefined) return false
  return seesWholeCity(caller) || isAsker(caller, row) || versions.some(({ owner }) => owner === caller.org)
}

/** of whose turn it is or was, and of who asked, all that their part shows; of others what the table has. */
export function lensOnInquiry(caller: Caller, versions: Versions): Lens {
  const { org, kind, role, city } = caller
  const row = versions.at(-1)
  const owned: readonly Part[] = versions.some(({ owner }) => owner === org) ? ['collector'] : []
  const told: readonly Part[] = row !== undefined && isAsker(caller, row) ? ['teller'] : []
  return new Lens(seesOf({ org, kind, role }, [...owned, ...told], city))
}

export function inquiryRowView(row: InquiryRow, { city }: Caller, now: Date, lens = maskingLens()) {
  const writing = writingFor(city, now)
  const { id, version, channel, content, owner, askedAt, answeredAt, dueAt, warnAt } = row
  const status: (typeof STATUSES)[number] = answeredAt === null ? 'open' : 'answered'
  const { asker, serviceNumber } = content
  return {
    id,
    version,
    status,
    statusName: STATUS_NAMES[status],
    channel,
    channelName: writing.nameOf(channel),
    asker: asker === undefined ? undefined : lens.show('contact', asker, maskPerson),
    serviceNumber,
    owner,
    ownerName: writing.nameOf(owner),
    light: lightAt({ yellowFrom: answeredAt === null ? warnAt : null, redFrom: dueAt }, answeredAt ?? writing.now),
    ...times({ askedAt, due: dueAt }, { answeredAt: answeredAt ?? undefined }, writing),
  }
}

export function inquiryView(
  versions: Versions,
  caller: Caller,
  now: Date,
  lens: Lens,
): z.infer<typeof InquiryViewSchema> {
  const row = versions.at(-1)
  if (row === undefined) throw new Error('an inquiry has a version')
  const { content, answer, reason } = row
  const writing = writingFor(caller.city, now)
  const words = (text: string) => maskNumbersIn(lens.show('words', text), lens)
  return {
    ...inquiryRowView(row, caller, now, lens),
    phone: content.phone === undefined ? undefined : lens.show('phone', content.phone, maskPhone),
    question: words(content.question),
    note: reason === null ? undefined : words(reason),
    answer: answer === null ? undefined : words(answer),
    turns: turnsOf(versions, writing.now).map(({ owner, since, dueAt, endedAt, late }) => ({
      org: owner,
      orgName: writing.nameOf(owner),
      ...times({ from: since, due: dueAt }, { endedAt }, writing),
      late,
    })),
    masked: lens.masked,
  }
}
