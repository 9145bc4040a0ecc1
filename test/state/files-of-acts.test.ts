import { expect, it } from 'vitest'
import { ACT_SHAPES } from '../../domain/act/act-shapes.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { namedFiles } from '../../domain/files/named-files.ts'
import { misfitOf } from '../../domain/format/shape.ts'
import { officer } from '../fixtures/actors.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { registration } from '../fixtures/forms.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'

const WATER = 'water:shuiwu'
const SHUIWU = officer('shuiwu')
const INSPECTOR = officer('chengguan', 'inspector')
const [FROM, TO] = ['2026-11-23', '2026-11-30']

/** Each with a photo of its own, whose digests are then in the history. */
class PhotographedCase extends PureCase {
  readonly named = new Map<ActType, readonly string[]>()

  with<A extends ActType>(type: A, actor: Actor, body: ActBodies[A]): void {
    const stored = this.named.size.toString(16).padStart(64, '0')
    const ref = { original: stored.replace(/^0/, 'a'), stored }
    const photographed = { ...body, files: [ref] }
    expect(misfitOf(photographed, ACT_SHAPES[type]())).toBeUndefined()
    const before = this.events.length
    this.act(type, actor, photographed)
    const found = this.events.slice(before).flatMap(({ data }) => namedFiles(data))
    expect([type, found.map(({ original }) => original)]).toEqual([type, [ref.original]])
    expect(found[0]).toMatchObject(ref)
    this.named.set(type, [ref.original])
  }
}

function straight(): PhotographedCase {
  const the = new PhotographedCase().atSurvey()
  the.with('fileOpinion', officer('zigui'), { remarks: '不涉及' })
  the.act('fileOpinion', SHUIWU, connectable(WATER))
  the.with('fileOpinion', SHUIWU, needsOuterWorks(WATER))
  the.closeSurvey()
  the.act('signCommitment', SHUIWU, commitment(FROM, TO))
  the.with('fileDesign', SHUIWU, { line: WATER, title: '给水设计', summary: 'DN200' })
  the.with('fileConstructionPlan', SHUIWU, { line: WATER, title: '施工方案', summary: '明挖', nearbyOwners: [] })
  the.act('startWorks', SHUIWU, { line: WATER })
  the.with('reportProgress', SHUIWU, { line: WATER, percent: 40 })
  the.with('fileInspection', INSPECTOR, inspection(WATER, [2]))
  const order = Object.keys(the.state.orders)[0] ?? 'none'
  the.with('reportRectified', SHUIWU, { order, remarks: '已补设' })
  the.with('reinspect', INSPECTOR, { order, passed: true })
  the.with('reportBackfill', SHUIWU, { line: WATER, evidence: '隐蔽部位已核查' })
  the.with('completeWorks', SHUIWU, { line: WATER })
  the.with('acceptWorks', officer('zhujian'), { line: WATER, passed: false, remarks: '回填不实' })
  the.act('completeWorks', SHUIWU, { line: WATER })
  the.with('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
  the.with('reportRestored', SHUIWU, { line: WATER })
  the.with('confirmRestoration', officer('chengguan'), { line: WATER })
  return the
}

it('R-11, R-13, R-18, R-20, R-21, R-39: every act that names files has both digests of each in its event', () => {
  const { named } = straight()
  const taking = Object.entries(ACT_SHAPES).filter(([, shape]) => shape().properties?.['files'] !== undefined)
  // Those stand in tests of their own: a visit has a time, a result was found wrong, what is asked has a clock.
  const others: readonly string[] = [
    'recordAttendance',
    'fileResurvey',
    'requestWorksExtension',
    'requestVariation',
    'fileAcceptance',
    'laySurface',
    'confirmSuccessor',
  ]
  expect(taking.map(([type]) => type).filter((type) => !others.includes(type))).toEqual(
    expect.arrayContaining([...named.keys()]),
  )
  expect(taking).toHaveLength(named.size + others.length)
})

it('R-11, R-14: attendance and a line that was surveyed again, too', () => {
  const the = new PhotographedCase().atSurvey()
  the.state = { ...the.state, convenes: true, survey: { ...the.state.survey!, visitAt: the.at } }
  the.with('recordAttendance', SHUIWU, { people: [{ org: 'shuiwu', person: '周敏' }] })
  the.act('fileOpinion', SHUIWU, connectable(WATER))
  the.closeSurvey()
  the.act('orderResurvey', officer('zhujian'), { line: WATER, reason: '漏看一段' })
  the.with('fileResurvey', SHUIWU, { line: WATER, connectable: true })
})

it('R-19, R-21: what is asked about the time of works, the acceptance and a temporary surface, too', () => {
  const input = applicationInput(registration(), { timesWorks: true, filesAcceptance: true })
  const the = new PhotographedCase(input).atSurvey()
  the.act('fileOpinion', SHUIWU, needsOuterWorks(WATER))
  the.closeSurvey()
  the.act('signCommitment', SHUIWU, commitment(FROM, TO))
  const due = '2026-11-25T09:30:00.000Z'
  const deadline = {
    id: `works:${WATER}`,
    kind: 'works' as const,
    owner: 'shuiwu',
    rule: 'R-19',
    length: { kind: 'workingDays' as const, days: 2 },
    startedAt: the.at,
    warnAt: due,
    dueAt: due,
    minutes: 780,
    calendarVersion: 'cn',
    provisional: false,
    advisory: false,
  }
  the.record({ type: 'deadlineStarted', rule: 'R-33', data: { deadline } })
  the.with('requestWorksExtension', SHUIWU, { line: WATER, dueDate: '2026-11-29', reason: '暴雨' })
  the.with('requestVariation', SHUIWU, { line: WATER, lengthMetres: 12, reason: '绕行' })
  the.act('fileDesign', SHUIWU, { line: WATER, title: '给水设计', summary: 'DN200' })
  the.act('fileConstructionPlan', SHUIWU, { line: WATER, title: '施工方案', summary: '明挖', nearbyOwners: [] })
  the.act('startWorks', SHUIWU, { line: WATER })
  the.act('fileInspection', INSPECTOR, inspection(WATER))
  the.act('completeWorks', SHUIWU, { line: WATER })
  the.act('inviteToAcceptance', SHUIWU, { line: WATER, at: the.at, invited: ['zhujian'] })
  const attended = [{ org: 'shuiwu', person: '陈工' }]
  the.with('fileAcceptance', SHUIWU, { line: WATER, heldOn: FROM, passed: true, attended, report: '合格' })
  the.with('laySurface', SHUIWU, { line: WATER })
})
