import { isCodeHolder } from './code-holder.ts'

/** an applicant's account. The same id at another channel, or of another issuer, is another account. */
export interface Account {
  /** The first eight hexadecimal digits of the sha256 of the token's `iss`. */
  readonly issuer: string
  /** Organisation key of the intake system that the user signed in at. */
  readonly channel: string
  /** Their id there. */
  readonly subject: string
  /** Of the city's own online hall. */
  readonly own: boolean
}

const NAME = /^(own|via):([0-9a-f]{8}):([a-z][a-zA-Z0-9]{1,30}):(.+)$/s

/** Longer than any that is made of a subject of 100 characters. */
export const MOST_ACCOUNT_NAME = 150

/** As it stands in histories and tables, wherever an actor's `sub` stands: `own:1f0c3a9b:onlineHall:user-7`. */
export function accountName({ issuer, channel, subject, own }: Account): string {
  return `${own ? 'own' : 'via'}:${issuer}:${channel}:${subject}`
}

/** Undefined for what 0.3 and before recorded: the subject alone. */
export function parseAccount(name: string): Account | undefined {
  const [, way, issuer, channel, subject] = NAME.exec(name) ?? []
  if (issuer === undefined || channel === undefined || subject === undefined) return undefined
  return { issuer, channel, subject, own: way === 'own' }
}

/**
 * Whether who acts is the account on record. One of 0.3 or before has no issuer and no channel: there was one list of
 * accounts, so it is the online hall's, or that of the intake (`sentBy`, an organisation's key) that named it.
 */
export function isAccount(recorded: string, sub: string, sentBy?: string): boolean {
  if (recorded === sub) return true
  // Nobody's account, though it looks like one of then.
  if (isCodeHolder(recorded)) return false
  const [record, who] = [parseAccount(recorded), parseAccount(sub)]
  if (who === undefined) return false
  if (record === undefined) return recorded === who.subject && (who.own || who.channel === sentBy)
  // The city may have made another channel its online hall meanwhile.
  return record.issuer === who.issuer && record.channel === who.channel && record.subject === who.subject
}
