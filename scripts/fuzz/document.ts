/** What of the API's own OpenAPI document one sender is to try. */
import { z } from 'zod'
import type { Sender } from './parties.ts'

const OperationSchema = z.looseObject({ 'x-roles': z.array(z.string()).optional() })
const DocumentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), OperationSchema)) })
export type OpenApi = z.infer<typeof DocumentSchema>

export async function documentAt(url: string): Promise<OpenApi> {
  return DocumentSchema.parse(await (await fetch(`${url}/openapi.json`)).json())
}

/** Operations by whether the role may call them, as Schemathesis names them: `GET /api/v1/guide`. */
export interface Operations {
  readonly open: readonly string[]
  /** Refused whatever is sent: `test/api-pure/who-may.test.ts` walks them all. */
  readonly closed: readonly string[]
}

export function operationsFor({ paths }: OpenApi, { role }: Sender): Operations {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { 'x-roles': roles }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      may: roles?.includes(role) ?? role === 'nobody',
    })),
  )
  return {
    open: all.filter(({ may }) => may).map(({ name }) => name),
    closed: all.filter(({ may }) => !may).map(({ name }) => name),
  }
}
