import { describe, expect, it } from 'vitest'
import { caseRows } from '../../db/rows.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { offerOf } from '../../workflows/application/core/can.ts'
import { silence } from '../../workflows/application/core/silence.ts'
import { APPLICANT_USER, INTAKE, officer } from '../fixtures/actors.ts'
import { guowang, inspector, shuiwu, underWorks, WATER } from '../fixtures/branch-case.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { filedAcceptance, FILING, filingCompleted, INVITATION, invitedAcceptance } from '../fixtures/filing-case.ts'
import { inspection } from '../fixtures/works.ts'

const zhujian = officer('zhujian')
const chengguan = officer('chengguan')
const worksOf = (the: BranchCase) => the.state.lines[WATER]?.works

/** What the watch records at the end of the bureau's term. */
function unobjected(the: BranchCase): boolean {
  const task = the.openTasks().find(({ kind }) => kind === 'acceptWorks')
  const body = silence(the.state, { kind: 'acceptWorks', id: task?.deadlineId ?? '' })?.(the.at)
  if (body !== undefined) the.record(body)
  return body !== undefined
}

function accepted(given: Parameters<typeof filedAcceptance>[0] = {}): BranchCase {
  const the = filedAcceptance(given)
  the.act('acceptWorks', zhujian, { line: WATER, passed: true })
  return the
}

