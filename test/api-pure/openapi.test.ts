import type { OpenAPIV3 } from 'openapi-types'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routeNames } from '../../api/plugins/route-names.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { APPLICANT, registrationBody } from '../fixtures/forms.ts'

/** What `npm run fuzz` found the document not to say as it is. */
let api: TestApi
let paths: OpenAPIV3.PathsObject
beforeAll(async () => {
  api = await testApi()
  paths = (await api.get('/openapi.json')).json<OpenAPIV3.Document>().paths
})
afterAll(() => api.app.close())

function operation(method: 'get' | 'post' | 'delete', path: string): OpenAPIV3.OperationObject {
  const found = paths[`/api/v1${path}`]?.[method]
  if (found === undefined) throw new Error(`${method} ${path} is not described`)
  return found
}

function parameter(method: 'get' | 'post', path: string, name: string): OpenAPIV3.SchemaObject {
  const found = operation(method, path).parameters?.find((each) => 'name' in each && each.name === name)
  return (found as OpenAPIV3.ParameterObject).schema as OpenAPIV3.SchemaObject
}

describe('/openapi.json tells the truth', () => {
  it.each(['/assessments?period=2026', '/assessments.csv?period=2026', '/assessments/deadlines?period=2026'])(
    'GET %s of an organisation that the city does not have is 404, as described',
    async (url) => {
      const answer = await api.get(`/api/v1${url}&org=nobody`, await api.token('office', 'lead'))
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'organisation-not-found'])
      expect(Object.keys(operation('get', url.slice(0, url.indexOf('?'))).responses)).toContain('404')
    },
  )

  it('R-39: the access log names an address by its summary, without the rule', () => {
    const nameOf = routeNames(api.app)
    expect(nameOf('GET /api/v1/organisations/:organisation/tasks')).toBe('一个单位的待办')
    expect(nameOf('GET /progress/case')).toBe('申请人查询、办理自己申请的网页')
    expect(nameOf('GET /of/earlier/releases')).toBeUndefined()
  })

  it('POST whose body names what is not there is 404, as described', async () => {
    expect(Object.keys(operation('post', '/subscriptions').responses)).toContain('404')
    expect(Object.keys(operation('get', '/guide').responses)).not.toContain('404')
  })

  it.each([
    '/applications/{serviceNumber}/documents/{document}',
    '/applications/{serviceNumber}/survey/times',
    '/reports/{period}/document',
  ])('GET %s is 409 where it is too early or too late, as described', (path) => {
    expect(Object.keys(operation('get', path).responses)).toContain('409')
    expect(operation('get', path)).not.toHaveProperty('x-also-answers')
    expect(Object.keys(operation('get', '/road-works').responses)).not.toContain('409')
  })

  it('what has no content has no type', () => {
    expect(operation('delete', '/subscriptions/{id}').responses['204']).not.toHaveProperty('content')
  })

  it('any preference is taken, and only one is heard (RFC 7240)', () => {
    const schema = parameter('post', '/applications/{serviceNumber}/survey/opinions', 'Prefer')
    expect([schema.type, schema.pattern]).toEqual(['string', undefined])
  })

  it('a flag in a query is true or false, and nothing else', async () => {
    expect(parameter('get', '/dead-letters', 'resolved').enum).toEqual(['true', 'false'])
    const token = await api.token('zhengshu', 'administrator')
    const answer = await api.get('/api/v1/dead-letters?resolved=yes', token)
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, 'resolved'])
  })

  it.each([
    ['a credit code', 'form.applicant.creditCode', '91440101ma5cjq4n59', '91440101MA5CJQ4N5I'],
    ['an identity number', 'form.applicant.identityNumber', '11010519491231002x', '1101051949123100'],
    ['a project code', 'form.projectCode', '2411-421281-04-01-123456', '2411-421281-04-01-12345'],
    ['a SHA-256', 'paper.scanSha256', 'aB'.repeat(32), 'aG'.repeat(32)],
  ])('%s is described in the form in which it is taken', (_, path, good, bad) => {
    const body = operation('post', '/applications').requestBody as OpenAPIV3.RequestBodyObject
    const described = new RegExp(at(body.content['application/json']?.schema, path.split('.'))?.pattern ?? '^$')
    expect([described.test(good), described.test(bad)]).toEqual([true, false])
    for (const [value, taken] of [
      [good, true],
      [bad, false],
    ] as const)
      expect(problemsAt(path, value).length === 0).toBe(taken)
  })

  it.each([
    ['/applications/{serviceNumber}/approval/applications', 'responsible'],
    ['/applications/{serviceNumber}/survey/opinions', 'remarks'],
    ['/applications/{serviceNumber}/contact', 'contact'],
  ])('POST %s: blanks are no %s, as described', (path, field) => {
    const body = operation('post', path).requestBody as OpenAPIV3.RequestBodyObject
    const { pattern } = at(body.content['application/json']?.schema, [field]) ?? {}
    expect([' \f\u3000', '同意'].map((text) => new RegExp(pattern ?? '').test(text))).toEqual([false, true])
  })

  it('says which roles may', () => {
    expect(operation('get', '/audit')).toMatchObject({ 'x-roles': ['auditor'] })
    expect(operation('get', '/guide')).not.toHaveProperty('x-roles')
  })
})

/** Where a schema describes this field, in whichever of its variants. */
function at(schema: unknown, path: readonly string[]): OpenAPIV3.SchemaObject | undefined {
  const { properties = {}, oneOf = [] } = schema as OpenAPIV3.SchemaObject
  const [first, ...rest] = path
  if (first === undefined) return schema as OpenAPIV3.SchemaObject
  if (first in properties) return at(properties[first], rest)
  return oneOf.map((variant) => at(variant, path)).find((found) => found !== undefined)
}

/** What the registration's own schema says of this value in its place, and of nothing else. */
function problemsAt(path: string, value: string): readonly string[] {
  const applicant = path.endsWith('identityNumber')
    ? { kind: 'individual', name: '王小明', identityNumber: value }
    : { kind: 'enterprise', name: APPLICANT.name, creditCode: APPLICANT.creditCode }
  const body = registrationBody(
    path.startsWith('paper') ? { paper: { applicantSigner: '王小明', clerk: '刘芳', scanSha256: value } } : {},
    {
      applicant: path.endsWith('creditCode') ? { ...applicant, creditCode: value } : applicant,
      ...(path.endsWith('projectCode') ? { projectCode: value } : {}),
    },
  )
  const { error } = RegistrationSchema.safeParse(body)
  return (error?.issues ?? []).map((issue) => issue.path.join('.')).filter((each) => each === path)
}
