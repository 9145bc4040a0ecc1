/** Where a case stands, as one would tell its applicant: one status, what happens next, and when. */
import type { City } from '../../domain/city/city.schema.ts'
import type { Deadline, DeadlineKind } from '../../domain/clocks/deadline.ts'
import { termOfLetter } from '../views/held.ts'
import { isHeldUp, isWholeHeldUp } from '../../workflows/application/core/held-up.ts'
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import { claimsOf, standingOf as standingOfClaim } from '../../workflows/application/core/missed-claims.ts'
import type { CaseState } from '../case.ts'
import { isLive, isStandingStill } from '../../workflows/application/core/standstill.ts'
import { byText } from '../views/writing.ts'
import { awaitedWords, isToldByTask, READY, turnWords, yourTurnWords } from './awaited.ts'
import type { Told } from './awaited.ts'
import { dayWords, whenWords } from './when.ts'

interface Standing {
  readonly title: string
  readonly said: string
  readonly next: readonly string[]
}

type Line = CaseState['lines'][string]

export function standingOf(state: CaseState, { hours, nameOf, turns = [] }: Told): Standing {
  const { title, said } = statusOf(state, hours)
  if (state.closedAt !== undefined) return { title, said, next: turnWords(turns) }
  const due = Object.values(state.deadlines)
    .filter((deadline) => IS_TOLD[deadline.kind] !== undefined && isOpen(deadline) && !isOver(deadline, state))
    .filter((deadline) => !isToldByTask(state, deadline))
    .sort((a, b) => byText(a.dueAt, b.dueAt))
    .map((deadline) => dueWords(deadline, { hours, nameOf }))
  return {
    title,
    said,
    next: [
      ...yourTurnWords(state, { hours, nameOf, turns }),
      ...visitWords(state, hours),
      ...revocationWords(state, nameOf),
      ...due,
      ...missedWords(state, { hours, nameOf }),
      ...awaitedWords(state, { hours, nameOf }),
    ],
  }
}

function statusOf(state: CaseState, hours: City['hours']): Omit<Standing, 'next'> {
  const lines = Object.values(state.lines).filter(({ status }) => status !== 'withdrawn')
  if (state.closedAt !== undefined) return closedWords(state, lines, hours)
  if (state.withdrawn !== undefined)
    return { title: '已撤回，正在收尾', said: '已经开始的施工由施工单位恢复原貌，您不用再做什么。' }
  const awaited = supplementWords(state, hours)
  if (awaited !== undefined) return awaited
  const asked = askedWords(state, lines)
  if (asked !== undefined) return asked
  const appointed = lines.filter(({ status }) => status === 'appointed')
  const ready = lines.filter(({ status }) => READY.includes(status))
  if (ready.length > 0)
    return { title: '可以约定接入时间了', said: `${namesOf(ready)}已具备接入条件，请选一个您方便的时间。` }
  if (appointed.length > 0 && appointed.length === lines.filter(({ status }) => status !== 'connected').length)
    return { title: '已约好，等待接入', said: `${namesOf(appointed)}按约定的时间上门接入，届时请有人在场。` }
  if (state.stage === 'construction' && lines.some((line) => isStandingStill(state, line))) return STOPPED
  return BY_STAGE[state.stage]
}

/** R-03: what waits for it, and until when; the rest goes on. */
function supplementWords(state: CaseState, hours: City['hours']): Omit<Standing, 'next'> | undefined {
  const { supplement, accepted, holdsByService } = state
  const lines = Object.values(state.lines)
  const held = lines.filter(isHeldUp)
  const waits = holdsByService === undefined ? accepted === undefined : held.length > 0
  if (supplement === undefined || supplement.answeredAt !== undefined || !waits) return undefined
  const until = termOfLetter(state)
  const by = until === undefined ? '' : `请在 ${whenWords(until, hours)} 前补充，过期的不予受理。`
  if (held.length > 0 && !isWholeHeldUp(state))
    return {
      title: `${namesOf(held)}等您补充信息`,
      said: `${namesOf(held)}还差几项需求没有填写，补充之前不计办理时间；其余服务照常办理。${by}`,
    }
  return { title: '等您补充信息', said: `还差几项需求没有填写。您补充之前不计办理时间，补充之后马上接着办。${by}` }
}

/** R-25: what the user is asked about a time. */
function askedWords(state: CaseState, lines: readonly Line[]): Omit<Standing, 'next'> | undefined {
  const offered = lines.filter(({ status, appointment }) => status === 'appointed' && appointment?.offer !== undefined)
  if (offered.length > 0)
    return {
      title: '承办单位提议换个时间',
      said: `${namesOf(offered)}：请答复是否同意；不答复的，到期以提议的时间为准。`,
    }
  if (!claimsOf(state).some((claim) => claim.by === 'user' && standingOfClaim(claim) === 'told')) return undefined
  return { title: '请您答复，约好的时间是否有人在', said: '承办单位说到场时没有人在。请确认，或者说明当时的情形。' }
}