describe('acceptance', () => {
  it('R-21: is organised by the utility, which invites whom it concerns, then filed, each with a task of its own', () => {
    const the = filingCompleted()
    expect(the.awaited()).toContain('inviteToAcceptance shuiwu')
    expect(the.awaited()).not.toContain('acceptWorks zhujian')
    expect(the.refused('acceptWorks', zhujian, { line: WATER, passed: true })).toEqual({
      code: 'acceptance-not-filed',
      field: 'line',
    })
    the.act('inviteToAcceptance', shuiwu, { ...INVITATION, invited: ['zhujian', 'fagai'] })
    expect(the.awaited()).toContain('fileAcceptance shuiwu')
    expect(caseRows(the.state).application.concerned).toContain('fagai')
    the.act('fileAcceptance', shuiwu, FILING)
    expect(the.awaited()).toContain('acceptWorks zhujian')
    expect(the.awaited()).not.toContain('fileAcceptance shuiwu')
    expect(the.status(WATER)).toBe('completed')
  })

  it('R-21: stands when the bureau has no objection, or its term is over', () => {
    expect(accepted().status(WATER)).toBe('accepted')
    const silent = filedAcceptance()
    expect(unobjected(silent)).toBe(true)
    expect(silent.status(WATER)).toBe('accepted')
    expect(silent.events.at(-1)).toMatchObject({
      type: 'worksAccepted',
      data: { how: 'silence', laidInAdvance: false },
    })
  })

  it('R-20, R-21: is not deemed while an order is open', () => {
    const the = filedAcceptance()
    the.act('fileInspection', inspector, inspection(WATER, [1], '2026-12-01'))
    expect(unobjected(the)).toBe(false)
  })

  it('R-21: objected to, or not passed, the works go on against their clock, and it is organised anew', () => {
    const objected = filedAcceptance()
    objected.act('acceptWorks', zhujian, { line: WATER, passed: false, remarks: '资料不全' })
    const failed = invitedAcceptance()
    failed.act('fileAcceptance', shuiwu, { ...FILING, passed: false, report: '接口渗漏' })
    for (const the of [objected, failed]) {
      expect(the.status(WATER)).toBe('constructing')
      expect(the.state.deadlines[`works:${WATER}`]?.metAt).toBeUndefined()
      expect(worksOf(the)?.acceptance).toBeUndefined()
      the.act('completeWorks', shuiwu, { line: WATER })
      expect(the.awaited()).toContain('inviteToAcceptance shuiwu')
    }
  })

  it('R-21: not by another, not without the bureau, not before its day, not without who organises it', () => {
    const the = filingCompleted()
    const refused = (body: object, actor = shuiwu) =>
      the.refused('inviteToAcceptance', actor, { ...INVITATION, ...body })
    expect(refused({}, guowang)).toEqual({ code: 'not-concerned', field: 'line' })
    expect(refused({ invited: ['chengguan'] })).toEqual({ code: 'validation-failed', field: 'invited' })
    expect(refused({ invited: ['zhujian', 'creditPlatform'] }).field).toBe('invited.1')
    expect(refused({ at: '2026-11-22T10:00:00+08:00' })).toEqual({ code: 'date-past', field: 'at' })
    the.act('inviteToAcceptance', shuiwu, { ...INVITATION, at: '2026-11-24T10:00:00+08:00' })
    expect(the.refused('fileAcceptance', shuiwu, FILING)).toEqual({ code: 'wrong-stage', field: 'line' })
    the.later(26 * 60)
    expect(the.refused('fileAcceptance', shuiwu, FILING)).toEqual({ code: 'validation-failed', field: 'heldOn' })
    const filing = { ...FILING, heldOn: '2026-11-24' }
    expect(the.refused('fileAcceptance', shuiwu, { ...filing, attended: [{ org: 'zhujian', person: '王' }] })).toEqual({
      code: 'validation-failed',
      field: 'attended',
    })
    the.act('fileAcceptance', shuiwu, filing)
  })

  it('R-21: whom it asked and who organises it are offered by their keys, and a refusal says the name', () => {
    const the = invitedAcceptance()
    const offer = offerOf(the.state, { type: 'fileAcceptance', actor: shuiwu, at: the.at }, CHIBI)
    const choices = offer.refusal === undefined ? offer.choices : []
    expect(choices.find(({ field }) => field === 'attended.*.org')).toEqual({
      field: 'attended.*.org',
      of: 'organisation',
      free: true,
      options: [
        { value: 'shuiwu', line: WATER, must: true },
        { value: 'zhujian', line: WATER },
        { value: 'chengguan', line: WATER },
      ],
    })
    const alone = { ...FILING, attended: [{ org: 'zhujian', person: '王' }] }
    const { name } = CHIBI.organisations.find(({ key }) => key === 'shuiwu') ?? { name: '' }
    expect(() => the.act('fileAcceptance', shuiwu, alone)).toThrow(`组织验收的单位须到场：${name}`)
  })

  it('R-21: cases of before, and cities without its clocks, go on as they did', () => {
    const before = underWorks()
    before.act('fileInspection', inspector, inspection(WATER))
    before.act('completeWorks', shuiwu, { line: WATER })
    expect(before.refused('inviteToAcceptance', shuiwu, INVITATION).code).toBe('wrong-stage')
    expect(before.awaited()).toContain('acceptWorks zhujian')
    const { fileAcceptance: _none, ...tasks } = CHIBI.taskClocks?.tasks ?? {}
    const policy = CitySchema.parse({ ...CHIBI, taskClocks: { tasks } })
    const the = filingCompleted({ policy })
    expect(Object.keys(the.state)).not.toContain('filesAcceptance')
    the.act('acceptWorks', zhujian, { line: WATER, passed: true })
  })
})

describe('a temporary surface', () => {
  it('R-21: comes first, after the trench is closed, and is of no object once all is restored', () => {
    const the = filingCompleted()
    expect(the.awaited()).toContain('laySurface shuiwu')
    the.act('laySurface', shuiwu, { line: WATER, remarks: '钢板覆盖' })
    expect(the.awaited()).not.toContain('laySurface shuiwu')
    expect(worksOf(the)?.surfaceLaidAt).toBe(the.at)
    const restored = accepted()
    restored.act('reportRestored', shuiwu, { line: WATER })
    expect(restored.awaited()).not.toContain('laySurface shuiwu')
    expect(restored.refused('laySurface', shuiwu, { line: WATER }).code).toBe('already-done')
    expect(filingCompleted({ touches: [], approvals: [] }).awaited()).not.toContain('laySurface shuiwu')
  })

  it('R-37: also in a withdrawn case', () => {
    const the = filingCompleted()
    the.act('withdrawApplication', INTAKE, { reason: '取消' })
    expect(the.awaited()).toEqual(expect.arrayContaining(['laySurface shuiwu', 'restoreSite shuiwu']))
    the.act('laySurface', shuiwu, { line: WATER })
  })
})

