import type { z } from 'zod'
import type { InquiryRow } from '../../db/queries/inquiries.ts'
import { isAccount } from '../../domain/actor/account.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { answerersOf, turnsOf } from '../../domain/asked/inquiry.ts'
import { signerShown } from '../../domain/case/form-masking.ts'
import { lightAt } from '../../domain/clocks/deadline.ts'
import { maskPerson, maskPhone } from '../../domain/masking/masking.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import { Lens, maskingLens } from '../../domain/visibility/lens.ts'
import type { Part } from '../../domain/visibility/part.ts'
import { seesOf } from '../../domain/visibility/sees.ts'
import type { Caller } from '../auth/caller.ts'
import { seesWholeCity } from '../views/who-may-read.ts'
import { times, writingFor } from '../views/writing.ts'
import { STATUS_NAMES } from '../views/inquiry.schema.ts'
import type { InquiryViewSchema, STATUSES } from '../views/inquiry.schema.ts'

/** the window passes on; whose turn it is answers. */
export const PASSING: readonly Role[] = ['clerk', 'lead']
export const ANSWERING: readonly Role[] = ['clerk', 'officer', 'lead', 'system']

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

export function inquiryRowView(row: InquiryRow, { city, org }: Caller, now: Date, lens = maskingLens()) {
  const writing = writingFor(city, now)
  const { id, number, version, channel, content, owner, person, askedAt, answeredAt, dueAt, warnAt } = row
  const status: (typeof STATUSES)[number] = answeredAt === null ? 'open' : 'answered'
  const { asker, serviceNumber } = content
  return {
    id,
    number,
    version,
    status,
    statusName: STATUS_NAMES[status],
    channel,
    channelName: writing.nameOf(channel),
    asker: asker === undefined ? undefined : lens.show('contact', asker, maskPerson),
    serviceNumber,
    owner,
    ownerName: writing.nameOf(owner),
    person: person === null ? undefined : personShown(person, owner === org, lens),
    light: lightAt({ yellowFrom: answeredAt === null ? warnAt : null, redFrom: dueAt }, answeredAt ?? writing.now),
    ...times({ askedAt, due: dueAt }, { answeredAt: answeredAt ?? undefined }, writing),
  }
}

/** whole to who works there, and remembered as given. */
function personShown(person: string, own: boolean, lens: Lens): string {
  if (!own) return signerShown(person, lens)
  lens.gave('signers')
  return person
}

/** What of it is this caller's to do now. */
function mayOf({ owner, answeredAt }: InquiryRow, { org, role, city }: Caller, nameOf: (org: string) => string) {
  const open = answeredAt === null
  const passes = open && org === city.registration.window && PASSING.includes(role)
  return {
    mayAnswer: open && org === owner && ANSWERING.includes(role),
    mayPassTo: (passes ? answerersOf(city) : [])
      .filter((each) => each !== owner)
      .map((each) => ({ org: each, orgName: nameOf(each) })),
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
    ...mayOf(row, caller, writing.nameOf),
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
