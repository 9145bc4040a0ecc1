import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { AccessEntry } from '../../db/queries/access-log.ts'
import type { AccessKind } from '../../domain/access.ts'
import { defined } from '../../domain/defined.ts'
import { caseOfInstalments } from '../../domain/instalments/instalments.ts'
import { caseOfLaterInspection } from '../../domain/later-inspection/later-inspection.ts'
import { isNumberOfOurs } from '../views/numbers.ts'
import { AccessNoise } from './access-noise.ts'
import { AccessWriter } from './access-writer.ts'
import { notedOf } from './noted.ts'
import { givenTo } from './seen-through.ts'

const READS: readonly string[] = ['GET', 'HEAD']

/**
 * every request for what is not public leaves one entry in the access log, and is counted apart where its sender
 * is not known. An act, and an answer that gives a personal field whole, have their entry before they are answered; an
 * answer does not wait for a PostgreSQL that is down, its entry does.
 */
export const accessLogPlugin = fp(
  async (app: FastifyInstance) => {
    const warn = (message: string, fields: object) => app.log.warn(fields, message)
    const writer = new AccessWriter(app.deps.database, warn)
    const noise = new AccessNoise(app.deps.database, warn)
    const kept = new WeakSet<FastifyRequest>()
    app.addHook('onSend', async (request, reply) => {
      if (isPublic(request) || kept.has(request)) return
      kept.add(request)
      if (request.claims === undefined) return noise.count(unknown(request))
      if (request.isRefusedAgain) return
      const entry = entryOf(request, reply)
      const isKept = entry.kind === 'act' || entry.unmasked !== undefined
      if (isKept && !wasTurnedAway(reply)) await writer.act(entry)
      else await writer.read(entry)
    })
    app.addHook('onClose', async () => {
      await Promise.all([writer.close(), noise.close()])
    })
  },
  { name: 'access-log', dependencies: ['problem', 'auth'] },
)

function isPublic({ is404, routeOptions }: FastifyRequest): boolean {
  return is404 || routeOptions.config.access === 'public'
}

function wasTurnedAway({ statusCode }: FastifyReply): boolean {
  return statusCode === 401 || statusCode === 403 || statusCode === 429
}

function unknown(request: FastifyRequest) {
  const { ip: address, problemCode: problem, id: requestId } = request
  return { address, action: actionOf(request), problem, requestId }
}

function entryOf(request: FastifyRequest, { statusCode }: FastifyReply): AccessEntry {
  const { caller, claims, problemCode } = request
  const { serviceNumber, item } = notedOf(request)
  return {
    ...(claims === undefined
      ? {}
      : { sub: caller?.sub ?? claims.sub, org: claims.org, role: claims.role, city: claims.city }),
    kind: kindOf(request),
    action: actionOf(request),
    ...whatOf(request),
    ...defined({ serviceNumber, item }),
    ...(statusCode < 400 ? sightIn(request) : {}),
    outcome: statusCode < 400 ? 'allowed' : statusCode < 500 ? 'refused' : 'failed',
    ...(statusCode < 400 || problemCode === undefined ? {} : { problem: problemCode }),
    requestId: request.id,
    address: request.ip,
  }
}

/** Whole, where some personal field was given whole, or an amount that is somebody's; masked, where none was. */
function sightIn(request: FastifyRequest): Pick<AccessEntry, 'seen' | 'unmasked'> {
  const unmasked = givenTo(request)
  if (unmasked.length > 0) return { seen: 'whole', unmasked }
  return defined({ seen: notedOf(request).seen ?? (request.lenses === undefined ? undefined : ('masked' as const)) })
}

function actionOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url ?? 'unknown'}`
}

const PAPER = /\/document$|\/documents\/:document$/

function kindOf({ method, routeOptions: { url = '' } }: FastifyRequest): AccessKind {
  if (!READS.includes(method)) return 'act'
  if (PAPER.test(url)) return 'paper'
  return /:(?!organisation\b)/.test(url) ? 'read' : 'list'
}

/** What stands in an address besides a number: nothing that a person could be known by is kept. */
const KEY = /^[A-Za-z]{1,31}(?:-(?:[A-Za-z]{1,31}|\d{1,4})){0,4}$/
const OTHER = /^(?:\d{1,7}|\d{4}-Q\d|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Which case or matter, and what of it, as the address says it; what outlives a case is found with the case. */
function whatOf(request: FastifyRequest): Pick<AccessEntry, 'serviceNumber' | 'item'> {
  const {
    serviceNumber = '',
    transferNumber = '',
    recordId = '',
    instalmentsId = '',
    inspectionId = '',
    ...others
  } = request.params as Readonly<Record<string, string | undefined>>
  const item = Object.values(others).find((value = '') => KEY.test(value) || OTHER.test(value))
  const number = [
    serviceNumber,
    transferNumber,
    recordId,
    caseOfInstalments(instalmentsId),
    caseOfLaterInspection(inspectionId),
  ].find(isNumberOfOurs)
  return {
    ...(number === undefined ? {} : { serviceNumber: number }),
    ...(item === undefined ? {} : { item }),
  }
}
