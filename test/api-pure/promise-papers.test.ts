import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { catalogueOf, entryOf } from '../../api/documents/catalogue.ts'
import { page } from '../../api/documents/page.ts'
import { standingOf } from '../../api/public/standing.ts'
import { sourceFor } from '../../api/documents/papers.ts'
import { ApplicationViewSchema } from '../../api/views/application.schema.ts'
import { applicationView } from '../../api/views/application.ts'
import { loadCities } from '../../config/load-cities.ts'
import { eventShown } from '../../domain/case/case-masking.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { lensOnCase } from '../../domain/visibility/lens-on.ts'
import { messageFor } from '../../push/message.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'
import { inspector, shuiwu, WATER } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { director, promisedWorks, propose, verified } from '../fixtures/promised-case.ts'
import { inspection } from '../fixtures/works.ts'

const cities = loadCities()
const caller = (org: string, role: Role = 'officer') => callerOf({ ...officer(org, role), city: 'chibi' }, cities)

function read(the: BranchCase, key: string, org = 'shuiwu'): string {
  const source = sourceFor(the.state, caller(org), new Date(the.at))
  return page(entryOf(key, the.state, source.nameOf).make(source))
}

function view(the: BranchCase, org: string) {
  return ApplicationViewSchema.parse(applicationView(the.state, caller(org), new Date(the.at)))
}

function stopped(): BranchCase {
  const the = verified()
  const { order = { requirement: '支护', dueDate: '2026-12-01' }, ...rest } = inspection(WATER, [1])
  the.act('fileInspection', inspector, { ...rest, order: { ...order, stop: '沟槽无支护' } })
  return the
}

function decided(outcome: 'revoked' | 'publicHarm' = 'revoked'): BranchCase {
  const the = propose(promisedWorks())
  the.act('answerRevocation', shuiwu, { revocation: '1', statement: '已探测，电话 13871234567', hearing: true })
  the.act('holdHearing', director, { revocation: '1', chair: '赵明亮', report: '双方陈述' })
  the.act('reportSiteSafe', shuiwu, { revocation: '1', measures: '已铺钢板' })
  the.act('decideRevocation', director, {
    revocation: '1',
    outcome,
    reason: '事实清楚',
    onAnswer: '不予采纳',
    official: '吴局长',
  })
  return the
}

describe('R-10, R-16, R-20: papers of orders, stops and revocations', () => {
  it('an order is numbered and says what to do, until when, why works stand still, and that they went on', () => {
    const the = stopped()
    const paper = read(the, 'rectification-1')
    for (const words of ['责令停止施工、限期整改通知书', '/改-1', '沟槽无支护', '2026年12月1日', '行政复议'])
      expect(paper).toContain(words)
    the.act('reportRectified', shuiwu, { order: `${WATER}:1`, remarks: '已支护' })
    the.act('reinspect', inspector, { order: `${WATER}:1`, passed: true })
    expect(read(the, 'rectification-1')).toContain('准予复工')
  })

  it('the notice says what was found, until when to answer, that a hearing may be asked for, and what is safe first', () => {
    const paper = read(propose(promisedWorks()), 'revocation-notice-1')
    for (const words of [
      '事先告知书',
      '/撤告-1',
      '未经探测',
      '听证',
      '现场须先处于安全状态',
      '2026年11月23日 11时00分',
    ])
      expect(paper).toContain(words)
  })

  it('the decision names the official, meets what was answered, and says the remedy; none before it is made', () => {
    const paper = read(decided(), 'revocation-decision-1')
    for (const words of ['撤销行政许可决定书', '/撤定-1', '吴局长', '赵明亮', '不予采纳', '行政诉讼', '另依信用程序'])
      expect(paper).toContain(words)
    expect(read(decided('publicHarm'), 'revocation-decision-1')).toContain('上列审批继续有效')
    expect(() => read(propose(promisedWorks()), 'revocation-decision-1')).toThrow(/尚未决定/)
    expect(catalogueOf(decided().state, (org) => org).map(({ key }) => key)).toEqual(
      expect.arrayContaining(['revocation-notice-1', 'revocation-decision-1']),
    )
  })
})

describe('R-16, R-20: what the applicant is told in plain words', () => {
  const told = (the: BranchCase) => standingOf(the.state, { hours: CHIBI.hours, nameOf: (org) => org })

  it('that works stand still, by an order or for a revocation, and that nothing is asked of them', () => {
    expect(told(stopped()).title).toBe('可以约定接入时间了')
    const the = stopped()
    the.act('appointConnection', INTAKE, { at: '2026-11-23T10:00:00+08:00', lines: ['power:guowang'] })
    the.act('reportConnected', officer('guowang'), { line: 'power:guowang' })
    expect(told(the)).toMatchObject({ title: '施工暂停', said: expect.stringContaining('不用再办什么') as string })
  })

  it('that an approval is to be revoked, until it is decided', () => {
    expect(told(propose(promisedWorks())).next).toContain(
      'chengguan拟撤销shuiwu的施工审批，正在听取其意见。您的申请不受影响。',
    )
    expect(told(decided()).next.join()).not.toContain('拟撤销')
  })
})

describe('R-39: who sees what of them', () => {
  it('persons of companies, who chaired and who decided are named in full to who takes part, masked to others', () => {
    const the = decided()
    const [own] = view(the, 'shuiwu').revocations
    expect(own).toMatchObject({ hearing: { chair: '赵明亮' }, decision: { official: '吴局长', outcome: 'revoked' } })
    const [other] = view(the, 'unicom').revocations
    expect(other?.hearing?.chair).not.toBe('赵明亮')
    expect(other?.decision?.official).not.toBe('吴局长')
    expect(other?.answer?.statement).not.toContain('13871234567')
    expect(view(the, 'shuiwu').lines[0]?.works?.contractor?.person).toBe('钱工')
    expect(view(the, 'unicom').lines[0]?.works?.contractor).toMatchObject({ name: '赤壁管道工程公司' })
    expect(view(the, 'unicom').lines[0]?.works?.contractor?.person).not.toBe('钱工')
    expect(JSON.stringify(view(the, 'shuiwu'))).not.toContain('chengguan-inspector')
  })

  it('R-27: the channel by which the user came is told of the notice and of the decision, with what they say', () => {
    const the = decided()
    for (const type of ['revocationProposed', 'revocationDecided'] as const) {
      const event = the.events.find((each) => each.type === type)
      if (event === undefined) throw new Error(`no ${type}`)
      const told = messageFor('hubeiGovernmentService', { event, state: the.state }, CHIBI)
      expect(JSON.stringify(told)).toContain('roadExcavation')
      expect(JSON.stringify(told)).not.toContain('吴局长')
      const shown = eventShown(event, lensOnCase(caller('shuiwu'), the.state, CHIBI))
      expect(shown.type).toBe(type)
    }
  })
})
