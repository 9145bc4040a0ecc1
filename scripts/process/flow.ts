import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import { EVENT_NAMES } from '../../domain/case/event.ts'
import { LINE_STATUS_NAMES } from '../../domain/case/line-status.ts'
import { STAGE_NAMES, STAGES } from '../../domain/case/stage.ts'
import type { Stage } from '../../domain/case/stage.ts'
import type { Explored, Found } from './explore.ts'
import type { Standing } from './standing.ts'
import { deadlineWords, inOrder, stageOf, statusOf } from './words.ts'

/** 附件1: what is done before 施工许可, and what with it. */
const PARTS: readonly { readonly id: string; readonly title: string; readonly stages: readonly Stage[] }[] = [
  {
    id: 'early',
    title: '立项至施工许可阶段：提前布局周边管网',
    stages: ['registration', 'jointSurvey', 'approval', 'construction'],
  },
  { id: 'late', title: '施工许可阶段：正式报装接入', stages: ['connection', 'closed'] },
]

const STAGE_DEADLINES: Readonly<Record<Stage, DeadlineKind | undefined>> = {
  registration: 'registration',
  jointSurvey: 'survey',
  approval: 'commitment',
  construction: 'works',
  connection: 'connection',
  closed: undefined,
}

/**
 * The way of one service, from every standing that it can reach; withdrawal, which is possible everywhere, is left out.
 */
export function flowchart(explored: Explored, city: City): string {
  const standings = inOrder(explored.standings).filter((standing) => statusOf(standing) !== 'withdrawn')
  const parts = PARTS.flatMap(({ id, title, stages }) => [
    `  subgraph ${id}["${title}"]`,
    ...stages.flatMap((stage) => stageLines(stage, standings, explored, city)),
    '  end',
  ])
  return ['```mermaid', 'flowchart TB', ...parts, ...arrows(explored, standings), '```'].join('\n')
}

function stageLines(stage: Stage, standings: readonly Standing[], explored: Explored, city: City): readonly string[] {
  const deadline = STAGE_DEADLINES[stage]
  const title = deadline === undefined ? STAGE_NAMES[stage] : `${STAGE_NAMES[stage]} · ${deadlineWords(deadline, city)}`
  const nodes = standings
    .filter((standing) => stageOf(standing) === stage)
    .map((standing) => `      ${nodeId(standing)}["${nodeWords(standing, explored)}"]`)
  return [`    subgraph ${stage}["${title}"]`, ...nodes, '    end']
}

function nodeId(standing: Standing): string {
  return standing.replace('|', '_')
}

/** Whose address says another stage than its own name. */
const HOMES: Readonly<Record<string, Stage>> = {
  survey: 'jointSurvey',
  supervision: 'construction',
  acceptance: 'construction',
  restoration: 'connection',
}

function homeOf(type: ActType): string {
  const [first = ''] = ACTS[type].path.split('/')
  return HOMES[first] ?? first
}

/** The status, and the acts that have their place there without leaving it. */
function nodeWords(standing: Standing, { acts }: Explored): string {
  const name = stageOf(standing) === 'registration' ? '获取项目需求信息' : LINE_STATUS_NAMES[statusOf(standing)]
  const stays = ({ changes }: Found) =>
    [...changes.values()].some(({ from, to }) => from === standing && to === standing)
  const here = [...acts]
    .filter(([type, found]) => homeOf(type) === stageOf(standing) && stays(found))
    .map(([type]) => ACTS[type].name)
  return here.length === 0 ? `<b>${name}</b>` : `<b>${name}</b><br/>${inRows(here).join('<br/>')}`
}

function inRows(names: readonly string[]): readonly string[] {
  return Array.from({ length: Math.ceil(names.length / 3) }, (_, row) => names.slice(row * 3, row * 3 + 3).join(' · '))
}

function arrows(explored: Explored, standings: readonly Standing[]): readonly string[] {
  const labels = new Map<string, Set<string>>()
  const add = (from: Standing, to: Standing, label: string) => {
    if (from === to || !standings.includes(from) || !standings.includes(to)) return
    const key = `  ${nodeId(from)} -->|"%"| ${nodeId(to)}`
    labels.set(key, (labels.get(key) ?? new Set()).add(label))
  }
  for (const [type, { changes }] of explored.acts)
    for (const { from, to, events } of changes.values()) add(from, to, actWords(type, events))
  for (const { from, to, events } of explored.own.values())
    add(from, to, events.map((event) => EVENT_NAMES[event]).join('、'))
  return [...labels]
    .map(([key, words]) => key.replace('%', [...words].join(' / ')))
    .sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1))
}

/** An act that can end in two ways is told by its end. */
function actWords(type: ActType, events: readonly (keyof typeof EVENT_NAMES)[]): string {
  const [event] = events
  return type === 'acceptWorks' && event !== undefined ? EVENT_NAMES[event] : ACTS[type].name
}

function order(arrow: string): number {
  return STAGES.findIndex((stage) => arrow.trimStart().startsWith(`${stage}_`))
}
