import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { LoadedCity } from '../../config/load-cities.ts'
import { codeHolderOf } from '../../domain/actor/code-holder.ts'
import type { Environment } from '../../environment.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import type { Caller } from '../auth/caller.ts'
import type { PhoneCodes } from '../phone-codes/phone-codes.ts'
import { clearCookie, cookieOf, readCookie, setCookie } from './cookie.ts'
import { seal, unseal } from './sealed.ts'

/** Long enough to read a case and fill a form in; then a new code. */
const SESSION_SECONDS = 1800
/** A code that comes late is asked for anew. */
const ASKED_SECONDS = 600

const CodeSchema = z.object({ id: z.uuid(), serviceNumber: z.string() })
type Code = z.infer<typeof CodeSchema>

/**
 * Applicants without an account: one case, or one inquiry, by a code to its telephone. Without a gateway there
 * are no codes.
 */
export interface CodeSessions {
  readonly codes: PhoneCodes | undefined
  /** The browser that asked, and no other, may tell the code back. */
  asked(reply: FastifyReply, code: Code): Promise<void>
  askedBy(request: FastifyRequest): Promise<Code | undefined>
  /** From now on this browser is the applicant of that case; undefined where its telephone is another by now. */
  open(reply: FastifyReply, code: Code): Promise<Caller | undefined>
  callerOf(request: FastifyRequest): Promise<Caller | undefined>
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

interface Parts {
  readonly environment: Environment
  readonly now: () => Date
  readonly codes: PhoneCodes | undefined
}

export function codeSessionsOf({ environment, now, codes }: Parts): CodeSessions {
  const [session, asked] = [cookieOf('applicant', environment), cookieOf('code-asked', environment)]
  const sealing = (purpose: 'applicant' | 'code-asked') => ({ keyring: readKeyring(environment), purpose, now: now() })
  const keep = async (reply: FastifyReply, purpose: 'applicant' | 'code-asked', code: Code, seconds: number) => {
    const value = await seal({ ...code }, { ...sealing(purpose), seconds })
    setCookie(reply, purpose === 'applicant' ? session : asked, { value, seconds, sameSite: 'Strict' })
  }
  const opened = (request: FastifyRequest) =>
    unseal(readCookie(request, session) ?? '', CodeSchema, sealing('applicant'))
  return {
    codes,
    asked: (reply, code) => keep(reply, 'code-asked', code, ASKED_SECONDS),
    askedBy: (request) => unseal(readCookie(request, asked) ?? '', CodeSchema, sealing('code-asked')),
    async open(reply, code) {
      const found = await codes?.holds(code.id, code.serviceNumber)
      if (found === undefined) return undefined
      clearCookie(reply, asked)
      await keep(reply, 'applicant', code, SESSION_SECONDS)
      return callerOfCase(code.serviceNumber, found)
    },
    async callerOf(request) {
      const code = await opened(request)
      const found = code === undefined ? undefined : await codes?.holds(code.id, code.serviceNumber)
      return code === undefined || found === undefined ? undefined : callerOfCase(code.serviceNumber, found)
    },
    async end(request, reply) {
      const code = await opened(request)
      clearCookie(reply, session)
      if (code !== undefined) await codes?.end(code.id)
    },
  }
}

function callerOfCase(serviceNumber: string, found: LoadedCity): Caller {
  const sub = codeHolderOf(serviceNumber)
  return { sub, org: 'applicant', role: 'applicant', kind: 'applicant', issuer: '', ...found }
}
