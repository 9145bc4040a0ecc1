import { describe, expect, it } from 'vitest'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'

const time = SkippedTime.ofThisFile()

const waterOnly = () => registration({}, { services: { water: { business: 'new', tonsPerDay: 12 } } })
const later = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * 60_000).toISOString()

describe('R-27: acts are answered at rest', () => {
  it('sent one after the other, none is refused as too early, and the last one answers with the outcome', async () => {
    for (let round = 0; round < 5; round += 1) {
      const the = await time.register(waterOnly())
      for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
      expect(await the.act('fileOpinion', officer('shuiwu'), connectable('water:shuiwu'))).toMatchObject({
        stage: 'connection',
      })
      await the.act('appointConnection', INTAKE, { at: later(await time.now(), 60) })
      const answer = await the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })
      expect(answer).toMatchObject({ outcome: 'connected' })
      expect(answer.unsettled).toBeUndefined()
    }
  })

  it('R-37: a withdrawal answers with its outcome', async () => {
    const the = await time.register(waterOnly())
    expect(await the.act('withdrawApplication', INTAKE, { reason: '不再需要' })).toMatchObject({ outcome: 'withdrawn' })
  })
})
