import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { entryOf } from '../../api/documents/catalogue.ts'
import { numberShown } from '../../api/documents/number-shown.ts'
import { page } from '../../api/documents/page.ts'
import type { Stamp } from '../../api/documents/page.ts'
import { sourceFor } from '../../api/documents/papers.ts'
import { seriesOf } from '../../api/documents/stamp.ts'
import { loadCities } from '../../config/load-cities.ts'
import { officer } from '../fixtures/actors.ts'
import { application, shuiwu, surveyed } from '../fixtures/branch-case.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'
import { CHIBI, DRILL } from '../fixtures/cities.ts'
import { refusal } from '../fixtures/refusal.ts'

const ROAD = 'shuiwu:roadExcavation:1'
const CONSENT = `${ROAD}:jiaojing`

function paperOf(the: BranchCase, key: string) {
  const caller = callerOf({ ...officer('shuiwu'), city: 'chibi' }, loadCities())
  const source = sourceFor(the.state, caller, new Date(the.at))
  return entryOf(key, the.state, source.nameOf).make(source)
}

const read = (the: BranchCase, key: string, stamp?: Stamp) => page(paperOf(the, key), stamp)

function decided(): BranchCase {
  const the = surveyed(['road'], CHIBI, {}, { timesWorks: true })
  the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
  the.act('decideApproval', officer('chengguan'), { approval: ROAD, approved: true, validTo: '2026-12-01' })
  the.act('decideApproval', officer('jiaojing'), { approval: CONSENT, approved: false, reason: '高峰时段须改线' })
  return the
}

describe('papers of decisions', () => {
  it('R-17: a decision says what, by which law, within which term and ceiling, from when until when, and the remedy', () => {
    const paper = read(decided(), 'approval-shuiwu-roadExcavation-1')
    for (const words of [
      '准予行政许可决定书',
      '/许-shuiwu-roadExcavation-1',
      '《城市道路管理条例》',
      '承诺 3 个工作日；法定 20 个工作日',
      '2026年11月23日 起至 2026年12月1日 止',
      '行政复议',
      '提起行政诉讼',
    ])
      expect(paper).toContain(words)
  })

  it('R-15, R-17: who consents has a paper of its own; refused it says why', () => {
    const paper = read(decided(), 'approval-shuiwu-roadExcavation-1-jiaojing')
    for (const words of ['不予同意决定书', '由赤壁市城市管理执法局审批', '高峰时段须改线', '行政复议'])
      expect(paper).toContain(words)
  })

  it('R-17: there is none before the decision', () => {
    const the = surveyed(['road'])
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
    expect(refusal(() => paperOf(the, 'approval-shuiwu-roadExcavation-1')).code).toBe('document-not-ready')
  })
})

describe('numbers, names and seals', () => {
  it('R-10: the full official name stands over the seal line', () => {
    expect(read(decided(), 'approval-shuiwu-roadExcavation-1')).toMatch(
      /class="sign">赤壁市城市管理执法局（印章）<br \/>2026年11月23日/,
    )
    expect(read(decided(), 'survey-letter')).toContain('赤壁市住房和城乡建设局（印章）')
  })

  it('R-10: numbers are counted by organisation, kind of paper and the year of its date', () => {
    const issued = (key: string) => ({ subject: 'CB-x', city: CHIBI, paper: paperOf(decided(), key) })
    const counted = { city: 'chibi', year: 2026, given: false }
    expect(seriesOf(issued('approval-shuiwu-roadExcavation-1'))).toEqual({
      ...counted,
      org: 'chengguan',
      series: '赤城管许',
    })
    expect(seriesOf(issued('survey-letter'))).toEqual({ ...counted, org: 'zhujian', series: '赤住建函' })
    const organisations = CHIBI.organisations.map(({ documents: _none, ...organisation }) => organisation)
    expect(seriesOf({ ...issued('survey-letter'), city: { ...CHIBI, organisations } })).toBeUndefined()
  })

  it('R-10: people read a Chinese short name where the number has a key; no two numbers read alike', () => {
    const shown = (rest: string, city = CHIBI) => numberShown(`CB-20261124-00018-7/${rest}`, city).split('/')[1]
    expect(shown('诺-shuiwu-1')).toBe('诺-水务-1')
    expect(shown('许-shuiwu-roadExcavation-1-jiaojing')).toBe('许-水务-城市道路挖掘-1-公安交警大队')
    expect(shown('验-power-guowang')).toBe('验-电-国网')
    expect(shown('诺-shuiwu-1', DRILL)).toBe('诺-水务-1')
    expect(shown('函1')).toBe('函1')
    const all = CHIBI.organisations.map(({ key }) => shown(`诺-${key}-1`))
    expect(new Set(all).size).toBe(all.length)
    expect(all.join()).not.toMatch(/[a-z]/i)
    const alike = CHIBI.organisations.map((each) => (each.key === 'mobile' ? { ...each, name: '赤壁水务公司' } : each))
    expect(shown('诺-mobile-1', { ...CHIBI, organisations: alike })).toBe('诺-赤壁水务公司-1')
    const paper = read(decided(), 'approval-shuiwu-roadExcavation-1', { number: 'CB-x/许-水务-城市道路挖掘-1' })
    expect(paper).toContain('编号：CB-x/许-水务-城市道路挖掘-1')
    expect(paper).not.toContain('许-shuiwu')
  })

  it('R-10: a copy says which it is; what is only read says so where it is printed', () => {
    const stamp = { documentNumber: '赤城管许〔2026〕12号', copy: '重印 第2次（2026年11月24日 9时00分）' }
    const copy = read(decided(), 'approval-shuiwu-roadExcavation-1', stamp)
    expect(copy).toContain('<p class="number">赤城管许〔2026〕12号</p>')
    expect(copy).toContain('重印 第2次')
    expect(copy).not.toContain('class="reading"')
    expect(read(decided(), 'survey-letter', { reading: true })).toContain('class="reading"')
  })
})
