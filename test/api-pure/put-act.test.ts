import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { expect, it, vi } from 'vitest'
import type { Dependencies } from '../../api/dependencies.ts'
import { putAct } from '../../api/temporal/put-act.ts'

const NOTED = { projected: 7, sends: 1 }
const GONE = new Error('gone')

/** A Temporal that answers an act by `execute`, and a journal that only counts. */
function world(execute: (options: { readonly args: readonly unknown[] }) => Promise<unknown>) {
  const journal = { note: vi.fn(async () => NOTED), bring: vi.fn(async () => {}), forget: vi.fn() }
  const temporal = {
    withDeadline: (_at: number, call: () => unknown) => call(),
    workflow: { getHandle: () => ({ executeUpdate: (_type: string, options: never) => execute(options) }) },
  }
  const deps = { journal, temporal } as unknown as Pick<Dependencies, 'temporal' | 'journal'>
  const put = (subject: string, updateId = 'u') =>
    putAct(deps, { subject, kind: 'application', type: 'act', updateId, act: { bodyHash: 'hash' } }, () =>
      Promise.resolve(GONE),
    )
  return { journal, put }
}

const failed = (type: string) =>
  new WorkflowUpdateFailedError('refused', ApplicationFailure.create({ message: 'no', type, nonRetryable: true }))

it('R-39: an act is sent with what is noted, and what its answer carries is brought, and told to nobody', async () => {
  const sent: unknown[] = []
  const { journal, put } = world(async ({ args }) => {
    sent.push(...args)
    return { bodyHash: 'hash', seq: 8, events: [{ seq: 8 }] }
  })
  expect(await put('brought')).toEqual({ bodyHash: 'hash', seq: 8 })
  expect(sent).toEqual([{ bodyHash: 'hash', projected: 7 }])
  expect(journal.bring).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ updateId: 'u' }), [{ seq: 8 }], {
    projected: 7,
    sends: 1,
  })
  expect(journal.forget).not.toHaveBeenCalled()
})

it('R-39: an answer without events leaves nothing noted', async () => {
  const { journal, put } = world(async () => ({ bodyHash: 'hash' }))
  await put('by activity')
  expect(journal.forget.mock.calls).toEqual([[expect.objectContaining({ updateId: 'u' })]])
})

it.each([
  ['a refusal', failed('wrong-stage'), { code: 'wrong-stage' }],
  ['an act that Temporal gives back unseen', failed('UnprocessedUpdate'), { code: 'temporal-unavailable' }],
  ['a case that nobody works on', new WorkflowNotFoundError('none', 'subject', undefined), GONE],
])('R-39: of %s only what its sender noted goes', async (_what, error, thrown) => {
  const { journal, put } = world(() => Promise.reject(error))
  await expect(put('decided')).rejects.toMatchObject(thrown)
  expect(journal.forget.mock.calls).toEqual([[expect.objectContaining({ updateId: 'u' }), NOTED]])
})

it('R-39: an act is noted when its turn comes: one that waits leaves nothing to be handed back', async () => {
  const answers: (() => void)[] = []
  const { journal, put } = world(
    () =>
      new Promise((resolve) => {
        answers.push(() => {
          resolve({ bodyHash: 'hash' })
        })
      }),
  )
  const acts = Array.from({ length: 6 }, (_, index) => put('crowded', String(index)))
  await expect.poll(() => answers.length).toBe(4)
  expect(journal.note).toHaveBeenCalledTimes(4)
  answers[0]?.()
  await expect.poll(() => answers.length).toBe(5)
  expect(journal.note).toHaveBeenCalledTimes(5)
  for (const answer of answers) answer()
  await expect.poll(() => answers.length).toBe(6)
  answers[5]?.()
  await Promise.all(acts)
})
