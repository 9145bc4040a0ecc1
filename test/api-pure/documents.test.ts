import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { catalogueOf, entryOf } from '../../api/documents/catalogue.ts'
import { html } from '../../api/documents/html.ts'
import { page } from '../../api/documents/page.ts'
import { sourceFor } from '../../api/documents/papers.ts'
import { loadCities } from '../../config/load-cities.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { application } from '../fixtures/branch-case.ts'
import { APPLICANT, registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { applicationInput, PureCase, SERVICE_NUMBER } from '../fixtures/pure-case.ts'
import { refusal } from '../fixtures/refusal.ts'
import { commitment } from '../fixtures/works.ts'

const WATER = 'water:shuiwu' as const
const POWER = 'power:guowang' as const
const SERVICES = { water: { business: 'new', tonsPerDay: 9 }, power: { business: 'increase', kilovoltAmperes: 100 } }
const begun = (form: Record<string, unknown> = {}) =>
  new PureCase(applicationInput(registration({}, { services: SERVICES, ...form })))

/** Water needs works on a road, power none; 自规局 was late. */
function surveyed(form: Record<string, unknown> = {}): PureCase {
  const the = begun(form).atSurvey()
  the.act('fileOpinion', officer('shuiwu'), needsOuterWorks(WATER))
  the.act('fileOpinion', officer('guowang'), connectable(POWER))
  the.act('fileOpinion', officer('chengguan'), { remarks: '避开早晚高峰' })
  return the.closeSurvey(['zigui'])
}

function paper(the: PureCase, key: string, org = 'shuiwu', role: Role = 'officer', lookUp?: string) {
  const caller = callerOf({ ...officer(org, role), city: 'chibi' }, loadCities())
  const source = sourceFor(the.state, caller, new Date(the.at), undefined, lookUp)
  return entryOf(key, the.state, source.nameOf).make(source)
}
const read = (...request: Parameters<typeof paper>) => page(paper(...request))
const notReady = (the: PureCase, key: string) => refusal(() => paper(the, key)).code

describe('documents', () => {
  it('R-10: only what the case has got to; its numbers name the case and the document', () => {
    const numbers = (the: PureCase) =>
      ['receipt', 'survey-letter', 'survey-result', 'commitment-shuiwu', 'result'].map((key) => {
        try {
          return paper(the, key).number?.slice(SERVICE_NUMBER.length)
        } catch {
          return notReady(the, key)
        }
      })
    const not = 'document-not-ready'
    expect(numbers(begun())).toEqual([not, not, not, not, not])
    expect(numbers(begun().atSurvey())).toEqual(['/受1', '/函1', not, not, not])
    expect(numbers(surveyed())).toEqual(['/受1', '/函1', '/踏1', not, not])
    expect(notReady(surveyed(), 'supplement-notice')).toBe(not)
    expect(refusal(() => paper(surveyed(), 'commitment-ranqi')).code).toBe('document-not-found')
  })

  it('R-10: the receipt says what was asked for, by when, and that nothing is to be paid or handed in', () => {
    const the = begun()
    the.record({
      type: 'deadlineStarted',
      rule: 'R-33',
      data: {
        deadline: {
          id: 'registration',
          kind: 'registration',
          owner: 'window',
          rule: 'R-03',
          length: { kind: 'workingDays', days: 0.5 },
          startedAt: the.at,
          warnAt: the.at,
          dueAt: '2026-11-23T06:45:00.000Z',
          minutes: 195,
          calendarVersion: 'cn',
          provisional: false,
          advisory: false,
        },
      },
    })
    the.atSurvey()
    const text = read(the, 'receipt')
    for (const said of [
      APPLICANT.name,
      APPLICANT.creditCode,
      '湖北政务服务网',
      '新开户，9 吨/日',
      '增容，100 千伏安（千瓦）',
      '赤壁水务集团公司',
      '2026年11月23日 14时45分',
      '申请材料 0 份',
      '不收取任何费用',
    ])
      expect(text).toContain(said)
  })

  it('R-10: the receipt says where the case is looked up, in words and to be scanned; nothing where nobody can', () => {
    const the = begun().atSurvey()
    const text = read(the, 'receipt', 'shuiwu', 'officer', 'https://baozhuang.example/progress')
    expect(text).toContain('打开 https://baozhuang.example/progress，凭服务编号')
    expect(text).toMatch(/<svg[^>]*二维码[^>]*>\s*<rect [^>]*>\s*<path d="M/)
    expect(text).not.toMatch(/<svg[^>]*style=|<img/)
    expect(read(the, 'receipt')).not.toContain('<svg')
  })

  it('R-03, R-10: 一次性告知书 lists all that is missing by its name on the form, with what the clerk wrote', () => {
    const the = begun({ services: { water: { business: 'new' }, power: { business: 'new' } } })
    the.act('requestSupplement', officer('window', 'clerk'), {
      items: ['services.water.tonsPerDay', 'services.power.kilovoltAmperes'],
      message: '请补充用量',
    })
    const text = read(the, 'supplement-notice')
    for (const said of ['用水需求（吨/日）', '用电容量（千伏安、千瓦）', '请补充用量', '补正期间停止计时'])
      expect(text).toContain(said)
    expect(read(the, 'supplement-notice', 'office', 'auditor')).not.toContain('请补充用量')
  })

  it('R-11, R-13: the letter names all parties, who must give an opinion, and when; moved or waived it says so', () => {
    const the = begun({ surveyDate: '2026-11-25' }).atSurvey()
    const text = read(the, 'survey-letter', 'zhujian', 'lead')
    for (const said of [
      '赤壁市政务服务和大数据管理局、赤壁市自然资源和规划局、赤壁市城市管理执法局、赤壁市住房和城乡建设局',
      '赤壁市住房和城乡建设局（印章）',
      '赤壁水务集团公司',
      '须出具意见',
      APPLICANT.address,
      APPLICANT.phone,
    ])
      expect(text).toContain(said)
    the.act('scheduleSurvey', officer('zhujian'), { at: '2026-11-24T09:00:00+08:00' })
    expect(read(the, 'survey-letter')).toContain('踏勘时间：2026年11月24日 09时00分')
    the.act('waiveSurvey', officer('zhujian', 'lead'), { reason: '管网已到户', signer: '李局长' })
    expect(read(the, 'survey-letter')).toContain('签发人：李局长')
    expect(read(the, 'survey-letter', 'office', 'auditor')).toContain('签发人：李**')
  })

  it("R-13: one merged result with a plan by utility, the authorities' opinions and who was absent", () => {
    const text = read(surveyed(), 'survey-result', 'zhujian', 'lead')
    for (const said of [
      '需外线工程',
      '河北大道（发展大道路口 至 厂区北门）',
      '150 米',
      '城市道路挖掘（赤壁市城市管理执法局，须赤壁市公安局交通警察大队同意，告知承诺、即时办结）',
      '具备接入条件',
      '避开早晚高峰',
      '记录缺席的单位：赤壁市自然资源和规划局',
    ])
      expect(text).toContain(said)
  })

  it('R-13, R-16: the result says who found what, and carries the 告知书 of what a promise may replace, once', () => {
    const the = begun().atSurvey()
    the.act('fileOpinion', officer('shuiwu'), needsOuterWorks(WATER, []))
    the.act('fileOpinion', officer('chengguan'), {
      found: [{ line: WATER, touches: ['road', 'treeFelling'] }],
      remarks: '夜间施工',
    })
    the.closeSurvey()
    const text = read(the, 'survey-result', 'shuiwu')
    for (const said of [
      '城市道路挖掘（赤壁市城市管理执法局认定）',
      '砍伐、移植城市树木（赤壁市城市管理执法局，并联审批）',
      '用水涉及道路、砍伐、移植城市树木。夜间施工',
      '城市道路挖掘（告知书 2026-1 版）',
      '施工长度不超过 200 米',
    ])
      expect(text).toContain(said)
    expect(text.split('告知书 2026-1 版')).toHaveLength(2)
    the.act('signCommitment', officer('shuiwu'), commitment('2026-11-23', '2026-12-10'))
    expect(read(the, 'commitment-shuiwu', 'chengguan')).toContain('<td>2026-1 版</td>')
  })

  it('R-16: 附件3 as filled in, with the four promises and what they replace; persons are hidden from who does not work on the case', () => {
    const the = surveyed()
    the.act('signCommitment', officer('shuiwu'), commitment('2026-11-23', '2026-12-10'))
    const text = read(the, 'commitment-shuiwu', 'chengguan')
    expect([text.includes('<td>用水</td>'), text.includes('water:')]).toEqual([true, false])
    for (const said of [
      `${SERVICE_NUMBER}/诺-shuiwu-1`,
      '李志强',
      '2026年11月23日 起至 2026年12月10日',
      '竣工验收后恢复原貌',
      '城市道路挖掘',
      '0715-5222110',
    ])
      expect(text).toContain(said)
    const copy = read(the, 'commitment-shuiwu', 'office', 'auditor')
    for (const secret of ['李志强', '周敏', '陈工', '0715-5222110']) expect(copy).not.toContain(secret)
    expect(copy).toContain('脱敏副本')
  })

  it('R-17: one result of all that a utility applied for, by the lead, once it is handed out', () => {
    const the = begun().atSurvey()
    the.act('fileOpinion', officer('shuiwu'), needsOuterWorks(WATER, ['planning']))
    the.closeSurvey()
    the.act('applyForApprovals', officer('shuiwu'), application(['worksPlanning']))
    const approval = 'shuiwu:worksPlanning:1'
    the.act('decideApproval', officer('zigui'), { approval, approved: false, reason: '压占规划' })
    expect(notReady(the, 'joint-result-shuiwu')).toBe('document-not-ready')
    the.act('issueJointResult', officer('zigui'), { utility: 'shuiwu' })
    const text = read(the, 'joint-result-shuiwu', 'zhujian', 'lead')
    for (const said of [
      `${SERVICE_NUMBER}/批-shuiwu-1`,
      '市政管线工程规划许可',
      '不予批准：压占规划',
      '赤壁市自然资源和规划局',
    ])
      expect(text).toContain(said)
  })

  it('R-10: 统一出件: one result for all services, with what was late', () => {
    const the = begun().atSurvey()
    the.act('fileOpinion', officer('shuiwu'), connectable(WATER))
    the.act('fileOpinion', officer('guowang'), connectable(POWER))
    the.closeSurvey()
    the.act('appointConnection', INTAKE, { at: '2026-11-24T01:00:00.000Z' })
    the.act('reportConnected', officer('shuiwu'), { line: WATER })
    the.act('reportConnected', officer('guowang'), { line: POWER })
    expect(notReady(the, 'result')).toBe('document-not-ready')
    the.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'connected' } })
    const text = read(the, 'result', 'shuiwu')
    for (const said of [`${SERVICE_NUMBER}/办1`, '全部接入', '已接入', '2026年11月24日 09时00分', '各环节均在时限内'])
      expect(text).toContain(said)
  })
})

describe('R-39: what is printed', () => {
  it('R-39: names, numbers, addresses and telephones only for those who may', () => {
    const the = surveyed()
    for (const { key } of catalogueOf(the.state, (org) => org).filter(({ key: each }) =>
      ['receipt', 'survey-letter', 'survey-result'].includes(each),
    )) {
      const [full, masked] = [read(the, key), read(the, key, 'office', 'officer')]
      expect(full).toContain(APPLICANT.phone)
      for (const secret of [
        APPLICANT.name,
        APPLICANT.creditCode,
        APPLICANT.contact,
        APPLICANT.phone,
        APPLICANT.address,
      ])
        expect(masked).not.toContain(secret)
    }
  })

  it('R-39: everything is escaped, and nothing is loaded', () => {
    const text = read(
      surveyed({ contact: '<script>alert(1)</script>', address: '"><img src=x onerror=alert(1)>&' }),
      'receipt',
    )
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;')
    expect(text).not.toMatch(/<(script|img|link|iframe|svg)|https?:|url\(|@import/i)
    expect(html`<b title="${'"'}">${[html`<i>${'<'}</i>`]}</b>`.text).toBe('<b title="&quot;"><i>&lt;</i></b>')
  })
})
