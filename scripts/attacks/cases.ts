/** Cases to attack, registered as an intake registers them. Names and numbers are made up. */
import { z } from 'zod'
import { until } from '../demo/wait.ts'
import type { Victim } from './victim.ts'

export const APPLICATIONS = '/api/v1/applications'
export const PHONE = '13871234567'

const FORM = {
  channel: 'hubeiGovernmentService',
  phase: 'none',
  form: {
    applicant: { kind: 'enterprise', name: '湖北蒲圻精密制造有限公司', creditCode: '91440101MA5CJQ4N59' },
    address: '赤壁市赤马港街道河北大道 188 号',
    contact: '王建国',
    phone: PHONE,
    services: { water: { business: 'new', tonsPerDay: 12 } },
  },
}
const RegisteredSchema = z.object({ serviceNumber: z.string() })
const HistorySchema = z.object({
  items: z.array(
    z.object({
      type: z.string(),
      actor: z.object({ org: z.string() }),
      data: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
})
export type Happened = z.infer<typeof HistorySchema>['items'][number]

/** Opens a case and waits until its survey is under way; gives its number. */
export async function openCase(victim: Victim): Promise<string> {
  const intake = await victim.token('hubeiGovernmentService', 'system')
  const { body } = await victim.post(intake, APPLICATIONS, FORM)
  const { serviceNumber } = RegisteredSchema.parse(body)
  await until(
    `${serviceNumber} 踏勘`,
    () => victim.get(intake, `${APPLICATIONS}/${serviceNumber}`),
    ({ body: view }) => view['stage'] === 'jointSurvey',
    { withinMs: 60_000 },
  )
  return serviceNumber
}

/** Its events as an auditor reads them; undefined where they cannot be read. */
export async function happenedIn(victim: Victim, serviceNumber: string): Promise<readonly Happened[] | undefined> {
  const auditor = await victim.token('fagai', 'auditor')
  const { body } = await victim.get(auditor, `${APPLICATIONS}/${serviceNumber}/history?limit=200`)
  const { success, data } = HistorySchema.safeParse(body)
  return success ? data.items : undefined
}
