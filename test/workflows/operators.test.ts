import { describe, expect, it } from 'vitest'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { MatterKind, MatterState } from '../../domain/matter/matter.ts'
import { MATTER_KINDS } from '../../domain/matter/matter.ts'
import type { MatterInput } from '../../workflows/matter/messages.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { creditInput, instalmentsInput, laterInspectionInput, ratingInput, transferInput } from '../fixtures/matters.ts'
import { NO_CONTENT, reportInput } from '../fixtures/reports.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import { SkippedMatters } from '../fixtures/skipped-matters.ts'

const time = SkippedTime.ofThisFile()
const matters = SkippedMatters.ofThisFile({ compileReport: async () => NO_CONTENT })

const INPUTS: Readonly<Record<MatterKind, (id: string) => MatterInput>> = {
  transfer: transferInput,
  creditRecord: creditInput,
  rating: (id) => ({ ...ratingInput(id), id }),
  instalments: instalmentsInput,
  laterInspection: (id) => laterInspectionInput(id, { id: 'water:shuiwu:1', dueDate: '2027-06-01' }),
  meetingReport: (id) => reportInput('2039-Q4', id),
}

const waterOnly = () => registration({}, { services: { water: { business: 'new', tonsPerDay: 12 } } })

describe('R-39: “Request Cancellation” is recorded, and the case goes on', () => {
  it('at every stage, twice, and in the middle of an act; acts afterwards are taken and the case comes to its end', async () => {
    const the = await time.register(waterOnly())
    await the.handle.cancel()
    await the.act('fileOpinion', officer('zigui'), NO_OBJECTION)
    const [filed] = await Promise.all([
      the.act('fileOpinion', officer('chengguan'), NO_OBJECTION),
      the.handle.cancel().catch(() => undefined),
    ])
    expect(filed.stage).toBe('jointSurvey')
    await the.act('fileOpinion', officer('shuiwu'), connectable('water:shuiwu'))
    await the.act('appointConnection', INTAKE, { at: await time.soon(60) })
    await the.handle.cancel().catch(() => undefined)
    expect(await the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })).toMatchObject({
      outcome: 'connected',
    })
    await the.closed()
    const told = the.events('cancellationRequested')
    expect(told.length).toBeGreaterThan(0)
    expect(told.map(({ actor, rule }) => [actor, rule])).toEqual(told.map(() => [THE_CASE, 'R-39']))
    expect(the.seqs()).toEqual(the.seqs().map((_, index) => index + 1))
    const { events } = await the.handle.fetchHistory()
    expect(events?.filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([])
    await the.handle.cancel().then(
      () => undefined,
      () => undefined,
    )
    expect((await the.state()).outcome).toBe('connected')
  })

  it('R-37: a withdrawn case that is being wound up is no exception', async () => {
    const the = await time.register(waterOnly())
    await the.handle.cancel()
    expect(await the.act('withdrawApplication', CLERK, { reason: '不再需要' })).toMatchObject({ outcome: 'withdrawn' })
  })

  it.each(MATTER_KINDS)('a %s goes on, and says so', async (kind) => {
    const the = await matters.start<MatterState>(kind, INPUTS[kind])
    await the.reaches((state) => state.seq > 0)
    await the.handle.cancel()
    await the.reaches(() => the.types().includes('cancellationRequested'))
    const { status } = await the.handle.describe()
    expect(['RUNNING', 'COMPLETED']).toContain(status.name)
    const { events } = await the.handle.fetchHistory()
    expect(events?.filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([])
  })
})
