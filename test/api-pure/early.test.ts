import { WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { problemOf } from '../../api/problems/from-error.ts'
import { problemDocument } from '../../api/problems/problem-error.ts'
import { refusalOf } from '../../api/temporal/put-act.ts'
import { detailsOf, EARLY_CODES, Refusal } from '../../domain/problem.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { PureCase } from '../fixtures/pure-case.ts'

/** As it goes from the case to the API. */
function sent(thrown: Refusal): unknown {
  const failure = ApplicationFailure.create({
    message: thrown.message,
    type: thrown.code,
    nonRetryable: true,
    details: [detailsOf(thrown)],
  })
  return refusalOf(new WorkflowUpdateFailedError('refused', failure))
}

describe('a refusal that comes too early', () => {
  it('R-39: is told from one that is for good under the same code, all the way to the sender', () => {
    const [early, late] = [
      new Refusal('wrong-stage', '联合踏勘尚未开始', undefined, { early: true }),
      new Refusal('wrong-stage', '本单位的服务均已撤销', 'line'),
    ].map(sent)
    expect(early).toMatchObject({ code: 'wrong-stage', early: true, field: undefined })
    expect(late).toMatchObject({ code: 'wrong-stage', early: false, field: 'line' })
    const [first, second] = [problemOf(early), problemOf(late)]
    expect([problemDocument(first, '/').retryable, first.headers]).toEqual([true, { 'retry-after': '2' }])
    expect([problemDocument(second, '/').retryable, second.headers]).toEqual([undefined, {}])
  })

  it('R-39: is so by its code where that is always early, whatever release refused it', () => {
    for (const code of EARLY_CODES) {
      const failure = ApplicationFailure.create({
        message: '',
        type: code,
        nonRetryable: true,
        details: [{ field: 'line' }],
      })
      expect(refusalOf(new WorkflowUpdateFailedError('refused', failure))).toMatchObject({ code, early: true })
    }
  })

  it('R-39: of Temporal itself, for an act that no worker has looked at, is an outage: the same key tries again', () => {
    const failure = ApplicationFailure.create({
      message: 'not processed',
      type: 'UnprocessedUpdate',
      nonRetryable: true,
    })
    const problem = problemOf(refusalOf(new WorkflowUpdateFailedError('refused', failure)))
    expect(problem).toMatchObject({ code: 'temporal-unavailable', headers: { 'retry-after': '5' } })
  })

  it('R-13, R-39: an opinion before the survey is early, a supplement after it is not, both in the wrong stage', () => {
    const the = new PureCase()
    expect(() => {
      the.act('fileOpinion', officer('zigui'), { remarks: '同意', lines: [] })
    }).toThrow(expect.objectContaining({ code: 'wrong-stage', early: true }))
    the.atSurvey().closeSurvey()
    expect(() => {
      the.act('supplementDemand', INTAKE, {})
    }).toThrow(expect.objectContaining({ code: 'wrong-stage', early: false }))
  })
})
