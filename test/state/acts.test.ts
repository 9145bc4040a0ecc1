import { describe, expect, it } from 'vitest'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { refusal } from '../fixtures/refusal.ts'

const water = { lines: [{ line: 'water:shuiwu' as const, connectable: true }] }
const waterWorks = {
  lines: [
    {
      line: 'water:shuiwu' as const,
      connectable: false,
      outerWorks: {
        touches: ['road' as const],
        sections: [{ road: '河北大道', from: '1 号', to: '9 号' }],
        lengthMetres: 120,
        preliminaryDesign: 'DN200',
      },
    },
  ],
}

describe('registration', () => {
  it('R-01: opens a line for each service and utility, and invites the parties', () => {
    const { state } = new PureCase()
    expect(Object.keys(state.lines)).toEqual(['water:shuiwu', 'power:guowang', 'gas:ranqi', 'network:telecom'])
    expect(Object.keys(state.parties)).toContain('jiaotong')
    expect(state.stage).toBe('registration')
  })

  it('R-03: a doubtful demand is confirmed by its collector, once, by nobody else', () => {
    const the = new PureCase(
      applicationInput(undefined, {
        warnings: [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' }],
      }),
    )
    expect(Object.values(the.state.tasks).map((task) => `${task.kind} ${task.org}`)).toEqual(['acceptDemand window'])
    expect(refusal(() => the.act('acceptDemand', officer('zigui'), {})).code).toBe('not-concerned')
    the.act('acceptDemand', CLERK, { remarks: '已核对执照' })
    expect(the.state.accepted?.how).toBe('confirmed')
    expect(refusal(() => the.act('acceptDemand', CLERK, {})).code).toBe('already-done')
  })

  it("R-03: a receipt is the receiver's own act, once, after the push", () => {
    const the = new PureCase()
    expect(refusal(() => the.act('acknowledgeReceipt', officer('shuiwu'), {})).code).toBe('wrong-stage')
    the.atSurvey()
    the.act('acknowledgeReceipt', officer('shuiwu'), {})
    expect(the.state.parties['shuiwu']?.receiptAt).toBe(the.at)
    expect(refusal(() => the.act('acknowledgeReceipt', officer('shuiwu'), {})).code).toBe('already-done')
    expect(refusal(() => the.act('acknowledgeReceipt', officer('mobile'), {})).code).toBe('not-concerned')
  })
})

describe('joint survey', () => {
  it('R-13: no opinion before the survey, none by an organisation that is not concerned', () => {
    const the = new PureCase()
    expect(refusal(() => the.act('fileOpinion', officer('shuiwu'), water)).code).toBe('wrong-stage')
    the.atSurvey()
    expect(refusal(() => the.act('fileOpinion', officer('mobile'), water)).code).toBe('not-concerned')
    expect(refusal(() => the.act('fileOpinion', officer('fagai'), { remarks: '无意见' })).code).toBe('not-concerned')
  })

  it('R-13: a utility answers for each of its lines and for no other', () => {
    const the = new PureCase().atSurvey()
    expect(refusal(() => the.act('fileOpinion', officer('guowang'), water))).toEqual({
      code: 'not-concerned',
      field: 'lines.0.line',
    })
    expect(refusal(() => the.act('fileOpinion', officer('shuiwu'), { remarks: '同意' }))).toEqual({
      code: 'opinion-incomplete',
      field: 'lines',
    })
    expect(
      refusal(() => the.act('fileOpinion', officer('shuiwu'), { lines: [...water.lines, ...water.lines] })).code,
    ).toBe('opinion-contradictory')
    expect(
      refusal(() => the.act('fileOpinion', officer('shuiwu'), { lines: [{ line: 'catv:chutian', connectable: true }] }))
        .code,
    ).toBe('line-unknown')
    expect(refusal(() => the.act('fileOpinion', officer('zigui'), water)).code).toBe('not-concerned')
  })

  it('R-13: an opinion is corrected until the survey closes; the last one counts', () => {
    const the = new PureCase().atSurvey()
    the.act('fileOpinion', officer('shuiwu'), water)
    the.act('fileOpinion', officer('shuiwu'), waterWorks)
    expect(the.events.at(-1)).toMatchObject({
      type: 'opinionFiled',
      data: { corrects: the.state.seq - 1, late: false },
    })
    the.closeSurvey()
    expect(the.state.lines['water:shuiwu']?.status).toBe('outerWorks')
    expect(the.state.stage).toBe('jointSurvey')
    expect(refusal(() => the.act('fileOpinion', officer('shuiwu'), water)).code).toBe('survey-closed')
  })

  it("R-13: a missing utility's late opinion decides its line; an authority's changes nothing", () => {
    const the = new PureCase().atSurvey().closeSurvey(['shuiwu', 'zigui'])
    expect(the.state.lines['water:shuiwu']?.status).toBe('awaitingOpinion')
    the.act('fileOpinion', officer('zigui'), { remarks: '补充意见' })
    the.act('fileOpinion', officer('shuiwu'), water)
    expect(the.state.opinions['zigui']?.late).toBe(true)
    expect(the.state.lines['water:shuiwu']?.status).toBe('connectable')
    expect(the.state.survey?.absent).toEqual(['shuiwu', 'zigui'])
  })

  it("R-13: the joint record is the lead's and never overwrites what a party filed itself", () => {
    const the = new PureCase().atSurvey()
    the.act('fileOpinion', officer('shuiwu'), water)
    const record = {
      opinions: [
        { org: 'shuiwu', opinion: waterWorks },
        { org: 'zigui', opinion: { remarks: '同意' } },
      ],
    }
    expect(refusal(() => the.act('fileJointRecord', officer('zigui', 'lead'), record)).code).toBe('not-concerned')
    the.act('fileJointRecord', officer('zhujian', 'lead'), record)
    expect(the.state.opinions['shuiwu']?.byJointRecord).toBe(false)
    expect(the.state.opinions['zigui']?.byJointRecord).toBe(true)
    expect(
      refusal(() =>
        the.act('fileJointRecord', officer('zhujian', 'lead'), { opinions: [{ org: 'mobile', opinion: water }] }),
      ).field,
    ).toBe('opinions.0.org')
  })
})

describe('connection', () => {
  function connectable(): PureCase {
    const the = new PureCase().atSurvey()
    the.act('fileOpinion', officer('shuiwu'), water)
    return the.closeSurvey(['guowang', 'ranqi', 'telecom'])
  }

  it("R-24: the applicant's side names a time, not in the past, for lines that are ready", () => {
    const the = connectable()
    const at = '2026-11-24T09:00:00+08:00'
    expect(refusal(() => the.act('appointConnection', officer('shuiwu'), { at })).code).toBe('not-concerned')
    expect(refusal(() => the.act('appointConnection', { ...APPLICANT_USER, sub: 'somebody' }, { at })).code).toBe(
      'not-concerned',
    )
    expect(refusal(() => the.act('appointConnection', INTAKE, { at: '2026-11-20T09:00:00+08:00' }))).toEqual({
      code: 'appointment-past',
      field: 'at',
    })
    expect(refusal(() => the.act('appointConnection', INTAKE, { at, lines: ['power:guowang'] })).code).toBe(
      'line-not-ready',
    )
    the.act('appointConnection', APPLICANT_USER, { at })
    expect(the.state.lines['water:shuiwu']).toMatchObject({
      status: 'appointed',
      appointment: { at: '2026-11-24T01:00:00.000Z', number: 1 },
    })
    expect(the.state.lines['power:guowang']?.status).toBe('awaitingOpinion')
  })

  it('R-26: a utility reports its own line connected, once, after an appointment', () => {
    const the = connectable()
    expect(refusal(() => the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })).code).toBe(
      'line-not-ready',
    )
    the.act('appointConnection', INTAKE, { at: '2026-11-24T09:00:00+08:00' })
    expect(refusal(() => the.act('reportConnected', officer('guowang'), { line: 'water:shuiwu' })).code).toBe(
      'not-concerned',
    )
    the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })
    expect(refusal(() => the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })).code).toBe(
      'already-done',
    )
    expect(
      refusal(() => the.act('appointConnection', INTAKE, { at: '2026-11-25T09:00:00+08:00', lines: ['water:shuiwu'] }))
        .code,
    ).toBe('already-done')
  })

  it('R-37: a case withdrawn during the survey stands there until it is closed', () => {
    const the = new PureCase().atSurvey()
    the.act('withdrawApplication', CLERK, { reason: '项目取消' })
    expect(the.state.stage).toBe('jointSurvey')
  })

  it("R-37: withdrawn at any moment by the applicant's side; then nothing more is allowed", () => {
    const the = connectable()
    expect(refusal(() => the.act('withdrawApplication', officer('zhujian'), { reason: '试试' })).code).toBe(
      'not-concerned',
    )
    the.act('withdrawApplication', CLERK, { reason: '项目取消' })
    expect(the.state.lines['water:shuiwu']?.status).toBe('withdrawn')
    expect(refusal(() => the.act('withdrawApplication', CLERK, { reason: '再撤' })).code).toBe('application-closed')
    expect(Object.values(the.state.tasks).filter((task) => task.closedSeq === undefined)).toEqual([])
  })
})
