import type { OpenAPIV3 } from 'openapi-types'
import type { FastifyInstance } from 'fastify'

/** What is at an address that no OpenAPI names: pages for the public, and signing in. */
const PAGES: readonly (readonly [RegExp, string])[] = [
  [/ \/progress/, '申请人查询、办理自己申请的网页'],
  [/ \/session/, '登录、退出'],
  [/ \/files\//, '打开文件'],
]

/** what a route is for, by the method and address that the access log keeps of it. */
export function routeNames(app: Pick<FastifyInstance, 'swagger'>): (action: string) => string | undefined {
  let names: ReadonlyMap<string, string> | undefined
  return (action) => {
    names ??= namesIn(app.swagger() as OpenAPIV3.Document)
    return names.get(action.replaceAll(/:(\w+)/g, '{$1}')) ?? PAGES.find(([where]) => where.test(action))?.[1]
  }
}

function namesIn({ paths }: OpenAPIV3.Document): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(paths).flatMap(([url, operations]) =>
      Object.entries(operations ?? {}).flatMap(([method, operation]) =>
        typeof operation === 'object' && 'summary' in operation && operation.summary !== undefined
          ? [[`${method.toUpperCase()} ${url}`, plainly(operation.summary)] as const]
          : [],
      ),
    ),
  )
}

/** Without the rule that it goes by. */
const plainly = (summary: string): string => summary.replace(/（R-[^）]*）$/, '')
