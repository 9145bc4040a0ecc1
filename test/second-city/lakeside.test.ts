import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { requireRegistrar, requireServicesOfCity, requireWayIn } from '../../api/registration/check.ts'
import { applicationView } from '../../api/views/application.ts'
import { ApplicationViewSchema } from '../../api/views/application.schema.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { APPLICANT } from '../fixtures/forms.ts'
import { LAKESIDE, LAKESIDE_CITIES, LakesideCase, lakesideForm, ONLINE_HALL } from '../fixtures/lakeside.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { refusal } from '../fixtures/refusal.ts'
import { commitment } from '../fixtures/works.ts'

const WATER = 'water:lakeWater' as const
const NETWORK = 'network:fibreWest' as const
const lakeWater = officer('lakeWater')
const schedule = {
  worksFrom: '2026-11-23',
  worksTo: '2026-11-30',
  sections: [{ road: '环湖路', from: '1 号', to: '9 号' }],
  responsible: '陈工',
}
const openTasks = (the: LakesideCase) =>
  Object.values(the.state.tasks)
    .filter((task) => task.closedSeq === undefined)
    .map((task) => `${task.kind} ${task.org}`)

/** Surveyed: water needs works on a road and in a new corridor; the network is connectable. */
function surveyed(): LakesideCase {
  const the = new LakesideCase().atSurvey()
  the.act('fileOpinion', officer('roadsBureau'), NO_OBJECTION)
  the.act('fileOpinion', lakeWater, needsOuterWorks(WATER, ['road', 'planning']))
  the.act('fileOpinion', officer('fibreWest'), connectable(NETWORK))
  return the.closeSurvey()
}

