import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { logAccess } from '../../db/queries/access-log.ts'
import type { AccessEntry } from '../../db/queries/access-log.ts'
import { isRecordId } from '../../domain/credit/credit.ts'
import { caseOfInstalments } from '../../domain/instalments/instalments.ts'
import { caseOfLaterInspection } from '../../domain/later-inspection/later-inspection.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import { parseTransferNumber } from '../../domain/transfer/transfer-number.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** every use of this route is kept in the access log, not only the refusals. */
    readonly audited?: boolean
  }
}

/** While PostgreSQL is down entries wait for its answer: no more of them than this. */
const MOST_WAITING = 500

/**
 * reads of a case, acts and refusals go to the access log: after the answer, and without it where PostgreSQL is
 * down.
 */
export const accessLogPlugin = fp(
  async (app: FastifyInstance) => {
    const waiting = new Set<Promise<void>>()
    app.addHook('onResponse', async (request, reply) => {
      const refused = reply.statusCode === 401 || reply.statusCode === 403
      if (!refused && request.routeOptions.config.audited !== true) return
      if (waiting.size >= MOST_WAITING) return request.log.warn('access log is behind: entry dropped')
      const written = logAccess(app.deps.database, entryOf(request, reply))
        .catch((error: unknown) =>
          request.log.warn(
            { reason: error instanceof Error ? error.message : 'unknown' },
            'access log entry not written',
          ),
        )
        .finally(() => waiting.delete(written))
      waiting.add(written)
    })
    app.addHook('onClose', async () => {
      await Promise.all(waiting)
    })
  },
  { name: 'access-log', dependencies: ['problem', 'auth'] },
)

function entryOf(request: FastifyRequest, { statusCode }: FastifyReply): AccessEntry {
  const { caller, problemCode, routeOptions } = request
  const {
    serviceNumber = '',
    transferNumber = '',
    recordId = '',
    instalmentsId = '',
    inspectionId = '',
  } = request.params as Readonly<Record<string, string | undefined>>
  return {
    ...(caller === undefined ? {} : { sub: caller.sub, org: caller.org, role: caller.role, city: caller.city.key }),
    ...ofCase(serviceNumber),
    ...(parseTransferNumber(transferNumber) === undefined ? {} : { serviceNumber: transferNumber }),
    ...ofCase(caseOfInstalments(instalmentsId)),
    ...ofCase(caseOfLaterInspection(inspectionId)),
    ...(isRecordId(recordId) ? { serviceNumber: recordId } : {}),
    action: `${request.method} ${routeOptions.url ?? 'unknown'}`,
    outcome: statusCode < 400 ? 'allowed' : statusCode < 500 ? 'refused' : 'failed',
    ...(statusCode < 400 || problemCode === undefined ? {} : { problem: problemCode }),
  }
}

/** What outlives a case is found with it. */
function ofCase(serviceNumber = ''): Pick<AccessEntry, 'serviceNumber'> {
  return parseServiceNumber(serviceNumber) === undefined ? {} : { serviceNumber }
}
