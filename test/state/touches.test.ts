import { describe, expect, it } from 'vitest'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { LineId } from '../../domain/case/service.ts'
import { resultOfWorks } from '../../workflows/application/core/line-needs.ts'
import { missingOpinions } from '../../workflows/application/core/missing.ts'
import { officer } from '../fixtures/actors.ts'
import {
  application,
  BranchCase,
  CATV,
  chutian,
  guowang,
  NETWORK,
  planned,
  POWER,
  shuiwu,
  surveyed,
  underWorks,
  WATER,
} from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { commitment } from '../fixtures/works.ts'

const chengguan = officer('chengguan')
const jiaotong = officer('jiaotong')
const zigui = officer('zigui')
const [FROM, TO] = ['2026-11-23', '2026-11-30']

function found(touches: string[], line: LineId = WATER, lanesClosed?: boolean): ActBodies['fileOpinion'] {
  return { found: [{ line, touches, ...(lanesClosed === undefined ? {} : { lanesClosed }) }] }
}

/** Water's works touch what its utility says; an authority finds more, in this order. */
function surveyedWith(
  said: string[],
  change: Parameters<typeof needsOuterWorks>[2],
  ...findings: [org: string, touches: string[]][]
): BranchCase {
  const the = new BranchCase().atSurvey()
  the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, said, change))
  the.act('fileOpinion', guowang, connectable(POWER))
  for (const [org, touches] of findings) the.act('fileOpinion', officer(org), found(touches))
  return the.closeSurvey()
}

const lineOf = (the: BranchCase) => {
  const line = the.state.lines[WATER]
  if (line === undefined) throw new Error('no water')
  return line
}
const needsOf = (the: BranchCase) => resultOfWorks(the.state, lineOf(the), lineOf(the).outerWorks, CHIBI)

