import { describe, expect, it } from 'vitest'
import { requestAct } from '../../api/act-requests/request-act.ts'
import { requestOf } from '../../api/act-requests/request-id.ts'
import { DatabaseError } from '../../db/database-error.ts'
import { ACT_REQUEST } from '../../domain/act/act-request.ts'

const PUT = { subject: 'CBT-20261123-00001-1', type: 'retryAccount', updateId: 'u', act: { bodyHash: 'hash' } }
const REQUEST = requestOf(PUT.updateId, PUT.act.bodyHash)

/** A Temporal that takes every signal, and what it was sent. */
function signalled() {
  const sent: unknown[] = []
  const handle = { signal: async (...signal: readonly unknown[]) => void sent.push(signal) }
  const temporal = {
    withDeadline: (_at: number, run: () => Promise<unknown>) => run(),
    workflow: { getHandle: () => handle },
  }
  return { sent, deps: { temporal: temporal as never } }
}

describe('an act whose sender does not wait', () => {
  it('is put while PostgreSQL is away: the case or the matter knows what it has decided', async () => {
    const { sent, deps } = signalled()
    const away = async () => {
      throw new DatabaseError('CONNECT_TIMEOUT')
    }
    expect(await requestAct(deps, PUT, away)).toBe(REQUEST)
    expect(sent).toEqual([[ACT_REQUEST, { request: REQUEST, updateId: 'u', type: 'retryAccount', act: PUT.act }]])
  })

  it('is not put twice, nor to what is over or was asked two hundred times; any other trouble of PostgreSQL is told', async () => {
    const { sent, deps } = signalled()
    expect(await requestAct(deps, PUT, async () => ({ requests: { [REQUEST]: 7 }, closedAt: 'then' }))).toBe(REQUEST)
    expect(await requestAct(deps, PUT, async () => ({ closedAt: 'then' }))).toBeUndefined()
    const asked = (times: number) =>
      Object.fromEntries(Array.from({ length: times }, (_, index) => [requestOf(`u-${index}`, 'hash'), index + 1]))
    expect(await requestAct(deps, PUT, async () => ({ requests: asked(200) }))).toBeUndefined()
    expect(await requestAct(deps, PUT, async () => ({ requests: { ...asked(200), [REQUEST]: 7 } }))).toBe(REQUEST)
    const broken = async () => {
      throw new Error('not what was expected')
    }
    await expect(requestAct(deps, PUT, broken)).rejects.toThrow('not what was expected')
    expect(sent).toEqual([])
  })
})