describe('a second city by its configuration alone', () => {
  it('R-01, R-11: its own collectors, convener, parties and lines', () => {
    const { state } = new LakesideCase(lakesideForm({ phase: 'worksPlanning' }))
    expect([state.collector, state.convener, Object.keys(state.lines)]).toEqual([
      'worksBureau',
      'planningBureau',
      [WATER, NETWORK],
    ])
    expect(Object.values(state.parties).map(({ org, opinionRequired }) => `${org} ${opinionRequired}`)).toEqual([
      'planningBureau false',
      'roadsBureau true',
      'waterwaysBureau false',
      'lakeWater true',
      'fibreWest true',
    ])
  })

  it('R-01, R-02: its own registrars and operators', () => {
    const caller = (org: string, role: 'officer' | 'system') =>
      callerOf({ ...officer(org, role), city: 'lakeside' }, LAKESIDE_CITIES)
    expect(() =>
      requireRegistrar(
        caller('industryBureau', 'officer'),
        lakesideForm({ phase: 'projectFiling', channel: 'industryBureau' }),
      ),
    ).not.toThrow()
    expect(
      refusal(() => requireRegistrar(caller('dataBureau', 'officer'), lakesideForm({ phase: 'projectFiling' }))),
    ).toEqual({ code: 'forbidden', field: 'channel' })
    const { form } = lakesideForm()
    expect(() =>
      requireServicesOfCity(
        { ...form, services: { network: { operators: ['telecom'], access: ['broadband'] } } },
        caller('lakePortal', 'system'),
      ),
    ).toThrow('可选：fibreEast、fibreWest')
    expect(() => callerOf({ ...officer('zhujian'), city: 'lakeside' }, LAKESIDE_CITIES)).toThrow(
      '湖滨市没有单位 zhujian',
    )
  })

  it('R-02: its own channels: the portal, where applicants register themselves, and the counter, whose clerk types in paper', () => {
    const identity = { kind: 'enterprise', number: APPLICANT.creditCode } as const
    const caller = (org: string, role: Role) =>
      callerOf({ iss: 'https://issuer.test', sub: 'someone', org, role, city: 'lakeside', identity }, LAKESIDE_CITIES)
    const [clerk, applicant] = [caller('counter', 'clerk'), caller('applicant', 'applicant')]
    const paper = { applicantSigner: '王建国', clerk: '赵敏', scanSha256: 'a'.repeat(64) }
    for (const [who, channel] of [
      [caller('lakePortal', 'system'), { channel: 'lakePortal' }],
      [applicant, { channel: 'lakePortal' }],
      [clerk, { channel: 'counter', paper }],
    ] as const) {
      expect(() => requireRegistrar(who, lakesideForm({ ...channel, applicantSubject: 'someone' }))).not.toThrow()
    }
    expect(refusal(() => requireRegistrar(applicant, lakesideForm({ channel: 'counter' })))).toEqual({
      code: 'forbidden',
      field: 'channel',
    })
    expect(() => requireRegistrar(clerk, lakesideForm({ channel: 'window' }))).toThrow(
      '湖滨市没有受理渠道 window，可选：',
    )
    expect(() => requireWayIn(lakesideForm({ channel: 'counter', paper }), clerk)).not.toThrow()
    expect(() => requireWayIn(lakesideForm({ paper }), clerk)).toThrow('纸质采集表只由综窗录入')
    expect(new LakesideCase(lakesideForm({ channel: 'counter', phase: 'worksPlanning' })).state.collector).toBe(
      'counter',
    )
    const { onlineHall: _closed, ...registration } = LAKESIDE.registration
    expect(
      refusal(() => requireRegistrar({ ...applicant, city: { ...LAKESIDE, registration } }, lakesideForm())),
    ).toEqual({ code: 'forbidden', field: 'channel' })
    expect(
      CitySchema.safeParse({ ...LAKESIDE, registration: { ...registration, onlineHall: 'counter' } }).error?.issues,
    ).toMatchObject([{ path: ['registration', 'onlineHall'] }])
  })

  it('R-15, R-16, R-17: what 赤壁 promises is applied for here, and the other way round', () => {
    const the = surveyed()
    expect(openTasks(the)).toEqual(expect.arrayContaining(['signCommitment lakeWater', 'applyForApprovals lakeWater']))
    expect(
      refusal(() => the.act('signCommitment', lakeWater, commitment('2026-11-23', '2026-11-30', ['roadOpening']))).code,
    ).toBe('approval-unknown')
    the.act('signCommitment', lakeWater, commitment('2026-11-23', '2026-11-30', ['pipeCorridor']))
    expect(the.events.at(-1)).toMatchObject({
      type: 'approvalGranted',
      data: { authority: 'planningBureau', approvals: ['pipeCorridor'] },
    })
    the.act('applyForApprovals', lakeWater, { ...schedule, approvals: ['roadOpening'] })
    expect(the.events.at(-1)).toMatchObject({
      type: 'approvalsApplied',
      data: { lead: 'worksBureau', approvals: [{ authority: 'roadsBureau', workingDays: 2 }] },
    })
    the.act('decideApproval', officer('roadsBureau'), { approval: 'lakeWater:roadOpening:1', approved: true })
    expect(the.state.lines[WATER]?.status).toBe('committed')
  })

  it('R-18…R-26: its own acceptor, no inspection where its rules ask for none, restoration confirmed by its own bureau, closed', () => {
    const the = surveyed()
    the.act('signCommitment', lakeWater, commitment('2026-11-23', '2026-11-30', ['pipeCorridor']))
    the.act('applyForApprovals', lakeWater, { ...schedule, approvals: ['roadOpening'] })
    the.act('decideApproval', officer('roadsBureau'), { approval: 'lakeWater:roadOpening:1', approved: true })
    the.act('fileDesign', lakeWater, { line: WATER, title: '设计', summary: 'DN200' })
    expect(
      refusal(() =>
        the.act('fileConstructionPlan', lakeWater, {
          line: WATER,
          title: '方案',
          summary: '明挖',
          nearbyOwners: ['ranqi'],
        }),
      ).field,
    ).toBe('nearbyOwners.0')
    the.act('fileConstructionPlan', lakeWater, {
      line: WATER,
      title: '方案',
      summary: '明挖',
      nearbyOwners: ['fibreEast'],
    })
    the.act('signHandover', officer('fibreEast'), { line: WATER, positions: '0.8 米', signer: '吴工' })
    the.act('startWorks', lakeWater, { line: WATER })
    the.act('completeWorks', lakeWater, { line: WATER })
    expect(refusal(() => the.act('acceptWorks', officer('planningBureau'), { line: WATER, passed: true })).code).toBe(
      'not-concerned',
    )
    the.act('acceptWorks', officer('worksBureau'), { line: WATER, passed: true })
    the.act('appointConnection', ONLINE_HALL, { at: '2026-11-24T02:00:00Z' })
    for (const line of [WATER, NETWORK]) the.act('reportConnected', officer(line.split(':')[1] ?? ''), { line })
    the.act('reportRestored', lakeWater, { line: WATER })
    expect(openTasks(the)).toContain('confirmRestoration roadsBureau')
    the.act('confirmRestoration', officer('roadsBureau'), { line: WATER })
    expect(openTasks(the).filter((task) => !task.startsWith('acknowledgeReceipt'))).toEqual([])
    const view = ApplicationViewSchema.parse(
      applicationView(
        the.state,
        callerOf({ ...officer('worksBureau', 'auditor'), city: 'lakeside' }, LAKESIDE_CITIES),
        new Date(the.at),
      ),
    )
    expect([
      view.lines.map(({ utilityName, status }) => `${utilityName} ${status}`),
      view.approvals.map(({ name, authorityName }) => `${name} ${authorityName}`),
    ]).toEqual([['湖滨水务 connected', '西岸宽带 connected'], ['公路开挖许可 公路局']])
  })

  it('a collector or an authority that the city does not have is refused at the start', () => {
    const { projectFiling: _filing, ...collectors } = LAKESIDE.registration.collectors
    const wrong = CitySchema.safeParse({
      ...LAKESIDE,
      registration: { ...LAKESIDE.registration, collectors: { projectFiling: 'zhengshu', ...collectors } },
    })
    expect(wrong.error?.issues).toMatchObject([
      { path: ['registration', 'collectors', 'projectFiling'], message: '没有单位 zhengshu' },
    ])
  })

  it('shares no bureau and no utility with 赤壁', () => {
    expect(keysOf(LAKESIDE).filter((key) => keysOf(CHIBI).includes(key))).toEqual([])
  })
})