describe('what an authority finds', () => {
  it('R-13: the utility ticks nothing, 城管局 adds the road: the approval follows, by promise with its 告知书', () => {
    const the = surveyedWith([], {}, ['chengguan', ['road']])
    expect(needsOf(the)).toEqual({
      touched: ['roadExcavation'],
      needs: [{ approval: 'roadExcavation', promise: true, notice: '2026-1' }],
    })
    expect(the.refused('signCommitment', shuiwu, commitment(FROM, TO, []))).toEqual({
      code: 'approval-missing',
      field: 'approvals',
    })
    the.act('signCommitment', shuiwu, commitment(FROM, TO, ['roadExcavation']))
    expect(the.events.at(-3)).toMatchObject({ data: { notices: { roadExcavation: '2026-1' } } })
    expect(the.status(WATER)).toBe('committed')
  })

  it('R-13, R-15: the result is the union of all, and what nobody may promise goes to its authority', () => {
    const the = surveyedWith(['road'], {}, ['chengguan', ['greenery', 'treeFelling']], ['zigui', ['planning']])
    expect(needsOf(the).needs?.map(({ approval, promise }) => [approval, promise])).toEqual([
      ['roadExcavation', true],
      ['greeneryOccupation', true],
      ['treeFelling', false],
      ['worksPlanning', false],
    ])
    the.act('signCommitment', shuiwu, commitment(FROM, TO, ['roadExcavation', 'greeneryOccupation']))
    expect(the.awaited()).toContain('applyForApprovals shuiwu')
    the.act('applyForApprovals', shuiwu, application(['treeFelling', 'worksPlanning']))
    expect(the.status(WATER)).toBe('outerWorks')
    the.act('decideApproval', chengguan, { approval: 'shuiwu:treeFelling:1', approved: true })
    the.act('decideApproval', zigui, { approval: 'shuiwu:worksPlanning:1', approved: true })
    expect(the.status(WATER)).toBe('committed')
  })

  it('R-20, R-21: what an authority found is inspected and restored as what the utility says', () => {
    const the = surveyedWith([], {}, ['chengguan', ['road']])
    the.act('signCommitment', shuiwu, commitment(FROM, TO))
    planned(the)
    the.act('startWorks', shuiwu, { line: WATER })
    expect(the.refused('completeWorks', shuiwu, { line: WATER }).code).toBe('inspection-missing')
    expect(the.awaited()).toContain('inspectWorks chengguan')
  })

  it.each<[string, ActBodies['fileOpinion'], string, string]>([
    ['zigui', found(['road']), 'touch-outside-remit', 'found.0.touches.0'],
    ['chengguan', found(['greenery', 'highway']), 'touch-outside-remit', 'found.0.touches.1'],
    ['jiaotong', found(['planning']), 'touch-outside-remit', 'found.0.touches.0'],
    ['zigui', found(['planning'], WATER, true), 'touch-outside-remit', 'found.0.lanesClosed'],
    ['chengguan', found(['moon']), 'touch-unknown', 'found.0.touches.0'],
    ['chengguan', found(['road', 'road']), 'opinion-contradictory', 'found.0.touches.1'],
    ['chengguan', found(['road'], 'gas:ranqi'), 'line-unknown', 'found.0.line'],
    [
      'chengguan',
      { found: [...(found(['road']).found ?? []), ...(found(['greenery']).found ?? [])] },
      'opinion-contradictory',
      'found.1.line',
    ],
    ['shuiwu', { ...needsOuterWorks(WATER), ...found(['road']) }, 'not-concerned', 'found'],
    ['shuiwu', needsOuterWorks(WATER, ['moon']), 'touch-unknown', 'lines.0.outerWorks.touches.0'],
    ['chengguan', {}, 'opinion-incomplete', 'remarks'],
  ])('R-13: of %s, %j is refused: %s at %s', (org, body, code, field) => {
    expect(new BranchCase().atSurvey().refused('fileOpinion', officer(org), body)).toEqual({ code, field })
  })

  it('R-13: outside its remit neither by the joint record', () => {
    const body = { opinions: [{ org: 'zigui', opinion: found(['road']) }] }
    expect(new BranchCase().atSurvey().refused('fileJointRecord', officer('zhujian', 'lead'), body)).toEqual({
      code: 'touch-outside-remit',
      field: 'opinions.0.opinion.found.0.touches.0',
    })
  })

  it('R-13: corrected until the survey closes, a correction takes the place of what was found before', () => {
    const the = new BranchCase().atSurvey()
    the.act('fileOpinion', chengguan, found(['road', 'greenery']))
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, []))
    the.act('fileOpinion', chengguan, found(['greenery']))
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey()
    expect(needsOf(the).touched).toEqual(['greeneryOccupation'])
    expect(the.refused('fileOpinion', chengguan, found(['road']))).toMatchObject({ code: 'survey-closed' })
  })

  it('R-13: a utility cannot say connectable of what an authority found to touch the road; said before, it is asked again', () => {
    const first = new BranchCase().atSurvey()
    first.act('fileOpinion', chengguan, found(['road'], POWER))
    expect(first.refused('fileOpinion', guowang, connectable(POWER))).toEqual({
      code: 'opinion-contradictory',
      field: 'lines.0.connectable',
    })
    const the = new BranchCase().atSurvey()
    const { dueAt } = the.clock('survey', 'survey', 'zhujian')
    the.act('fileOpinion', guowang, connectable(POWER))
    expect(missingOpinions(the.state)).not.toContain('guowang')
    the.act('fileOpinion', chengguan, found(['road'], POWER))
    expect(missingOpinions(the.state)).toContain('guowang')
    expect(the.openTasks().find(({ id }) => id.endsWith(':fileOpinion:guowang'))?.deadlineId).toBe(
      'fileOpinion:guowang#2',
    )
    expect(the.state.deadlines['fileOpinion:guowang']?.metAt).toBe(the.at)
    expect(the.state.deadlines['fileOpinion:guowang#2']).toMatchObject({ owner: 'guowang', dueAt })
    the.act('fileOpinion', shuiwu, connectable(WATER))
    the.closeSurvey(['guowang'])
    expect(the.status(POWER)).toBe('awaitingOpinion')
    expect(the.awaited()).toContain('fileOpinion guowang')
    the.act('fileOpinion', guowang, needsOuterWorks(POWER, []))
    expect(the.status(POWER)).toBe('outerWorks')
    expect(the.awaited()).toContain('signCommitment guowang')
  })
})

