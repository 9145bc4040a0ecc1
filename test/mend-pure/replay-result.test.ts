import { describe, expect, it } from 'vitest'
import { resultOf } from '../../scripts/replays/replays.ts'
import type { Replayed } from '../../scripts/history/replayer.ts'

const replayed = (change: Partial<Replayed>): Replayed =>
  ({
    subject: 'CB-20261123-00001-0',
    kind: 'application',
    events: [],
    lived: 0,
    told: [],
    differences: [],
    failures: [],
    runs: 2,
    historyEvents: 90,
    bytes: 4096,
    ...change,
  }) as Replayed

describe('R-39: what a replay came to', () => {
  it('is exact, different or not possible, and says where by numbers and names of fields', () => {
    expect(resultOf(replayed({}), '1.0.0')).toEqual({
      status: 'exact',
      release: '1.0.0',
      runs: 2,
      historyEvents: 90,
      bytes: 4096,
      events: 0,
      problems: [],
    })
    const differences = [{ seq: 7, type: 'opinionFiled', what: ['data.remarks'] }]
    expect(resultOf(replayed({ differences }), '1.0.0')).toMatchObject({
      status: 'different',
      problems: ['CB-20261123-00001-0 第 7 号事件（opinionFiled）重放与亲历的不同：data.remarks'],
    })
    expect(resultOf(replayed({ differences, failures: ['读不出'] }), '1.0.0')).toMatchObject({
      status: 'unreplayable',
      problems: ['读不出', expect.stringContaining('第 7 号')],
    })
    expect(resultOf(replayed({ kind: undefined }), '1.0.0')).toMatchObject({
      status: 'unreplayable',
      problems: ['CB-20261123-00001-0 在 Temporal 中没有历史'],
    })
  })
})
