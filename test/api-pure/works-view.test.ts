import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { ApplicationViewSchema } from '../../api/views/application.schema.ts'
import { applicationView } from '../../api/views/application.ts'
import { loadCities } from '../../config/load-cities.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'

const WATER = 'water:shuiwu' as const
const shuiwu = officer('shuiwu')

/**
 * Under works since 2026-11-23 09:00 in the city, with an order for promise 1; 移动公司 has signed its hand-over, 燃气
 * has not yet to.
 */
function ordered(): PureCase {
  const the = new PureCase(
    applicationInput(registration({}, { services: { water: { business: 'new', tonsPerDay: 9 } } })),
  ).atSurvey()
  the.act('fileOpinion', shuiwu, needsOuterWorks(WATER))
  the.closeSurvey()
  the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
  the.act('fileDesign', shuiwu, { line: WATER, title: '给水设计', summary: 'DN200' })
  the.act('fileConstructionPlan', shuiwu, { line: WATER, title: '施工方案', summary: '明挖', nearbyOwners: ['mobile'] })
  the.act('signHandover', officer('mobile'), { line: WATER, positions: '0.8 米', signer: '吴工' })
  the.act('startWorks', shuiwu, { line: WATER })
  the.act('fileInspection', officer('chengguan', 'inspector'), inspection(WATER, [1]))
  return the
}

function seenBy(the: PureCase, org: string, role: Role = 'officer') {
  const caller = callerOf({ ...officer(org, role), city: 'chibi' }, loadCities())
  return ApplicationViewSchema.parse(applicationView(the.state, caller, new Date(the.at)))
}

describe('outer works as the API tells them', () => {
  it("R-18, R-19: how far a line's works have come, in the city's time", () => {
    const [line] = seenBy(ordered(), 'zhujian').lines
    expect(line?.works).toEqual({
      designs: 1,
      plans: 1,
      percent: 0,
      inspectionsPassed: 0,
      startedAt: '2026-11-23T09:00:00+08:00',
      handovers: [{ org: 'mobile', orgName: '移动公司', signedAt: '2026-11-23T09:00:00+08:00' }],
    })
  })

  it('R-16: the commitment with its grants, and each promise with what was found and ordered', () => {
    const [signed] = seenBy(ordered(), 'zhujian').commitments
    expect(signed).toMatchObject({
      org: 'shuiwu',
      version: 1,
      lines: [WATER],
      phone: '0715-5222110',
      grants: [
        { authority: 'chengguan', authorityName: '城管局', approvals: ['roadExcavation'] },
        { authority: 'jiaojing', authorityName: '公安交警大队', approvals: ['roadExcavation'] },
      ],
    })
    expect(
      signed?.promises.map(({ number, text, checks, orders }) => [
        number,
        text,
        checks.map(({ byName, kept }) => [byName, kept]),
        orders,
      ]),
    ).toEqual([
      [1, '施工安全、质量保证', [['城管局', false]], ['water:shuiwu:1']],
      [2, '严格按设计方案施工', [['城管局', true]], []],
      [3, '服从相关部门的现场监管', [['城管局', true]], []],
      [4, '竣工验收后恢复原貌', [['城管局', true]], []],
    ])
  })

  it('R-20: an order, reported and closed', () => {
    const the = ordered()
    expect(seenBy(the, 'zhujian').rectifications).toEqual([
      {
        order: 'water:shuiwu:1',
        line: WATER,
        org: 'chengguan',
        orgName: '城管局',
        utility: 'shuiwu',
        utilityName: '赤壁水务集团公司',
        requirement: '补设围挡与警示灯',
        dueDate: '2026-12-01',
        promises: [1],
        orderedAt: '2026-11-23T09:00:00+08:00',
      },
    ])
    the.act('reportRectified', shuiwu, { order: 'water:shuiwu:1', remarks: '已补设' })
    the.act('reinspect', officer('chengguan', 'inspector'), { order: 'water:shuiwu:1', passed: true })
    expect(seenBy(the, 'zhujian').rectifications[0]).toMatchObject({
      reportedAt: '2026-11-23T09:00:00+08:00',
      closedAt: '2026-11-23T09:00:00+08:00',
    })
  })

  it('R-39: what 0.2 took, and no form may say today, is read as it was filed', () => {
    const the = ordered()
    const line = the.state.lines[WATER]
    const sections = [{ road: '甲\u200b路', from: 'K1+250.123456', to: '西' }]
    Object.assign(line?.outerWorks ?? {}, { lengthMetres: 1e-9, sections })
    Object.assign(the.state.registration.form.services.water ?? {}, { tonsPerDay: 1e-9 })
    expect(seenBy(the, 'zhujian').lines[0]?.outerWorks).toMatchObject({ lengthMetres: 1e-9, sections })
  })

  it('R-39: who signed is masked for those who do not work on the case', () => {
    expect(seenBy(ordered(), 'fagai', 'auditor').commitments[0]).toMatchObject({
      legalRepresentative: '李**',
      contact: '周*',
      phone: '071*-****110',
      responsible: '陈*',
    })
  })
})
