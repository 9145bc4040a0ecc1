import swagger from '@fastify/swagger'
import type { FastifyDynamicSwaggerOptions, SwaggerTransform } from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { OpenAPIV3 } from 'openapi-types'
import { PROBLEMS } from '../../domain/problem.ts'
import { REQUEST_ID } from './request-id.ts'

/** OpenAPI 3.1 at /openapi.json, made from the Zod schemas that the routes are checked by. */
export const openApiPlugin = fp(
  async (app: FastifyInstance) => {
    const document: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
      openapi: '3.1.0',
      info: {
        title: '水电气网联动报装',
        version: '0.4.0',
        description:
          '一口登记、一表申请、一窗受理、一同踏勘、一次承诺、一并接入、一网流转。时间一律为带时区的 +08:00；每次提交须带 Idempotency-Key；错误为 RFC 9457 problem+json。' +
          '每个回答带 x-request-id；请求可自带（8 到 64 个字母、数字、点、横线、下划线），不合的另给。',
      },
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
        schemas: { Problem: PROBLEM_SCHEMA },
        headers: { RequestId: { description: '请求编号：查阅记录与日志里的同一个', schema: { type: 'string' } } },
      },
    }
    await app.register(swagger, {
      openapi: document,
      transform: describeRoute,
      transformObject: (made) =>
        'openapiObject' in made ? withProblems(made.openapiObject as OpenAPIV3.Document) : made.swaggerObject,
    })
    app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger())
  },
  { name: 'openapi', dependencies: ['auth', 'idempotency'] },
)

const PROBLEM_SCHEMA: OpenAPIV3.SchemaObject = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'code', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', description: 'urn:seven-ones:problem:<code>' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: '怎样才对' },
    instance: { type: 'string' },
    retryable: {
      type: 'boolean',
      enum: [true],
      description:
        '办得太早：他人办理之后或到时间即可能合法，隔 Retry-After 秒用新的 Idempotency-Key 原样再试；没有此项的不必重试',
    },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: {
          field: { type: 'string', description: '如 form.services.water.tonsPerDay' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
}

const KEY_HEADER = {
  type: 'object',
  required: ['Idempotency-Key'],
  properties: {
    'Idempotency-Key': {
      type: 'string',
      minLength: 8,
      maxLength: 200,
      pattern: '^[\\x21-\\x7e]+$',
      description: '重试时不变；同一键不会重复办理',
    },
  },
}

/** RFC 7240, where an act may be put without waiting for what becomes of it. */
const PREFER_HEADER = {
  ...KEY_HEADER,
  properties: {
    ...KEY_HEADER.properties,
    Prefer: {
      type: 'string',
      examples: ['respond-async'],
      description:
        'respond-async：不等结果，答 202，结果在 Location 查。已办结的申请当场回答，不带 Preference-Applied。其他的不理会',
    },
  },
}

/** On an operation that is never answered 429. */
const UNLIMITED = 'x-unlimited'
/** On an operation that is not public: the roles that may call it. */
const ROLES = 'x-roles'

const describeRoute: SwaggerTransform = (document) => {
  const { schema, url } = jsonSchemaTransform(document)
  const { config, method } = document.route
  const answers: object = document.schema?.response ?? {}
  const headers = '202' in answers ? PREFER_HEADER : KEY_HEADER
  return {
    url,
    schema: {
      ...schema,
      ...(method === 'POST' ? { headers } : {}),
      ...(config?.limited === false ? { [UNLIMITED]: true } : {}),
      ...(typeof config?.access === 'object' ? { [ROLES]: config.access.roles } : {}),
      security: config?.access === 'public' ? [] : [{ bearer: [] }],
    },
  }
}

const METHODS = ['get', 'post', 'delete'] as const

/** Says with which problems each operation answers. */
function withProblems(document: OpenAPIV3.Document): OpenAPIV3.Document {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item?.[method]
      if (operation !== undefined)
        operation.responses = withRequestId({
          ...problemResponses(path, method, operation),
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
