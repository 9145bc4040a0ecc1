import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { TASK_NAMES } from '../../domain/case/task.ts'
import { TASK_CLOCKS } from '../../domain/clocks/deadline.ts'
import { EVENT_NAMES } from '../../domain/case/event.ts'
import type { EventType } from '../../domain/case/event.ts'
import { LINE_STATUS_NAMES, LINE_STATUSES } from '../../domain/case/line-status.ts'
import type { LineStatus } from '../../domain/case/line-status.ts'
import { PROBLEMS } from '../../domain/problem.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import { STAGE_NAMES } from '../../domain/case/stage.ts'
import { creditChapter } from './credit.ts'
import type { Change, Explored, Found } from './explore.ts'
import { flowchart } from './flow.ts'
import { DEADLINE_NAMES, deadlineWords, stageOf, statusOf, whereWords, whoWords } from './words.ts'

/** `docs/process.md`, made from the rules themselves. */
export function processPage(city: City, explored: Explored): string {
  const lines = [
    ...head(city, explored),
    flowchart(explored, city),
    ...table(explored, city),
    ...byItself(explored),
    ...clocksAndPersons(explored, city),
    ...creditChapter(city),
  ]
  return `${lines.join('\n')}\n`
}

function head(city: City, { journeys }: Explored): readonly string[] {
  const states = [...journeys.values()].reduce((sum, each) => sum + each, 0)
  return [
    '# 办理流程',
    '',
    '*The process: made by `node scripts/process-page.ts` from the rules in `workflows/application/`; ' +
      'do not edit. A test keeps it true.*',
    '',
    `本页由程序写成：以${city.name}的配置，把各个动作在 ${states} 种情形中逐一试办，得到谁能办、何时能办、办后如何。`,
    `情形分几路走到（${[...journeys].map(([name, count]) => `${name} ${count}`).join('，')}）：` +
      '主线的动作走遍一项服务能到达的全部情形；各支线从主线上有代表性的情形走起，支线之间的交错未一一试过。',
    '一件申请有几项服务时各走各的；申请的阶段是其中最靠前的一项。任何时候都可以撤回，图中从略。',
    '',
    '## 流程图',
    '',
  ]
}

/** By the first part of an act's address. */
const CHAPTERS: readonly { readonly title: string; readonly of: readonly string[] }[] = [
  { title: '登记', of: ['registration'] },
  { title: '踏勘', of: ['survey'] },
  { title: '承诺与审批', of: ['approval'] },
  { title: '施工与监管', of: ['construction', 'supervision'] },
  { title: '验收接入', of: ['acceptance', 'restoration', 'connection'] },
  { title: '随时', of: [] },
]

function chapterOf(type: ActType): string {
  const [first = ''] = ACTS[type].path.split('/')
  return (CHAPTERS.find(({ of }) => of.includes(first)) ?? CHAPTERS.at(-1))?.title ?? ''
}

function table(explored: Explored, city: City): readonly string[] {
  return [
    '',
    '## 每个动作',
    '',
    '办过的事不能再办，无关单位不能办；“须先”一栏不满足的，当场拒绝，不留痕迹。地址与正文见 [parties.md](parties.md)。',
    ...CHAPTERS.flatMap(({ title }) => chapter(title, explored, city)),
  ]
}

function chapter(title: string, explored: Explored, city: City): readonly string[] {
  const acts = [...explored.acts].filter(([type]) => chapterOf(type) === title)
  return [
    '',
    `### ${title}`,
    '',
    '| 动作 | 谁 | 在什么状态 | 须先，否则拒绝 | 变化 | 规则 | 时限 |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...acts.map(
      ([type, found]) =>
        `| ${row(type, found, explored, city)
          .map((cell) => (cell === '' ? '—' : cell))
          .join(' | ')} |`,
    ),
  ]
}

function row(type: ActType, found: Found, { standings }: Explored, city: City): readonly string[] {
  const { name, roles, rule } = ACTS[type]
  return [
    name,
    `${whoWords(type, found.organisations, city)}<br/>\`${roles.join('` `')}\``,
    whereWords(found, standings),
    firstWords(found),
    changesWords([...found.changes.values()]),
    rule,
    [...found.deadlines].map((kind) => `${DEADLINE_NAMES[kind]}：${deadlineWords(kind, city)}`).join('<br/>'),
  ]
}

/** Said once for all, or of another kind of line. */
const UNSAID: readonly ProblemCode[] = [
  'already-done',
  'not-concerned',
  'order-unknown',
  'claim-unknown',
  'no-outer-works',
  'survey-closed',
  'application-closed',
  'approval-unknown',
  'repair-unknown',
  'task-unknown',
  'deadline-unknown',
  'line-unknown',
]

/** What the right party was refused for where the act has its place. */
function firstWords({ allowed, refusals }: Found): string {
  const here = [...refusals.values()].filter(({ at, code }) => allowed.has(at) && !UNSAID.includes(code))
  return [
    ...new Set(
      here.map(({ code, detail }) =>
        code === 'wrong-stage' ? detail.replace(/：[\w:、]+$/, '') : PROBLEMS[code].title,
      ),
    ),
  ]
    .sort()
    .join('；')
}

/** The events, and from which status to which; those that begin in many places only by where they end. */
function changesWords(changes: readonly Change[]): string {
  const kinds = [...new Set(changes.map(({ events }) => events.map((event) => EVENT_NAMES[event]).join('、')))]
  return kinds
    .map((kind) =>
      [
        `记“${kind}”`,
        ...movesOf(changes.filter(({ events }) => events.map((event) => EVENT_NAMES[event]).join('、') === kind)),
      ].join('：'),
    )
    .join('<br/>')
}