/** R-25: what became of what the user told. */
function missedWords(state: CaseState, { hours, nameOf }: Told): string[] {
  return claimsOf(state).flatMap((claim) => {
    const utility = nameOf(state.lines[claim.line]?.utility ?? '')
    const when = whenWords(claim.at, hours)
    const standing = standingOfClaim(claim)
    if (standing === 'contested') return [`${when} 的约定由谁失约，由综窗查明认定，不妨碍另约时间。`]
    if (claim.by === 'user') return []
    if (standing === 'told') return [`您报告 ${when} ${utility}没有来：等${utility}确认或说明。`]
    return claim.settled?.missed === 'utility' ? [`${when} 的约定，${utility}失约，已计入考核。`] : []
  })
}

/** R-16, R-20: the user has nothing to do with it, and loses nothing but time. */
const STOPPED = {
  title: '施工暂停',
  said: '按主管部门的要求暂停施工，承办单位整改或补办审批后继续。您的申请仍然有效，不用再办什么。',
}

/** R-16: told to the user as well. */
function revocationWords(state: CaseState, nameOf: (org: string) => string): string[] {
  return Object.values(state.revocations ?? {})
    .filter((each) => each.decision === undefined && isLive(state, each))
    .map(({ org, utility }) => `${nameOf(org)}拟撤销${nameOf(utility)}的施工审批，正在听取其意见。您的申请不受影响。`)
}

const BY_STAGE: Readonly<Record<CaseState['stage'], Omit<Standing, 'next'>>> = {
  registration: { title: '正在核对申请', said: '申请已经收到，正在核对并转给各有关单位。您不用再交材料。' },
  jointSurvey: { title: '正在联合踏勘', said: '各有关单位一起到现场查看一次，看接入要不要施工。' },
  approval: { title: '正在办理施工手续', said: '红线外需要施工，手续由施工单位办理，您不用跑，也不用付费。' },
  construction: { title: '正在施工', said: '红线外的管线正在施工，由主管部门监管。施工费用不由您承担。' },
  connection: { title: '正在接入', said: '各项服务正在验收接入。' },
  closed: { title: '已办结', said: '' },
}

function closedWords({ outcome, closedAt = '' }: CaseState, lines: readonly Line[], hours: City['hours']) {
  const when = whenWords(closedAt, hours)
  if (outcome === 'notTakenUp')
    return { title: '没有受理', said: `要补充的信息到期没有补充，${when} 办结。以后需要时可以重新申请。` }
  return outcome === 'withdrawn'
    ? { title: '已撤回', said: `${when} 按您的要求撤回。以后需要时可以重新申请。` }
    : { title: '已全部接入', said: `${namesOf(lines)}已接入，${when} 办结。` }
}

/** 用水、用电: each once. */
function namesOf(lines: readonly Line[]): string {
  return [...new Set(lines.map(({ service }) => SERVICE_NAMES[service]))].join('、')
}

const IS_TOLD: Readonly<Partial<Record<DeadlineKind, string>>> = {
  registration: '受理并转给各单位',
  survey: '出踏勘结果',
  commitment: '签署施工承诺',
  approval: '完成审批',
  works: '完成施工',
  connection: '完成接入',
}

/** R-12: it ended with its deadline, or without it; what went by is not what is next. */
function isOver({ kind, id }: Deadline, { survey, pushedAt }: CaseState): boolean {
  return (kind === 'survey' && survey?.closedAt !== undefined) || (id === 'registration' && pushedAt !== undefined)
}

function isOpen({ metAt, supersededAt }: Deadline): boolean {
  return metAt === undefined && supersededAt === undefined
}

function dueWords(
  { kind, id, owner, dueAt, passedAt, stoppedAt, stopReason }: Deadline,
  { hours, nameOf }: Told,
): string {
  const service = SERVICES_BY_KEY.get(id.split(':')[1] ?? '')
  const what = `${service === undefined ? '' : `${service}：`}${nameOf(owner)}`
  if (stoppedAt !== undefined && stopReason === 'userNotReady')
    return `${what}${IS_TOLD[kind] ?? ''}的时限暂停计算：您这一侧还不具备接入条件，请按承办单位的告知办好。`
  if (stoppedAt !== undefined) return `${what}${IS_TOLD[kind] ?? ''}的时限暂停计算，恢复后接着算。`
  const when = whenWords(dueAt, hours)
  if (passedAt !== undefined)
    return `${what}应在 ${when} 前${IS_TOLD[kind] ?? ''}，现已超期：已经记录，并报协调小组办公室督办。`
  return `${what}最迟 ${when} ${IS_TOLD[kind] ?? ''}。`
}

const SERVICES_BY_KEY: ReadonlyMap<string, string> = new Map(Object.entries(SERVICE_NAMES))

function visitWords({ survey, lines }: CaseState, hours: City['hours']): string[] {
  const visit =
    survey === undefined || survey.closedAt !== undefined
      ? []
      : survey.visitAt !== undefined
        ? [`${whenWords(survey.visitAt, hours)} 上门踏勘，请留人在现场。`]
        : survey.date !== undefined
          ? [`您约定 ${dayWords(survey.date)}踏勘。`]
          : []
  const appointments = Map.groupBy(
    Object.values(lines).filter(({ status, appointment }) => status === 'appointed' && appointment !== undefined),
    ({ appointment }) => appointment?.at ?? '',
  )
  return [
    ...visit,
    ...[...appointments]
      .sort(([a], [b]) => byText(a, b))
      .map(([at, at_]) => `${whenWords(at, hours)} 上门接入：${namesOf(at_)}。`),
  ]
}