describe('what an authority finds late', () => {
  /** Water is cleared for works by its promise; whom the survey missed speaks then. */
  function cleared(): BranchCase {
    const the = surveyed(['road'])
    the.clock('commitment:shuiwu', 'commitment', 'shuiwu')
    the.act('signCommitment', shuiwu, commitment(FROM, TO))
    planned(the)
    return the.later(60)
  }

  it('R-13: is recorded late, reopens nothing, adds the approval: works do not start without it, and it has a clock', () => {
    const the = cleared()
    the.act('fileOpinion', jiaotong, found(['highway']))
    expect(the.events.at(-1)).toMatchObject({ type: 'opinionFiled', data: { late: true } })
    expect(the.status(WATER)).toBe('committed')
    expect(the.state.clearances).toEqual({ shuiwu: { number: 2, since: the.at } })
    expect(the.openTasks().find(({ kind }) => kind === 'applyForApprovals')).toMatchObject({
      org: 'shuiwu',
      deadlineId: 'commitment:shuiwu#2',
    })
    expect(the.refused('startWorks', shuiwu, { line: WATER })).toEqual({ code: 'approval-lacking', field: 'line' })
    the.clock('commitment:shuiwu#2', 'commitment', 'shuiwu')
    the.act('applyForApprovals', shuiwu, application(['highway']))
    expect(the.state.deadlines['commitment:shuiwu#2']?.metAt).toBe(the.at)
    expect(the.awaited()).toContain('decideApproval jiaotong')
    expect(the.refused('startWorks', shuiwu, { line: WATER }).code).toBe('approval-lacking')
    the.act('decideApproval', jiaotong, { approval: 'shuiwu:highway:1', approved: true })
    the.act('startWorks', shuiwu, { line: WATER })
    expect(the.status(WATER)).toBe('constructing')
  })

  it('R-13, R-16: what a promise may replace is promised by another 附件3, which lists both', () => {
    const the = cleared()
    the.act('fileOpinion', chengguan, found(['greenery']))
    expect(the.awaited()).toContain('signCommitment shuiwu')
    expect(the.refused('signCommitment', shuiwu, commitment(FROM, TO, ['greeneryOccupation'])).code).toBe(
      'approval-missing',
    )
    the.act('signCommitment', shuiwu, commitment(FROM, TO, ['roadExcavation', 'greeneryOccupation']))
    expect(the.awaited()).not.toContain('signCommitment shuiwu')
    the.act('startWorks', shuiwu, { line: WATER })
  })

  it('R-13, R-15: a lane that must be closed takes the work beyond its promise', () => {
    const the = cleared()
    the.act('fileOpinion', chengguan, found(['road'], WATER, true))
    expect(the.refused('startWorks', shuiwu, { line: WATER }).code).toBe('approval-lacking')
    expect(the.refused('signCommitment', shuiwu, commitment(FROM, TO))).toEqual({
      code: 'promise-beyond-limits',
      field: 'approvals.0',
    })
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
    the.act('decideApproval', chengguan, { approval: 'shuiwu:roadExcavation:1', approved: true })
    the.act('decideApproval', officer('jiaojing'), { approval: 'shuiwu:roadExcavation:1:jiaojing', approved: true })
    the.act('startWorks', shuiwu, { line: WATER })
  })

  it('R-17: refused, it goes back to the design and is applied for again', () => {
    const the = cleared()
    the.act('fileOpinion', jiaotong, found(['highway']))
    the.act('applyForApprovals', shuiwu, application(['highway']))
    the.act('decideApproval', jiaotong, { approval: 'shuiwu:highway:1', approved: false, reason: '须绕行' })
    expect(the.awaited()).toContain('redesign shuiwu')
    the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '绕行' })
    the.act('applyForApprovals', shuiwu, application(['highway']))
    the.act('decideApproval', jiaotong, { approval: 'shuiwu:highway:2', approved: true })
    the.act('startWorks', shuiwu, { line: WATER })
  })

  it('R-13: changes nothing of works that have started, nor of a connectable line', () => {
    const the = underWorks()
    const before = the.awaited()
    the.act('fileOpinion', chengguan, {
      found: [...(found(['greenery']).found ?? []), ...(found(['road'], POWER).found ?? [])],
    })
    expect(the.awaited()).toEqual(before)
    expect(lineOf(the).found).toBeUndefined()
    expect(the.status(POWER)).toBe('connectable')
  })

  it('R-13, R-16: a line whose opinion comes when the other of its utility has been promised has a clock of its own', () => {
    const the = new BranchCase({
      network: { operators: ['chutian'], access: ['broadband'] },
      catv: { terminals: 2 },
    }).atSurvey()
    const opinion = (line: LineId, touches: string[]) => needsOuterWorks(line, touches).lines ?? []
    the.act('fileOpinion', chutian, { lines: [...opinion(NETWORK, ['road']), { line: CATV, connectable: true }] })
    the.act('fileOpinion', chengguan, found(['greenery'], CATV))
    the.closeSurvey(['chutian'])
    the.clock('commitment:chutian', 'commitment', 'chutian')
    the.act('signCommitment', chutian, commitment(FROM, TO))
    expect([the.status(NETWORK), the.status(CATV)]).toEqual(['committed', 'awaitingOpinion'])
    the.later(30).act('fileOpinion', chutian, { lines: [...opinion(NETWORK, ['road']), ...opinion(CATV, [])] })
    expect([the.status(NETWORK), the.status(CATV)]).toEqual(['committed', 'outerWorks'])
    expect(the.openTasks().find(({ kind }) => kind === 'signCommitment')?.deadlineId).toBe('commitment:chutian#2')
    the.act('signCommitment', chutian, commitment(FROM, TO, ['roadExcavation', 'greeneryOccupation']))
    expect([the.status(NETWORK), the.status(CATV)]).toEqual(['committed', 'committed'])
  })

  it('R-16: where the first promise is still awaited it is of its list; no other clock', () => {
    const the = surveyed([])
    the.clock('commitment:shuiwu', 'commitment', 'shuiwu')
    the.act('fileOpinion', chengguan, found(['greenery']))
    expect(the.state.clearances).toBeUndefined()
    the.act('signCommitment', shuiwu, commitment(FROM, TO, ['greeneryOccupation']))
    expect(the.status(WATER)).toBe('committed')
  })
})

