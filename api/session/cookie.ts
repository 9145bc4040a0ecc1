import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Environment } from '../../environment.ts'

/** A browser takes 4096 bytes, name and attributes included; more would be dropped without a word. */
const MOST_BYTES = 3_900

interface Cookie {
  readonly name: string
  readonly secure: boolean
}

/** Over https the name itself forbids other hosts and plain http to set it. */
export function cookieOf(
  name: 'session' | 'sign-in' | 'applicant' | 'code-asked',
  { PUBLIC_URL }: Environment,
): Cookie {
  const secure = PUBLIC_URL?.startsWith('https:') ?? false
  return { name: secure ? `__Host-${name}` : `seven-ones-${name}`, secure }
}

export function readCookie(request: FastifyRequest, { name }: Cookie): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

/**
 * Lax: it comes with a link from elsewhere, never with another site's form or script; Strict: not even with a link.
 * False where a browser would not keep it.
 */
export function setCookie(
  reply: FastifyReply,
  { name, secure }: Cookie,
  {
    value,
    seconds,
    sameSite = 'Lax',
  }: { readonly value: string; readonly seconds: number; readonly sameSite?: 'Lax' | 'Strict' },
): boolean {
  if (value.length > MOST_BYTES) return false
  const attributes = ['Path=/', 'HttpOnly', `SameSite=${sameSite}`, `Max-Age=${seconds}`, ...(secure ? ['Secure'] : [])]
  reply.header('set-cookie', [`${name}=${value}`, ...attributes].join('; '))
  return true
}

export function clearCookie(reply: FastifyReply, cookie: Cookie): void {
  setCookie(reply, cookie, { value: '', seconds: 0 })
}
