import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guide } from '../../api/documents/guide.ts'
import { page } from '../../api/documents/page.ts'
import { CHIBI, DRILL } from '../fixtures/cities.ts'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.app.close())

describe('the one-page guide', () => {
  test('R-10: public, printable, and nothing may be loaded or run in it', async () => {
    const answer = await api.get('/api/v1/guide')
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(answer.payload) ?? []
    expect(style).toContain('size: A4')
    expect(answer.headers['content-security-policy']).toContain(
      `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    )
    expect(answer.payload).not.toMatch(/<(script|img|link|iframe)|https?:|url\(|@import/i)
  })

  test('R-10, R-15: steps, deadlines, organisations, channels and what is needed, all from the configuration', () => {
    const text = page(guide(CHIBI))
    for (const said of [
      '申请材料 0 份',
      '0.5 个工作日',
      '2 个工作日',
      '1 个工作日',
      '0 个工作日（当日）',
      '湖北政务服务网、鄂汇办、咸宁工改系统、水电气网网上办事大厅',
      '水电气网联动报装综窗',
      '住建局牵头',
      '国网赤壁分公司',
      '城市道路挖掘',
      '《城市绿化条例》第十九条',
      '08:30—12:00',
      '立项备案（市政数局）、土地出让（自规局）',
    ])
      expect(text).toContain(said)
    const other = {
      ...CHIBI,
      name: '某市',
      organisations: CHIBI.organisations.map((org) => (org.key === 'zhujian' ? { ...org, name: '某局' } : org)),
      deadlines: { ...CHIBI.deadlines, survey: { rule: 'R-12', length: { kind: 'workingDays' as const, days: 3.5 } } },
    }
    expect(page(guide(other))).toContain('某局牵头')
    expect(page(guide(other))).toContain('3.5 个工作日')
    expect(page(guide(DRILL))).toContain('秒（演练）')
  })

  test('R-10: a city that is not there is told which are', async () => {
    const answer = await api.get('/api/v1/guide?city=wuhan')
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'validation-failed'])
    expect(answer.json().detail).toContain('chibi')
  })

  test('R-10, R-13, R-18: OpenAPI has the documents as HTML, survey times, joint plan and road works, and who may', async () => {
    const { paths } = (await api.get('/openapi.json')).json()
    const document = paths['/api/v1/applications/{serviceNumber}/documents/{document}'].get
    expect(Object.keys(document.responses['200'].content)).toEqual(['text/html'])
    expect(document.security).toEqual([{ bearer: [] }])
    for (const path of [
      '/api/v1/applications/{serviceNumber}/survey/times',
      '/api/v1/applications/{serviceNumber}/construction/joint-plan',
      '/api/v1/road-works',
    ]) {
      expect(Object.keys(paths[path].get.responses)).toEqual(expect.arrayContaining(['200', '401', '403']))
    }
    expect(paths['/api/v1/guide'].get.security).toEqual([])
  })

  test('R-18: road works are not for applicants and intakes; R-10: documents need a token', async () => {
    expect((await api.get('/api/v1/road-works?road=a', await api.token('ehuiban', 'system'))).statusCode).toBe(403)
    expect((await api.get('/api/v1/road-works?road=a', await api.token('applicant', 'applicant'))).statusCode).toBe(403)
    expect((await api.get('/api/v1/applications/CB-20261124-00017-9/documents/receipt')).statusCode).toBe(401)
  })
})
