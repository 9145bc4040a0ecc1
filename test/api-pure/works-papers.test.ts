import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { entryOf } from '../../api/documents/catalogue.ts'
import { page } from '../../api/documents/page.ts'
import { sourceFor } from '../../api/documents/papers.ts'
import { ApplicationViewSchema } from '../../api/views/application.schema.ts'
import { applicationView } from '../../api/views/application.ts'
import { loadCities } from '../../config/load-cities.ts'
import { eventShown } from '../../domain/case/case-masking.ts'
import { lensOnCase } from '../../domain/visibility/lens-on.ts'
import { messageFor } from '../../push/message.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { office, shuiwu, WATER } from '../fixtures/branch-case.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { filedAcceptance } from '../fixtures/filing-case.ts'
import { timedWorks } from '../fixtures/timed-case.ts'

const cities = loadCities()
const caller = (org: string) => callerOf({ ...officer(org), city: 'chibi' }, cities)

function read(the: BranchCase, key: string): string {
  const source = sourceFor(the.state, caller('shuiwu'), new Date(the.at))
  return page(entryOf(key, the.state, source.nameOf).make(source))
}

const view = (the: BranchCase) =>
  ApplicationViewSchema.parse(applicationView(the.state, caller('shuiwu'), new Date(the.at)))

function decided(): BranchCase {
  const the = timedWorks()
  the.act('requestWorksExtension', shuiwu, { line: WATER, dueDate: '2026-12-05', reason: '连续暴雨' })
  the.act('decideWorksExtension', officer('zhujian'), { line: WATER, granted: true })
  the.act('requestVariation', shuiwu, { line: WATER, worksTo: '2026-12-20', reason: '遇既有管线' })
  for (const org of ['chengguan', 'jiaojing'])
    the.act('decideVariation', officer(org), { variation: '1', approved: true })
  return the
}

describe('R-10, R-19, R-21: papers of the time of works and of their acceptance', () => {
  it('R-19: an extension says until when, and that the first date counts; a change who agreed, and what it leaves', () => {
    const the = decided()
    const extension = read(the, 'works-extension-water-shuiwu')
    for (const words of ['施工延期决定书', '/延-water-shuiwu-1', '连续暴雨', '2026年12月5日', '仍计入考核', '行政复议'])
      expect(extension).toContain(words)
    const variation = read(the, 'variation-1-chengguan')
    for (const words of ['施工变更决定书', '/变-1-chengguan', '2026年12月20日', '同意变更', '第三十六条'])
      expect(variation).toContain(words)
  })

  it('R-21: a filing says who was asked and came, and until when the bureau may object; then that it did not', () => {
    const the = filedAcceptance()
    const filing = read(the, 'acceptance-water-shuiwu')
    for (const words of ['竣工验收备案表', '/验-water-shuiwu', '赤壁市城市管理执法局', '压力试验合格', '可以'])
      expect(filing).toContain(words)
    the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
    expect(read(the, 'acceptance-water-shuiwu')).toContain('没有异议')
  })
})

describe('R-19, R-21, R-35: what views and messages tell', () => {
  it('R-19, R-35: extensions, changes, and until when a clock stands', () => {
    const the = decided()
    const stop = { reason: 'forceMajeure', note: '暴雨', evidence: '预警', until: '2026-11-26' } as const
    the.act('suspendClock', office, { ...stop, deadline: `works:${WATER}` })
    const { lines, variations, deadlines } = view(the)
    expect(lines.find(({ id }) => id === WATER)?.works?.extensions).toMatchObject([
      { dueDate: '2026-12-05', decision: { granted: true, orgName: '住建局' } },
    ])
    expect(variations).toMatchObject([
      {
        variation: '1',
        approvers: [{ orgName: '城管局', decision: { approved: true } }, { orgName: '公安交警大队' }],
        takenAt: expect.any(String),
      },
    ])
    expect(deadlines.find(({ id }) => id === `works:${WATER}`)?.stopEndsAt).toBe('2026-11-26T00:00:00+08:00')
  })

  it('R-21, R-39: who came is named whole only to those who need it; who is asked is told when', () => {
    const the = filedAcceptance()
    const filed = the.events.find(({ type }) => type === 'acceptanceFiled')
    if (filed === undefined) throw new Error('not filed')
    const shownTo = (org: string) => JSON.stringify(eventShown(filed, lensOnCase(caller(org), the.state, CHIBI)))
    expect(shownTo('fagai')).not.toContain('陈工')
    const invited = the.events.find(({ type }) => type === 'acceptanceInvited')
    if (invited === undefined) throw new Error('not invited')
    const told = JSON.stringify(messageFor(INTAKE.org, { event: invited, state: the.state }, CHIBI).body)
    expect(told).toContain('invited')
  })
})
