/** The API's own OpenAPI document, as far as one sender may use it. */
import { z } from 'zod'
import type { Sender } from './parties.ts'

const OperationSchema = z.looseObject({ 'x-roles': z.array(z.string()).optional() })
const DocumentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), OperationSchema)) })
export type OpenApi = z.infer<typeof DocumentSchema>

export async function documentAt(url: string): Promise<OpenApi> {
  return DocumentSchema.parse(await (await fetch(`${url}/openapi.json`)).json())
}

/** What is refused to the role whatever it sends is left out: `test/api-pure/who-may.test.ts` walks that. */
export function openTo(document: OpenApi, { role }: Sender): OpenApi {
  const paths = Object.entries(document.paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).filter(([, { 'x-roles': roles }]) => roles?.includes(role) ?? role === 'nobody'),
    ),
  ])
  return { ...document, paths: Object.fromEntries(paths.filter(([, item]) => Object.keys(item ?? {}).length > 0)) }
}

export function operationsOf({ paths }: OpenApi): number {
  return Object.values(paths).reduce((sum, item) => sum + Object.keys(item).length, 0)
}
