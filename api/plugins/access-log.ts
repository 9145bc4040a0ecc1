import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { AccessEntry } from '../../db/queries/access-log.ts'
import { isRecordId } from '../../domain/credit/credit.ts'
import { caseOfInstalments } from '../../domain/instalments/instalments.ts'
import { caseOfLaterInspection } from '../../domain/later-inspection/later-inspection.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import { parseTransferNumber } from '../../domain/transfer/transfer-number.ts'
import { AccessWriter } from './access-writer.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** every use of this route is kept in the access log, not only the refusals. */
    readonly audited?: boolean
  }
}

const READS: readonly string[] = ['GET', 'HEAD']

/**
 * reads of a case, acts and refusals go to the access log. An act has its entry before it is answered; an answer
 * does not wait for a PostgreSQL that is down, its entry does.
 */
export const accessLogPlugin = fp(
  async (app: FastifyInstance) => {
    const writer = new AccessWriter(app.deps.database, (message, fields) => app.log.warn(fields, message))
    app.addHook('onSend', async (request, reply) => {
      if (request.isRefusedAgain) return
      if (isAct(request) && !wasTurnedAway(reply)) await writer.act(entryOf(request, reply))
    })
    app.addHook('onResponse', async (request, reply) => {
      if (request.isRefusedAgain) return
      const isRead = request.routeOptions.config.audited === true && !isAct(request)
      if (isRead || wasTurnedAway(reply)) writer.read(entryOf(request, reply))
    })
    app.addHook('onClose', () => writer.close())
  },
  { name: 'access-log', dependencies: ['problem', 'auth'] },
)

function isAct({ method, routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.audited === true && !READS.includes(method)
}

function wasTurnedAway({ statusCode }: FastifyReply): boolean {
  return statusCode === 401 || statusCode === 403
}

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
