import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACT_TYPES, ACTS } from '../../domain/act/act.ts'
import { CREDIT_ACTS, CREDIT_STATUS_NAMES } from '../../domain/credit/credit.ts'
import { LINE_STATUSES } from '../../domain/case/line-status.ts'
import { processPage } from '../../scripts/process/page.ts'
import { statusOf } from '../../scripts/process/words.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { exploredOnce } from '../fixtures/situations.ts'

const { explored } = exploredOnce()
const page = processPage(CHIBI, explored)
const statusesOf = (type: (typeof ACT_TYPES)[number]) =>
  LINE_STATUSES.filter((status) =>
    [...(explored.acts.get(type)?.allowed ?? [])].some((standing) => statusOf(standing) === status),
  )

describe('docs/process.md', () => {
  it('is what `node scripts/process-page.ts` would make', () => {
    expect(readFileSync(new URL('../../docs/process.md', import.meta.url), 'utf8')).toBe(page)
  })

  it('tells every act, and every status of a line is reached', () => {
    expect(ACT_TYPES.filter((type) => !page.includes(`| ${ACTS[type].name} |`))).toEqual([])
    expect(ACT_TYPES.filter((type) => statusesOf(type).length === 0)).toEqual([])
    expect(
      LINE_STATUSES.filter((status) => ![...explored.standings].some((standing) => statusOf(standing) === status)),
    ).toEqual([])
  })

  it('R-29: tells every act of a credit record but the confirmation of 0.5, and every status but the end of its term', () => {
    const { confirmRecord: _old, ...acts } = CREDIT_ACTS
    expect(Object.values(acts).filter(({ name }) => !page.includes(`| ${name} |`))).toEqual([])
    const { expired: _over, ...statuses } = CREDIT_STATUS_NAMES
    expect(Object.values(statuses).filter((name) => !page.includes(name))).toEqual([])
  })

  it('R-16, R-19, R-20, R-21, R-26: each act of outer works has its place there and nowhere else', () => {
    expect(
      Object.fromEntries(
        (['signCommitment', 'startWorks', 'completeWorks', 'acceptWorks', 'reportConnected'] as const).map((type) => [
          type,
          statusesOf(type),
        ]),
      ),
    ).toEqual({
      signCommitment: ['outerWorks', 'committed', 'constructing'],
      startWorks: ['committed'],
      completeWorks: ['constructing'],
      acceptWorks: ['completed'],
      reportConnected: ['appointed'],
    })
  })

  it('R-03, R-11…R-13, R-17, R-20, R-25: so has each act of a branch', () => {
    const branches = [
      'requestSupplement',
      'waiveSurvey',
      'conveneSurvey',
      'scheduleSurvey',
      'applyForApprovals',
      'decideApproval',
      'agreeSharedTrench',
      'reportMissedAppointment',
    ] as const
    expect(Object.fromEntries(branches.map((type) => [type, statusesOf(type)]))).toEqual({
      requestSupplement: ['surveying'],
      waiveSurvey: ['surveying'],
      conveneSurvey: ['surveying'],
      scheduleSurvey: ['surveying'],
      applyForApprovals: ['outerWorks', 'committed', 'constructing'],
      decideApproval: ['outerWorks', 'committed', 'constructing'],
      agreeSharedTrench: ['outerWorks', 'committed', 'constructing'],
      reportMissedAppointment: ['appointed'],
    })
  })

  it('R-37: a withdrawn case takes what winds its works up, and nothing else', () => {
    const winding = ACT_TYPES.filter((type) => (explored.acts.get(type)?.windingUp.size ?? 0) > 0)
    expect(winding).toEqual([
      'reportRectified',
      'reinspect',
      'laySurface',
      'reportRestored',
      'confirmRestoration',
      'requestExtension',
      'decideExtension',
      'fileEmergencyRepair',
      'answerMissed',
      'decideMissed',
      'hasten',
      'reassignTask',
      'suspendClock',
      'resumeClock',
    ])
  })

  it('what the case records by itself is there too', () => {
    const own = new Set([...explored.own.values()].flatMap(({ events }) => events))
    expect([...own].toSorted()).toEqual([
      'applicationClosed',
      'deadlineMoved',
      'demandAccepted',
      'demandNotTakenUp',
      'demandPushed',
      'missedAnswered',
      'offerAnswered',
      'promiseBroken',
      'sharedDataReceived',
      'surveyClosed',
      'surveyConvened',
      'surveyProposed',
      'worksAccepted',
    ])
  })

  it('the flowchart is well-formed: parts are closed, each arrow joins nodes that are there, no label ends early', () => {
    const lines = (/```mermaid\nflowchart TB\n([^]*?)\n```/.exec(page)?.[1] ?? '').split('\n')
    const shapes = {
      opened: /^ +subgraph (\w+)\["[^"[\]]+"\]$/,
      ended: /^ +end$/,
      node: /^ +(\w+)\["[^"[\]]+"\]$/,
      arrow: /^ +(\w+) -->\|"[^"|]+"\| (\w+)$/,
    }
    expect(lines.filter((line) => !Object.values(shapes).some((shape) => shape.test(line)))).toEqual([])
    expect(lines.filter((line) => shapes.ended.test(line)).length).toBe(
      lines.filter((line) => shapes.opened.test(line)).length,
    )
    const nodes = new Set(lines.flatMap((line) => shapes.node.exec(line)?.[1] ?? []))
    expect(
      lines.flatMap((line) => shapes.arrow.exec(line)?.slice(1, 3) ?? []).filter((end) => !nodes.has(end)),
    ).toEqual([])
    expect(nodes.size).toBeGreaterThan(10)
  })

  it('a line never goes back from connected', () => {
    const changes = [...explored.acts.values()].flatMap((found) => [...found.changes.values()])
    expect(changes.filter(({ from, to }) => statusOf(from) === 'connected' && statusOf(to) !== 'connected')).toEqual([])
  })
})
