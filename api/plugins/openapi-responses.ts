/** Which problems each operation answers with, and the headers of every answer, as OpenAPI has them. */
import type { OpenAPIV3 } from 'openapi-types'
import { PROBLEMS } from '../../domain/problem.ts'
import { REQUEST_ID } from './request-id.ts'

/** On an operation that is never answered 429. */
export const UNLIMITED = 'x-unlimited'
/** For us only: the document says it as responses. */
export const ALSO = 'x-also-answers'

const METHODS = ['get', 'post', 'delete'] as const

/** Says with which problems each operation answers. */
export function withProblems(document: OpenAPIV3.Document): OpenAPIV3.Document {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item?.[method]
      if (operation === undefined) continue
      const { [ALSO]: also = [] } = operation as { [ALSO]?: readonly number[] }
      Reflect.deleteProperty(operation, ALSO)
      operation.responses = withRequestId({
        ...problemResponses(path, method, operation),
        ...problemsOf(also),
        ...(UNLIMITED in operation ? {} : { 429: LIMITED_RESPONSE }),
        ...operation.responses,
      })
    }
  }
  return document
}

function withRequestId(responses: OpenAPIV3.ResponsesObject): OpenAPIV3.ResponsesObject {
  const requestId = { [REQUEST_ID]: { $ref: '#/components/headers/RequestId' } }
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const others = 'headers' in response ? response.headers : {}
      const { content, ...rest } = response as OpenAPIV3.ResponseObject
      // Of no content there is no type.
      const typed = content === undefined || status === '204' ? {} : { content }
      return [status, { ...rest, ...typed, headers: { ...others, ...requestId } }]
    }),
  )
}

function problemResponses(
  path: string,
  method: (typeof METHODS)[number],
  { security, parameters }: OpenAPIV3.OperationObject,
): OpenAPIV3.ResponsesObject {
  const statuses: readonly number[] = [
    500,
    ...(security?.length === 0 ? [] : [401, 403, 503]),
    ...(path.includes('{') || method === 'post' || namesOrganisation(parameters) ? [404] : []),
    ...((parameters ?? []).length > 0 || method === 'post' ? [400, 422] : []),
    ...(method === 'post' ? [409, 413, 415] : []),
  ]
  return problemsOf(statuses)
}

function problemsOf(statuses: readonly number[]): OpenAPIV3.ResponsesObject {
  return Object.fromEntries(statuses.map((status) => [String(status), problemResponse(status)]))
}

/** One that the city does not have is answered 404, as one in the path is. */
const ORGANISATION_FIELDS: readonly string[] = ['org', 'organisation']

function namesOrganisation(parameters: OpenAPIV3.OperationObject['parameters'] = []): boolean {
  return parameters.some((parameter) => 'name' in parameter && ORGANISATION_FIELDS.includes(parameter.name))
}

const fieldOf = (type: 'integer' | 'string', description: string): OpenAPIV3.HeaderObject => ({
  description,
  schema: { type },
})

const LIMITED_RESPONSE: OpenAPIV3.ResponseObject = {
  ...problemResponse(429),
  headers: {
    'Retry-After': fieldOf('integer', '多少秒后再试'),
    'RateLimit-Policy': fieldOf('string', '各项限额：q 一时至多几次，w 秒后全部恢复，如 "account";q=200;w=4'),
    RateLimit: fieldOf('string', '各项所余：r 还可几次，t 秒后全部恢复，如 "account";r=0;t=4'),
  },
}

function problemResponse(status: number): OpenAPIV3.ResponseObject {
  const known = Object.entries(PROBLEMS)
    .filter(([, problem]) => problem.status === status)
    .map(([code, { title }]) => `${code}：${title}`)
  return {
    description: known.join('；'),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}
