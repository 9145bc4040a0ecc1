import { SERVICE_NAMES } from '../../../domain/case/service.ts'
import type { Service } from '../../../domain/case/service.ts'
import { TASK_CLOCK_NAMES } from '../../../domain/case/task.ts'
import type { DeadlineKind } from '../../../domain/clocks/deadline.ts'

/** 用水, of `water:shuiwu`; the utility is said where there may be several. */
export function lineWords(line: string, nameOf: (org: string) => string = (org) => org): string {
  const [service = '', utility = ''] = line.split(':')
  const name = SERVICE_NAMES[service as Service] ?? service
  return service === 'network' ? `${name}（${nameOf(utility)}）` : name
}

/** What each deadline is for. */
export const DEADLINE_NAMES: Readonly<Record<DeadlineKind, string>> = {
  registration: '信息采集',
  survey: '联合踏勘',
  commitment: '承诺告知',
  works: '外线施工',
  rectification: '限期整改',
  connection: '接入',
  approval: '并联审批',
  emergencyRepair: '抢修补办',
  ...TASK_CLOCK_NAMES,
}
