import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listMatters } from '../../db/queries/matters.ts'
import type { MatterFilter } from '../../db/queries/matters.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { noteSeen } from '../plugins/noted.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../views/page.ts'
import { seesWholeCity } from '../views/who-may-read.ts'
import type { MatterApi } from './matter-api.ts'
import { LONGEST_ORGANISATION_KEY } from '../../domain/city/organisation-key.ts'

/** Where a page of matters ended. */
export const PlaceSchema = z.strictObject({ openedAt: PlaceInstantSchema, id: z.string().max(120) })

/**
 * How a kind is listed: the row, masked for everybody, and the columns by which an applicant and an intake find their
 * own.
 */
export interface MatterList<Kind extends MatterKind> {
  readonly api: MatterApi<Kind>
  readonly rowSchema: z.ZodType
  readonly row: (state: MatterStates[Kind], caller: Caller, now: Date) => object
  readonly applicantColumn?: string
  readonly intakeColumn?: string
  /** The column that says that nobody but the concerned, and auditors, know of it. */
  readonly confinedColumn?: string
}

/** What the caller may see, newest first, by cursor. */
export function listRoute<Kind extends MatterKind>(plain: FastifyInstance, list: MatterList<Kind>): void {
  const { api } = list
  plain.withTypeProvider<ZodTypeProvider>().get(
    '',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: `${api.tag}清单`,
        tags: [api.tag],
        querystring: z.strictObject({
          status: z.enum(api.statuses).optional().describe('状态'),
          awaiting: z.string().min(1).max(LONGEST_ORGANISATION_KEY).optional().describe('等待何单位办理'),
          limit: limitSchema(50, 200),
          cursor: CursorSchema,
        }),
        response: {
          200: z.object({ items: z.array(list.rowSchema), next: z.string().optional().describe('下一页的 cursor') }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { status, awaiting, limit, cursor } = request.query
      const { database, now } = plain.deps
      const page = await listMatters(database, api.kind, {
        city: caller.city.key,
        status,
        awaited: awaiting,
        limit,
        cursor: decodeCursor(PlaceSchema, cursor),
        ...visibleTo(caller, list),
      })
      noteSeen(request, 'masked')
      return {
        items: page.items.map((state) => list.row(state, caller, now())),
        next: encodeCursor(page.next),
      }
    },
  )
}

/** An organisation sees what concerns it, an intake also what it sent in, an applicant their own. */
function visibleTo<Kind extends MatterKind>(
  caller: Caller,
  { applicantColumn, intakeColumn, confinedColumn }: MatterList<Kind>,
): Pick<MatterFilter, 'concerned' | 'account' | 'orEqual'> {
  if (caller.role === 'applicant') {
    if (applicantColumn === undefined) throw new Refusal('forbidden', '请按编号查看')
    return { account: { name: caller.sub, column: applicantColumn, sentBy: intakeColumn } }
  }
  if (seesWholeCity(caller)) {
    if (confinedColumn === undefined || caller.role === 'auditor') return {}
    return { concerned: caller.org, orEqual: { [confinedColumn]: false } }
  }
  return {
    concerned: caller.org,
    ...(caller.kind === 'intake' && intakeColumn !== undefined ? { orEqual: { [intakeColumn]: caller.org } } : {}),
  }
}
