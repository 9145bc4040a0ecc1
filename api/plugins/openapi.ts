import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import type { FastifyDynamicSwaggerOptions, SwaggerTransform } from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { OpenAPIV3 } from 'openapi-types'
import { PROBLEMS } from '../../domain/problem.ts'
import { ALSO, UNLIMITED, withProblems } from './openapi-responses.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Statuses of problems that it answers besides those that every one of its kind does. */
    readonly alsoAnswers?: readonly number[]
    /** Its body is a file, and not JSON. */
    readonly takesFile?: true
  }
}

/** OpenAPI 3.1 at /openapi.json, made from the Zod schemas that the routes are checked by. */
export const openApiPlugin = fp(
  async (app: FastifyInstance) => {
    const document: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
      openapi: '3.1.0',
      info: {
        title: '水电气网联动报装',
        version: releaseNumber(),
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

function releaseNumber(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

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
    changes: {
      type: 'array',
      description: '412：查看之后的变化',
      items: {
        type: 'object',
        required: ['seq', 'at', 'name', 'org', 'orgName'],
        properties: {
          seq: { type: 'integer' },
          at: { type: 'string' },
          name: { type: 'string' },
          org: { type: 'string' },
          orgName: { type: 'string' },
        },
      },
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
        'respond-async：不等结果，答 202，结果在 Location 查。已办结的当场回答，不带 Preference-Applied。其他的不理会',
    },
    'If-Match': {
      type: 'string',
      pattern: '^("[1-9][0-9]{0,8}"|\\*)$',
      examples: ['"12"'],
      description: '查看时的 ETag：要办的内容此后有变化的，不办，答 412 并说明变化',
    },
  },
}

/** As it is described only: the body is read by whoever takes it. */
const FILE_BODY = { consumes: ['application/octet-stream'], body: { type: 'string', format: 'binary' } }

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
      ...(config?.takesFile === true ? FILE_BODY : {}),
      ...(config?.limited === false ? { [UNLIMITED]: true } : {}),
      ...(typeof config?.access === 'object' ? { [ROLES]: config.access.roles } : {}),
      ...(config?.alsoAnswers === undefined ? {} : { [ALSO]: config.alsoAnswers }),
      security: config?.access === 'public' ? [] : [{ bearer: [] }],
    },
  }
}