describe('no bureau and no utility in code', () => {
  const top = fileURLToPath(new URL('../../', import.meta.url))
  const files = globSync('{domain,workflows}/**/*.ts', { cwd: top })

  it('no organisation of 赤壁 is named in domain/ or workflows/', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(
      files.flatMap((file) => namedIn(readFileSync(`${top}/${file}`, 'utf8')).map((key) => `${file}: ${key}`)),
    ).toEqual([])
  })

  it.each([
    `if (org === 'zhujian') return`,
    'const by = { zigui: 1 }',
    'return parties.shuiwu',
    'const id = `water:shuiwu`',
  ])('would find %s', (code) => {
    expect(namedIn(code)).toHaveLength(1)
  })

  it('takes an example in a comment or in a Chinese sentence for what it is', () => {
    expect(namedIn(`/** e.g. network:telecom */ const a = z.string().describe('如 water:shuiwu') // mobile`)).toEqual(
      [],
    )
  })
})

function keysOf({ organisations }: typeof CHIBI): string[] {
  return organisations.filter(({ kind }) => kind === 'authority' || kind === 'utility').map(({ key }) => key)
}

/** The organisations named in code: comments and sentences for people, which are Chinese, may give an example. */
function namedIn(source: string): string[] {
  const code = source
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(?<!:)\/\/.*$/gm, '')
    .replaceAll(/'[^'\n]*\p{Script=Han}[^'\n]*'|`[^`]*\p{Script=Han}[^`]*`/gu, `''`)
  return keysOf(CHIBI).filter((key) => new RegExp(`\\b${key}\\b`).test(code))
}
