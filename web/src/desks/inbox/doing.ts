import { ACTS } from '../../../../domain/act/act.ts'
import { newKey, send } from '../../data/api.ts'
import { caseUrl } from '../../data/queries.ts'
import type { ActAnswer, Task } from '../../data/types.ts'

const put = (act: keyof typeof ACTS, { serviceNumber }: Task, body: unknown, key = newKey(), seen?: number) =>
  send<ActAnswer>(`${caseUrl(serviceNumber)}/${ACTS[act].path}`, body, key, seen)

/** from now on it is this account's, unless somebody has taken it since it was shown. */
export const takeTask = (task: Task, account: string) =>
  put('reassignTask', task, { task: task.id, person: account }, newKey(), task.seq)

export const passOn = (task: Task, person: string, key: string) =>
  put('reassignTask', task, { task: task.id, person }, key, task.seq)

export const hasten = (task: Task, note: string, key: string) => put('hasten', task, { task: task.id, note }, key)

/** */
export const acknowledge = (task: Task, key: string) => put('acknowledgeReceipt', task, {}, key)
