import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { CREDIT_API } from '../../api/matters/credit.ts'
import { INSTALMENTS_API } from '../../api/matters/instalments.ts'
import { LATER_INSPECTION_API } from '../../api/matters/later-inspection.ts'
import type { MatterApi } from '../../api/matters/matter-api.ts'
import { RATING_API } from '../../api/matters/rating.ts'
import { eventView, lensFor, viewFor } from '../../api/matters/routes.ts'
import { TRANSFER_API } from '../../api/matters/transfer.ts'
import { loadCities } from '../../config/load-cities.ts'
import { matterStepsOf } from '../../db/matters/write.ts'
import type { MatterStep } from '../../db/matters/write.ts'
import { eventShown, isSaidToUser } from '../../domain/case/case-masking.ts'
import { maskingLens } from '../../domain/visibility/lens.ts'
import { lensOnCase } from '../../domain/visibility/lens-on.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { stepsOf } from '../../db/rows.ts'
import { matterMessageFor } from '../../push/matter-message.ts'
import { messageFor } from '../../push/message.ts'
import { readerIn } from '../../push/reader.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { APPLICANT_USER, CLERK } from '../fixtures/actors.ts'
import { NEW_HOLDER } from '../fixtures/matters.ts'
import { BranchCase } from '../fixtures/branch-case.ts'
import { wholeCase } from '../projection/cases.ts'
import {
  answeredRating,
  brokenInspection,
  overdueInstalments,
  partlyTransferred,
  withdrawnRecord,
} from '../projection/matters.ts'
import type { WholeMatter } from '../projection/matters.ts'

const CITIES = loadCities()
const NUMBER = 'CB-20261123-00001-0'
const RECORD = `credit:${NUMBER}:water:shuiwu:1`
const PERSON = {
  kind: 'false',
  subject: { name: '王小明', identityNumber: NEW_HOLDER.identityNumber, account: 'hubei-user-7' },
  reason: '提供虚假材料，电话 13871234567',
}

/** Every text in it. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

/** Those who hear of a matter in which they take no part, as they would read it. */
const READERS = [
  ['office', 'officer'],
  ['group', 'officer'],
  ['hubeiGovernmentService', 'system'],
] as const

describe('R-39: an organisation is pushed nothing of a matter that it does not read', () => {
  it.each<[string, MatterApi<MatterKind>, WholeMatter]>([
    ['a transfer', TRANSFER_API as never, partlyTransferred('CBT-20261123-00001-0')],
    ['a credit record', CREDIT_API as never, withdrawnRecord(RECORD, PERSON, APPLICANT_USER)],
    ['a rating', RATING_API as never, answeredRating(NUMBER)],
    ['instalments', INSTALMENTS_API as never, overdueInstalments(NUMBER)],
    ['a later inspection', LATER_INSPECTION_API as never, brokenInspection(NUMBER)],
  ])('%s', (_, api, { kind, id, events }) => {
    const steps: readonly MatterStep[] = matterStepsOf(kind, id, undefined, events)
    for (const [org, role] of READERS) {
      const caller = callerOf({ sub: 'x', org, role, city: 'chibi' }, CITIES)
      const state = steps.at(-1)?.state as MatterStates[MatterKind]
      if (!api.mayRead(caller, state)) continue
      const lens = lensFor(api, state, caller)
      const shown = steps.map(({ event }) => eventView(event, api, state, { caller, lens }).data)
      const read = new Set(textsOf([viewFor(api, state, { caller, lens, now: new Date() }), shown]))
      const pushed = steps.flatMap((step) =>
        textsOf(JSON.parse(matterMessageFor(org, kind, step, CHIBI).body).data.detail),
      )
      // Instants are read in the city's time.
      const more = pushed.filter((text) => !read.has(text) && !/^\d{4}-\d\d-\d\dT.*Z$/.test(text))
      expect([org, more]).toEqual([org, []])
    }
  })

  it('what only the history says stays hidden: why an account failed, but to the channel that tells the user', () => {
    const { kind, id, events } = partlyTransferred('CBT-20261123-00001-0')
    const reasonTo = (org: string) =>
      matterStepsOf(kind, id, undefined, events)
        .map((step) => JSON.parse(matterMessageFor(org, kind, step, CHIBI).body).data)
        .find(({ event }) => event === 'accountFailed')?.detail.reason
    expect([reasonTo('office'), reasonTo('fagai'), reasonTo('hubeiGovernmentService')]).toEqual([
      '***',
      '***',
      '原户主欠费',
    ])
  })
})

describe('R-39: nor of an application', () => {
  it('everything that is said besides the status is as the history has it', () => {
    const the = wholeCase('CB-1')
    for (const org of ['office', 'fagai', 'hubeiGovernmentService', 'shuiwu', 'zigui'])
      for (const step of stepsOf('CB-1', undefined, the.events)) {
        const { detail } = JSON.parse(messageFor(org, step, CHIBI).body).data
        if (detail === undefined) continue
        const { event, state } = step
        const lens = lensOnCase(readerIn(CHIBI, org), state, CHIBI)
        expect([org, event.type, detail]).toEqual([
          org,
          event.type,
          JSON.parse(JSON.stringify((isSaidToUser(event, org, state) ? event : eventShown(event, lens)).data)),
        ])
      }
  })

  it('R-03: the one notice of what is missing is whole for the channel, pushed and read', () => {
    const the = new BranchCase({ water: { business: 'new' } })
    the.clock('registration', 'registration', 'window')
    the.act('requestSupplement', CLERK, { items: ['services.water.tonsPerDay'], message: '请补填用量' })
    const step = stepsOf(the.state.serviceNumber, undefined, the.events).find(
      ({ event }) => event.type === 'supplementRequested',
    )
    if (step === undefined) throw new Error('no notice')
    const messageTo = (org: string) => JSON.parse(messageFor(org, step, CHIBI).body).data.detail?.message
    expect([messageTo(the.state.registration.channel), messageTo('office')]).toEqual(['请补填用量', undefined])
    expect(eventShown(step.event, maskingLens()).data).toMatchObject({ message: '***' })
  })
})