describe('a restoration', () => {
  const BOTH = { touches: ['road', 'traffic'], approvals: ['roadExcavation', 'roadTraffic'] } as const
  const restored = (given: Parameters<typeof accepted>[0] = {}): BranchCase => {
    const the = accepted(given)
    the.act('reportRestored', shuiwu, { line: WATER })
    return the
  }
  const both = () => restored({ touches: [...BOTH.touches], approvals: [...BOTH.approvals] })

  it('R-21: is confirmed by the road’s authority, and by the traffic’s where traffic was touched, each for itself', () => {
    const the = both()
    expect(the.awaited()).toEqual(
      expect.arrayContaining(['confirmRestoration chengguan', 'confirmRestoration jiaojing']),
    )
    the.act('confirmRestoration', chengguan, { line: WATER })
    expect(worksOf(the)?.restorationConfirmedAt).toBeUndefined()
    expect(the.awaited()).not.toContain('confirmRestoration chengguan')
    expect(the.refused('confirmRestoration', chengguan, { line: WATER }).code).toBe('already-done')
    the.act('confirmRestoration', officer('jiaojing'), { line: WATER })
    expect(worksOf(the)?.restorationConfirmedAt).toBe(the.at)
    const road = restored()
    expect(road.refused('confirmRestoration', officer('jiaojing'), { line: WATER }).code).toBe('not-concerned')
    road.act('confirmRestoration', chengguan, { line: WATER })
    expect(worksOf(road)?.restorationConfirmedAt).toBe(road.at)
  })

  it('R-21: is never deemed; not as it was, it is restored again, and confirmed by all anew', () => {
    const the = both()
    const task = the.openTasks().find(({ kind }) => kind === 'confirmRestoration')
    expect(silence(the.state, { kind: 'confirmRestoration', id: task?.deadlineId ?? '' })).toBeUndefined()
    the.act('confirmRestoration', chengguan, { line: WATER })
    the.act('confirmRestoration', officer('jiaojing'), { line: WATER, passed: false, remarks: '标线未恢复' })
    expect(the.awaited()).toContain('restoreSite shuiwu')
    expect(worksOf(the)).not.toHaveProperty('confirmedBy')
    the.act('reportRestored', shuiwu, { line: WATER })
    expect(the.awaited()).toEqual(
      expect.arrayContaining(['confirmRestoration chengguan', 'confirmRestoration jiaojing']),
    )
  })

  it('R-21, R-26: never delays the connection', () => {
    const the = accepted()
    the.act('appointConnection', APPLICANT_USER, { at: '2026-11-24T10:00:00+08:00', lines: [WATER] })
    the.act('reportConnected', shuiwu, { line: WATER })
  })

  it('R-21: a city that names nobody apart has one confirmer; who is named has to be there', () => {
    const { restorationConfirmers: _none, ...works } = CHIBI.works
    const the = restored({ policy: { ...CHIBI, works } })
    the.act('confirmRestoration', chengguan, { line: WATER })
    expect(worksOf(the)?.restorationConfirmedAt).toBe(the.at)
    expect(the.events.at(-1)?.data).toEqual({ line: WATER })
    const nobody = { ...CHIBI, works: { ...works, restorationConfirmers: [{ org: 'nobody', touching: ['road'] }] } }
    expect(CitySchema.safeParse(nobody).success).toBe(false)
  })
})
