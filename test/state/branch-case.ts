import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import type { LineId } from '../../domain/case/service.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'
import { can, eventsOf } from '../../workflows/application/core/can.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { refusal } from '../fixtures/refusal.ts'
import { commitment } from '../fixtures/works.ts'

export const WATER = 'water:shuiwu' as const
export const POWER = 'power:guowang' as const
export const NETWORK = 'network:chutian' as const
export const CATV = 'catv:chutian' as const
export const shuiwu = officer('shuiwu')
export const guowang = officer('guowang')
export const chutian = officer('chutian')
export const office = officer('office')
export const inspector = officer('chengguan', 'inspector')
export const STRANGER: Actor = { sub: 'somebody', org: 'applicant', role: 'applicant' }
export const CREDIT: ActFacts = { creditRecord: 'credit:1' }

export const WATER_AND_POWER = {
  water: { business: 'new', tonsPerDay: 9 },
  power: { business: 'new', kilovoltAmperes: 100 },
}

/** 赤壁市 with a second approval under planning that no promise replaces. */
export const TWO_APPROVALS: City = {
  ...CHIBI,
  approvals: {
    ...CHIBI.approvals,
    list: [
      ...CHIBI.approvals.list,
      {
        key: 'riverCrossing',
        name: '穿越河道',
        authority: 'jiaotong',
        touches: 'planning',
        replaceable: false,
        legalBasis: '略',
        workingDays: 5,
      },
    ],
  },
}

/** A pure case with facts, a policy of its own, clocks set by hand, and refusals as code and field. */
export class BranchCase extends PureCase {
  readonly policy: City

  constructor(
    services: Record<string, unknown> = WATER_AND_POWER,
    change: Record<string, unknown> = {},
    policy: City = CHIBI,
    warnings: { field: string; code: 'creditCodeCheckCharacter' }[] = [],
  ) {
    super(applicationInput(registration(change, { services }), { policy, warnings }))
    this.policy = policy
  }

  override act<A extends ActType>(type: A, actor: Actor, body: ActBodies[A], facts?: ActFacts): void {
    const command = { type, actor, at: this.at, body, facts }
    can(this.state, command, this.policy)
    for (const event of eventsOf(this.state, command, this.policy)) this.record(event, actor)
  }

  refused<A extends ActType>(
    type: A,
    actor: Actor,
    body: ActBodies[A],
    facts?: ActFacts,
  ): { code: string; field: string | undefined } {
    const before = this.state
    const refused = refusal(() => this.act(type, actor, body, facts))
    if (this.state !== before) throw new Error('a refused act left something behind')
    return refused
  }

  /** As the workflow would start it, due two hours on. */
  clock(id: string, kind: Deadline['kind'], owner: string, change: Partial<Deadline> = {}): Deadline {
    const after = (minutes: number) => new Date(Date.parse(this.at) + minutes * 60_000).toISOString()
    const deadline: Deadline = {
      id,
      kind,
      owner,
      rule: 'R-33',
      length: { kind: 'workingDays', days: 0.5 },
      startedAt: this.at,
      warnAt: after(90),
      dueAt: after(120),
      minutes: 120,
      calendarVersion: 'test',
      provisional: false,
      advisory: false,
      ...change,
    }
    this.record({ type: 'deadlineStarted', rule: 'R-33', data: { deadline } })
    return deadline
  }

  pass(id: string): void {
    this.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: id, owner: '' } })
  }

  later(minutes: number): this {
    this.at = new Date(Date.parse(this.at) + minutes * 60_000).toISOString()
    return this
  }

  status(line: LineId): string | undefined {
    return this.state.lines[line]?.status
  }

  /** Open tasks as `kind org`. */
  awaited(): string[] {
    return this.openTasks().map((task) => `${task.kind} ${task.org}`)
  }

  openTasks() {
    return Object.values(this.state.tasks).filter((task) => task.closedSeq === undefined)
  }

  taskOf(kind: string, org: string): string {
    const task = this.openTasks().find((each) => each.kind === kind && each.org === org)
    if (task === undefined) throw new Error(`no task ${kind} ${org}: ${this.awaited().join()}`)
    return task.id
  }
}

type Touches = Parameters<typeof needsOuterWorks>[1]

/** Water needs outer works, power is connectable; today is 2026-11-23 in the city. */
export function surveyed(
  touches: Touches = ['road'],
  policy: City = CHIBI,
  change: Record<string, unknown> = {},
): BranchCase {
  const the = new BranchCase(WATER_AND_POWER, change, policy).atSurvey()
  the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, touches))
  the.act('fileOpinion', guowang, connectable(POWER))
  return the.closeSurvey()
}

/** Both of water and power need outer works. */
export function bothUnderWorks(touches: Touches, policy: City = CHIBI): BranchCase {
  const the = new BranchCase(WATER_AND_POWER, {}, policy).atSurvey()
  the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, touches))
  the.act('fileOpinion', guowang, needsOuterWorks(POWER, touches))
  return the.closeSurvey()
}

/** One utility with two lines, both with outer works. */
export function twoLines(network: Touches, catv: Touches): BranchCase {
  const the = new BranchCase({
    network: { operators: ['chutian'], access: ['broadband'] },
    catv: { terminals: 2 },
  }).atSurvey()
  const opinion = (line: LineId, touches: Touches) => needsOuterWorks(line, touches).lines ?? []
  the.act('fileOpinion', chutian, { lines: [...opinion(NETWORK, network), ...opinion(CATV, catv)] })
  return the.closeSurvey()
}

/** Water's works on a road have begun under a commitment. */
export function underWorks(
  touches: Touches = ['road'],
  owners: string[] = [],
  approvals: string[] = ['roadExcavation'],
): BranchCase {
  const the = surveyed(touches)
  the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30', approvals))
  planned(the, owners)
  the.act('startWorks', shuiwu, { line: WATER })
  return the
}

export function planned(the: PureCase, owners: string[] = []): void {
  the.act('fileDesign', shuiwu, { line: WATER, title: '给水设计', summary: 'DN200' })
  the.act('fileConstructionPlan', shuiwu, { line: WATER, title: '施工方案', summary: '明挖', nearbyOwners: owners })
  owners.forEach((org) =>
    the.act('signHandover', officer(org), { line: WATER, positions: '埋深 1.2 米', signer: '刘工' }),
  )
}

/** Works from today, 2026-11-23, until 10 December. */
export function application(
  approvals: string[],
  worksTo = '2026-12-10',
  worksFrom = '2026-11-23',
): ActBodies['applyForApprovals'] {
  return {
    approvals,
    worksFrom,
    worksTo,
    sections: [{ road: '河北大道', from: '发展大道路口', to: '厂区北门' }],
    responsible: '陈工',
  }
}