describe('附件3 over exactly what the survey found', () => {
  const signing = (the: BranchCase, approvals: string[], change: Partial<ActBodies['signCommitment']> = {}) =>
    the.refused('signCommitment', shuiwu, { ...commitment(FROM, TO, approvals), ...change })

  it('R-16: one too many, one too few, one of an authority, another section, a section too few', () => {
    const the = surveyed(['road', 'greenery'])
    const both = ['roadExcavation', 'greeneryOccupation']
    expect(signing(the, [...both, 'roadTraffic'])).toEqual({ code: 'approval-surplus', field: 'approvals.2' })
    expect(signing(the, ['roadExcavation'])).toEqual({ code: 'approval-missing', field: 'approvals' })
    expect(signing(the, [...both, 'worksPlanning'])).toEqual({ code: 'approval-unknown', field: 'approvals.2' })
    const [section] = commitment(FROM, TO).sections
    if (section === undefined) throw new Error('no section')
    expect(signing(the, both, { sections: [{ ...section, to: '厂区南门' }] })).toEqual({
      code: 'section-not-surveyed',
      field: 'sections.0',
    })
    expect(signing(the, both, { sections: [section, { ...section, road: '发展大道' }] })).toEqual({
      code: 'section-not-surveyed',
      field: 'sections.1',
    })
    the.act('signCommitment', shuiwu, commitment(FROM, TO, both))
    expect(signing(the, [...both, 'roadTraffic'])).toEqual({ code: 'approval-surplus', field: 'approvals.2' })
  })

  it('R-16: a section of the survey that it leaves out', () => {
    const sections = ['东', '西'].map((to) => ({ road: '河北大道', from: '中', to }))
    const the = surveyedWith(['road'], { sections })
    expect(signing(the, ['roadExcavation'], { sections: sections.slice(1) })).toEqual({
      code: 'section-missing',
      field: 'sections',
    })
    the.act('signCommitment', shuiwu, { ...commitment(FROM, TO), sections: sections.toReversed() })
  })

  it('R-16: works that need no approval have theirs, with an empty list; with one it is refused', () => {
    const the = surveyed([])
    expect(the.awaited()).toContain('signCommitment shuiwu')
    expect(signing(the, ['roadExcavation'])).toEqual({ code: 'approval-surplus', field: 'approvals.0' })
    the.act('signCommitment', shuiwu, commitment(FROM, TO, []))
    expect(the.status(WATER)).toBe('committed')
  })

  it('R-15, R-16: 200 metres are promised, 201 are not, nor a closed lane: they go the ordinary way', () => {
    surveyedWith(['road'], { lengthMetres: 200 }).act('signCommitment', shuiwu, commitment(FROM, TO))
    for (const change of [{ lengthMetres: 201 }, { lanesClosed: true }]) {
      const the = surveyedWith(['road'], change)
      expect(signing(the, ['roadExcavation'])).toEqual({ code: 'promise-beyond-limits', field: 'approvals.0' })
      expect(the.awaited()).toContain('applyForApprovals shuiwu')
      the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
      the.act('decideApproval', chengguan, { approval: 'shuiwu:roadExcavation:1', approved: true })
      the.act('decideApproval', officer('jiaojing'), { approval: 'shuiwu:roadExcavation:1:jiaojing', approved: true })
      expect(the.status(WATER)).toBe('committed')
    }
  })

  it('R-16, R-17: the utility may choose the ordinary way; what it applied for is not promised, the rest is', () => {
    const the = surveyed(['road', 'greenery'])
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
    expect(the.awaited()).toContain('signCommitment shuiwu')
    the.act('decideApproval', chengguan, { approval: 'shuiwu:roadExcavation:1', approved: true })
    the.act('decideApproval', officer('jiaojing'), { approval: 'shuiwu:roadExcavation:1:jiaojing', approved: true })
    expect(signing(the, ['roadExcavation', 'greeneryOccupation'])).toEqual({
      code: 'approval-surplus',
      field: 'approvals.0',
    })
    the.act('signCommitment', shuiwu, commitment(FROM, TO, ['greeneryOccupation']))
    expect(the.status(WATER)).toBe('committed')
  })

  it('R-16: what was refused the ordinary way is not promised instead', () => {
    const the = surveyed(['road'])
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
    the.act('decideApproval', chengguan, { approval: 'shuiwu:roadExcavation:1', approved: false, reason: '管位冲突' })
    expect(signing(the, ['roadExcavation'])).toEqual({ code: 'approval-surplus', field: 'approvals.0' })
  })
})

describe('cases of before 0.7', () => {
  const before = () => {
    const the = new BranchCase().atSurvey()
    const { touchesByItem: _since, ...state } = the.state
    the.state = state
    return the
  }

  it('R-15: go on with the four words, by the list that they were registered under', () => {
    const the = before()
    expect(the.refused('fileOpinion', chengguan, found(['road']))).toEqual({
      code: 'validation-failed',
      field: 'found',
    })
    expect(the.refused('fileOpinion', shuiwu, needsOuterWorks(WATER, ['highway'])).code).toBe('touch-unknown')
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
    the.act('fileOpinion', chengguan, NO_OBJECTION)
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey()
    expect(the.refused('applyForApprovals', shuiwu, application(['roadExcavation'])).code).toBe(
      'approval-not-replaceable',
    )
    the.act('signCommitment', shuiwu, {
      ...commitment(FROM, TO, ['roadExcavation', 'roadTraffic']),
      sections: [{ road: '发展大道', from: '东', to: '西' }],
    })
    planned(the)
    the.act('startWorks', shuiwu, { line: WATER })
    expect(the.status(WATER)).toBe('constructing')
  })
})
