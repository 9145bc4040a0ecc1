import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Environment } from '../../environment.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import { clearCookie, cookieOf, readCookie, setCookie } from './cookie.ts'
import { providerOf } from './provider.ts'
import type { Provider, Tokens } from './provider.ts'
import { seal, unseal } from './sealed.ts'

/** A working day, and no longer: then a person signs in again. */
const SESSION_SECONDS = 12 * 3600
/** So long before its end a token is renewed. */
const AHEAD_SECONDS = 30
/** So long the requests that were under way with the old cookie are given the tokens that replaced it. */
const SAME_RENEWAL_MS = 60_000

const SessionSchema = z.object({ access: z.string(), refresh: z.string().optional(), exp: z.int() })
type Session = z.infer<typeof SessionSchema>

/** People's sessions: the browser keeps the tokens, sealed; nothing is kept here. */
export interface Sessions {
  readonly provider: Provider | undefined
  /** False where the browser could not keep them. */
  open(reply: FastifyReply, tokens: Tokens): Promise<boolean>
  end(reply: FastifyReply): void
  /** The access token of whoever sends the request, renewed where it is about to end. */
  tokenOf(request: FastifyRequest, reply: FastifyReply): Promise<string | undefined>
}

export function sessionsOf(environment: Environment, now: () => Date): Sessions {
  const cookie = cookieOf('session', environment)
  const provider = providerOf(environment)
  const sealing = () => ({ keyring: readKeyring(environment), purpose: 'session' as const, now: now() })
  const renewal = renewing(provider)
  const keep = async (reply: FastifyReply, { access, refresh }: Tokens, until: number) => {
    const seconds = until - seconds1970(now())
    return setCookie(reply, cookie, { value: await seal({ access, refresh }, { ...sealing(), seconds }), seconds })
  }
  const renewed = async (session: Session, reply: FastifyReply) => {
    if (session.refresh === undefined || expiryOf(session.access) > seconds1970(now()) + AHEAD_SECONDS)
      return session.access
    const tokens = await renewal(session.refresh)
    // Refused or away: the old one says by itself that it is past.
    if (tokens === undefined) return session.access
    await keep(reply, tokens, session.exp)
    return tokens.access
  }
  return {
    provider,
    open: (reply, tokens) => keep(reply, tokens, seconds1970(now()) + SESSION_SECONDS),
    end: (reply) => clearCookie(reply, cookie),
    async tokenOf(request, reply) {
      const sealed = readCookie(request, cookie)
      if (sealed === undefined || sealed === '') return undefined
      const session = await unseal(sealed, SessionSchema, sealing())
      return session === undefined ? undefined : renewed(session, reply)
    },
  }
}

/** A refresh token may count once: several requests of one page at once are one renewal. */
function renewing(provider: Provider | undefined): (refresh: string) => Promise<Tokens | undefined> {
  const going = new Map<string, Promise<Tokens | undefined>>()
  return (refresh) => {
    const key = createHash('sha256').update(refresh).digest('base64')
    const same = going.get(key)
    if (same !== undefined) return same
    const renewal = provider?.renew(refresh).catch(() => undefined) ?? Promise.resolve(undefined)
    going.set(key, renewal)
    setTimeout(() => going.delete(key), SAME_RENEWAL_MS).unref()
    return renewal
  }
}

const seconds1970 = (at: Date): number => Math.floor(at.getTime() / 1000)

/** Of a token that is not verified yet: only to know when to renew it. Zero for what is none. */
function expiryOf(token: string): number {
  try {
    const claims = z.object({ exp: z.number() }).parse(JSON.parse(atobUrl(token.split('.')[1] ?? '')))
    return claims.exp
  } catch {
    return 0
  }
}

const atobUrl = (text: string): string => Buffer.from(text, 'base64url').toString('utf8')
