/** what is asked is answered at once by the window, or by whom it is passed to, by a term. */
import type { City } from '../city/city.schema.ts'
import { clockedTasksOf } from '../city/task-clocks.ts'
import { dueTime } from '../clocks/working-time.ts'
import type { DeadlineRule, WorkingCalendar } from '../clocks/working-time.ts'
import { Refusal } from '../problem.ts'
import type { Asked } from './inquiry.schema.ts'

/** Instants are ISO UTC. `owner`: whose turn it is, since when and until when, or who answered. */
export interface InquiryFacts {
  readonly channel: string
  readonly askedSub: string | null
  readonly askedAt: string
  readonly content: Asked
  readonly owner: string
  readonly since: string
  readonly warnAt: string
  readonly dueAt: string
  /** whom the owner's duty list names. */
  readonly person: string | null
  /** R-33⁺: the length was not adopted by the group when the turn began: outside the assessment. */
  readonly unassessed: boolean
  readonly answer: string | null
  readonly answeredAt: string | null
  /** Of a passing on: what the window says to whom it passes it. */
  readonly reason: string | null
}

/** By what terms are counted. */
export interface AskingBy {
  readonly city: City
  readonly calendar: WorkingCalendar
  readonly now: Date
}

/** Throws where the city takes none. */
export function inquiryPolicyOf({ name, registration }: Pick<City, 'name' | 'registration'>) {
  const policy = registration.inquiries
  if (policy === undefined) throw new Refusal('forbidden', `${name}未在本系统受理咨询`)
  return policy
}

function turnOf(owner: string, length: DeadlineRule, { city, calendar, now }: AskingBy) {
  const since = now.toISOString()
  const { warnAt, dueAt } = dueTime(since, length, city.hours, calendar)
  const adoptedAt = clockedTasksOf(city)?.adoptedAt
  const unassessed = adoptedAt === undefined || Date.parse(since) < Date.parse(adoptedAt)
  return { owner, since, warnAt, dueAt, unassessed, person: dutyOf(owner, city) }
}

/** an inquiry is none of the kinds of task that a list names one by one: whoever does all the others. */
function dutyOf(owner: string, { organisations }: Pick<City, 'organisations'>): string | null {
  return organisations.find(({ key }) => key === owner)?.duty?.otherwise ?? null
}

/** Asked now: the window's turn. */
export function asked(content: Asked, by: Pick<InquiryFacts, 'channel' | 'askedSub'>, asking: AskingBy): InquiryFacts {
  const { window } = inquiryPolicyOf(asking.city)
  return {
    ...by,
    content,
    askedAt: asking.now.toISOString(),
    ...turnOf(asking.city.registration.window, window.length, asking),
    answer: null,
    answeredAt: null,
    reason: null,
  }
}

/** passed to who is to answer, whose term begins now; the turn that ends so stays counted as it was. */
export function passed(last: InquiryFacts, to: string, note: string | null, asking: AskingBy): InquiryFacts {
  const { answer } = inquiryPolicyOf(asking.city)
  if (last.answeredAt !== null) throw new Refusal('already-done', '这次咨询已经答复，无须再转')
  requireAnswerer(to, asking.city)
  if (last.owner === to) throw new Refusal('already-done', '这次咨询已在该单位')
  return { ...last, ...turnOf(to, answer.length, asking), reason: note }
}

/** To whom the window may pass what it has been asked. */
export function answerersOf({ organisations }: Pick<City, 'organisations'>): readonly string[] {
  return organisations
    .filter(({ kind }) => kind === 'authority' || kind === 'utility' || kind === 'office')
    .map(({ key }) => key)
}

function requireAnswerer(to: string, city: City): void {
  const { name } = city
  if (!answerersOf(city).includes(to))
    throw new Refusal(
      'validation-failed',
      `${name}没有可以答复咨询的单位 ${to}：转给主管部门、公用事业单位或办公室`,
      'to',
    )
}

/** Answered by whose turn it is. */
export function answered(last: InquiryFacts, org: string, answer: string, now: Date): InquiryFacts {
  if (last.owner !== org) throw new Refusal('not-concerned', '由现在承办这次咨询的单位答复')
  if (last.answeredAt !== null) throw new Refusal('already-done', '这次咨询已经答复')
  return { ...last, answer, answeredAt: now.toISOString(), reason: null }
}

/** Throws where another version was written since `seen` of them were there. */
export function requireUnchanged(version: number, seen: number | undefined): void {
  if (seen !== undefined && version > seen)
    throw new Refusal('changed-meanwhile', '这次咨询在您查看之后已转办或答复，请刷新后再办')
}

export function unknownInquiry(id: string): Refusal {
  return new Refusal('inquiry-not-found', `没有咨询“${id}”`)
}

/** One organisation's turn. */
export interface InquiryTurn {
  readonly owner: string
  readonly since: string
  readonly dueAt: string
  readonly endedAt?: string
  readonly late: boolean
}

/** The turns of all versions, the first first. */
export function turnsOf(versions: readonly InquiryFacts[], now: string): InquiryTurn[] {
  const isOfSameTurn = ({ since, owner }: InquiryFacts, last: InquiryFacts | undefined) =>
    last?.since === since && last.owner === owner
  const begun = versions.filter((version, index) => !isOfSameTurn(version, versions[index - 1]))
  return begun.map(({ owner, since, dueAt }, index) => {
    const endedAt = begun[index + 1]?.since ?? versions.at(-1)?.answeredAt ?? undefined
    const late = Date.parse(endedAt ?? now) > Date.parse(dueAt)
    return { owner, since, dueAt, ...(endedAt === undefined ? {} : { endedAt }), late }
  })
}