function movesOf(changes: readonly Change[]): readonly string[] {
  const moves = changes.filter(({ from, to }) => statusOf(from) !== statusOf(to))
  const ends = LINE_STATUSES.filter((end) => moves.some(({ to }) => statusOf(to) === end))
  const starts = (end: LineStatus) =>
    LINE_STATUSES.filter((start) => moves.some(({ from, to }) => statusOf(from) === start && statusOf(to) === end))
  const words = ends.map(
    (end) =>
      `${
        starts(end).length > 3
          ? ''
          : `${starts(end)
              .map((start) => LINE_STATUS_NAMES[start])
              .join('、')} `
      }→ ${LINE_STATUS_NAMES[end]}`,
  )
  return words.length === 0 ? [] : [words.join('，')]
}

/** By the line's status, or where that stays, by the stage. */
function ownMove(changes: readonly Change[]): string {
  const stages = changes
    .map(({ from, to }) => [stageOf(from), stageOf(to)] as const)
    .filter(([from, to]) => from !== to)
  const moved = new Set(stages.map(([from, to]) => `${STAGE_NAMES[from]} → ${STAGE_NAMES[to]}`))
  return movesOf(changes)[0] ?? (moved.size === 0 ? '—' : [...moved].join('，'))
}

/** On what; the clocks' own starts and passings are told apart. */
const WHEN: Partial<Readonly<Record<EventType, string>>> = {
  demandAccepted: '需求齐备而无疑点，或信息采集时限届满（视为受理）',
  demandPushed: '受理之后；一项待补正的，其余先推送（信息采集 → 联合踏勘），补齐后再推送它',
  demandNotTakenUp: '告知书所写的期限届满仍未补正：只撤下所等的服务，全部如此的以不予受理办结',
  surveyWaivedByClass: '推送之后，属于配置所列不须踏勘的一类',
  surveyProposed: '推送之后，或用户改约踏勘之后',
  surveyConvened: '函告期限届满而召集单位没有更改：照建议发出',
  sharedDataReceived: '推送之后问一次数据共享源；取不到的照办，并记明所缺',
  surveyClosed: '应出的意见到齐，或免于踏勘，或踏勘时限届满（缺席记录在案）',
  deadlineMoved: '停表之后恢复（补正、恢复计时），或踏勘改约',
  promiseBroken: '整改时限届满而未复查通过：告知协调小组办公室，提请记入信用',
  offerAnswered: '答复期限届满而用户没有答复：以所提时间为准，原时限照旧；所提时间已到的，以用户所约为准',
  missedAnswered: '答复期限届满而没有答复：承办单位视为确认，用户的交综窗认定',
  applicationClosed: '各项服务已接入或撤销，恢复原貌已确认，整改、抢修与失约都了结',
}

function byItself(explored: Explored): readonly string[] {
  const own = [...explored.own.values()]
  const events = [...new Set(own.flatMap((change) => change.events))]
  const open = own.filter(({ from }) => statusOf(from) !== 'withdrawn')
  return [
    '',
    '## 流程自己记的',
    '',
    '不等人、不经办理：条件一到即记，或时限届满时记。开始计时、临期提醒（黄灯）与超期（红灯）另记，从不阻挡办理（R-33）。',
    '',
    '| 事件 | 何时 | 变化 |',
    '| --- | --- | --- |',
    ...events.map((event) => {
      const moves = ownMove(open.filter((change) => change.events.includes(event)))
      return `| ${EVENT_NAMES[event]} | ${WHEN[event] ?? '—'} | ${moves} |`
    }),
    '',
    `撤回时工程已开工的，先收尾再办结（R-37）：${windingUpWords(explored)}。`,
  ]
}

/** R-33, R-38: no open task without a running clock of its owner, nor without a name. */
function clocksAndPersons({ tasks: { looked, unclocked, unnamed } }: Explored, city: City): readonly string[] {
  const without = TASK_CLOCKS.flatMap((kind) => {
    const clock = kind === 'fileOpinion' ? undefined : city.taskClocks?.tasks[kind]
    return clock !== undefined && 'none' in clock ? [`${TASK_NAMES[kind]}（${clock.none}）`] : []
  })
  return [
    '',
    '## 待办、时限与责任人',
    '',
    `以上各种情形中，未办的待办共见到 ${looked} 次，次次都看：`,
    '',
    `- 没有本单位自己在走的时限（停着的有缘由，到了期的是红灯）的：${unclocked.size} 种${placesWords(unclocked)}；`,
    `- 没有责任人的：${unnamed.size} 种${placesWords(unnamed)}；`,
    `- 配置写明没有时限的：${without.length === 0 ? '无' : without.join('、')}。`,
    '',
    '方案没有规定的时限（“R-33”）从待办产生时起算，到办结为止，长度与出处在城市配置的 `taskClocks`；' +
      '协调小组采用之前（`adoptedFrom`）仅供参考，不计入考核。踏勘意见的时限随联合踏勘的时限停走。',
  ]
}

function placesWords(places: ReadonlySet<string>): string {
  return places.size === 0 ? '' : `（${[...places].toSorted().join('；')}）`
}

/** The acts on the works themselves that a withdrawn case still takes. */
function windingUpWords({ acts }: Explored): string {
  return [...acts]
    .filter(([type, { windingUp }]) => windingUp.size > 0 && chapterOf(type) !== '随时')
    .map(([type]) => ACTS[type].name)
    .join('、')
}
