import type { Client } from '@temporalio/client'
import { describe, expect, it } from 'vitest'
import { ensureReportSchedules } from '../../temporal/report-schedules.ts'

const CITIES = ['chibi', 'broken', 'drill'].map((key) => ({ key, hours: { utcOffsetMinutes: 480 } }))

/** A server that refuses what `refused` names, and remembers the rest. */
function server(refused: (scheduleId: string) => boolean) {
  const made: string[] = []
  const create = ({ scheduleId }: { scheduleId: string }) => {
    if (refused(scheduleId)) return Promise.reject(new RangeError('refused'))
    made.push(scheduleId)
    return Promise.resolve()
  }
  return { made, client: { schedule: { create } } as unknown as Client }
}

describe('the schedules of reports', () => {
  it('R-31: one that cannot be written keeps no other city from its own, and is told', async () => {
    const { made, client } = server((id) => id.includes('broken'))
    expect(await ensureReportSchedules(client, CITIES, 'queue')).toMatchObject([{ city: 'broken' }])
    expect(made).toEqual(['reports:chibi', 'reports:drill'])
  })

  it('R-31: where none can be written, it is the server, and the worker does not begin', async () => {
    const { client } = server(() => true)
    await expect(ensureReportSchedules(client, CITIES, 'queue')).rejects.toThrow('refused')
  })
})
