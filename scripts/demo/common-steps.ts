import { defined } from '../../domain/defined.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { LineStatus } from '../../domain/case/line-status.ts'
import type { LineId } from '../../domain/case/service.ts'
import type { View } from './answers.ts'
import type { DrivenCase } from './driven-case.ts'
import { INTAKE, officer } from './party.ts'
import type { Party } from './party.ts'
import type { Context } from './scenario.ts'
import { dayAndClock, serviceName } from './teller.ts'

/** everyone to whom the demand was pushed signs for it. */
export async function signReceipts(driven: DrivenCase, { tell }: Context): Promise<void> {
  const { awaiting } = await driven.until('需求推送', (view) =>
    view.awaiting.some(({ kind }) => kind === 'acknowledgeReceipt'),
  )
  const receivers = awaiting.filter(({ kind }) => kind === 'acknowledgeReceipt').map(({ org }) => org)
  for (const org of receivers) await driven.act(officer(org), 'acknowledgeReceipt', {}, '')
  tell.note(
    `需求信息已推送，${receivers.length} 家单位逐一签收：${receivers.map((org) => tell.nameOf(org)).join('、')}`,
  )
  await driven.look()
}

const HALF_HOUR_MS = 1_800_000
const READY: readonly LineStatus[] = ['connectable', 'accepted']

export interface Finding {
  readonly laidInAdvance?: boolean
  readonly remarks: string
}

/** a utility files that its line can be connected now. */
export async function fileConnectable(
  driven: DrivenCase,
  line: LineId,
  { laidInAdvance, remarks }: Finding,
): Promise<void> {
  const opinion: ActBodies['fileOpinion'] = {
    lines: [{ line, connectable: true, ...defined({ laidInAdvance }) }],
    remarks,
  }
  await driven.act(officer(utilityOf(line)), 'fileOpinion', opinion, `踏勘意见：具备接入条件，${remarks}`)
  await driven.look()
}

/** one appointment for all lines that are ready. Gives the view in which their clocks run. */
export async function appoint(driven: DrivenCase, at: Date, by: Party = INTAKE): Promise<View> {
  const ready = (await driven.look()).lines.filter(({ status }) => READY.includes(status)).map(({ id }) => id)
  await driven.act(
    by,
    'appointConnection',
    { at: inChina(at) },
    `用户约定 ${dayAndClock(at)} 一并接入：${ready.map(serviceName).join('、')}`,
  )
  return driven.until('接入开始计时', ({ deadlines }) =>
    ready.every((id) => deadlines.some(({ kind, line }) => kind === 'connection' && line === id)),
  )
}

/** every appointed service is reported connected by its own utility. */
export async function connectAppointed(driven: DrivenCase, view: View): Promise<void> {
  for (const { id, utility } of view.lines.filter(({ status }) => status === 'appointed')) {
    await driven.act(officer(utility), 'reportConnected', { line: id }, `${serviceName(id)}已接入`)
    await driven.look()
  }
}

export function utilityOf(line: LineId): string {
  return line.slice(line.indexOf(':') + 1)
}

/** A full half hour, at least five minutes ahead. */
export function nextHalfHour(): Date {
  return new Date(Math.ceil((Date.now() + 300_000) / HALF_HOUR_MS) * HALF_HOUR_MS)
}

/** In a drill nobody waits for long. */
export function soon(): Date {
  return new Date(Date.now() + 2_000)
}

/** `2026-11-25T09:00:00.000+08:00` */
export function inChina(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00')
}
