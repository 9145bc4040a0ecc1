import type { CreditBody } from '../../domain/credit/credit-event.ts'
import type { Repair } from '../../domain/credit/due-process.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { watchEach } from '../lib/watch-each.ts'
import { startMatterClock, withMatterDeadline } from '../matter/clock.ts'
import type { Matter } from '../matter/matter.ts'
import { authorityOf } from './core/state.ts'
import type { CreditState } from './core/state.ts'

type CreditRecord = Matter<CreditState, CreditBody>

/** each repair that is asked for runs against a clock to be accepted, and one to be decided. */
export async function repairs(the: CreditRecord): Promise<void> {
  const over = () => the.state.closedAt !== undefined
  await watchEach(
    () => the.state.repairs ?? [],
    over,
    (repair) => decide(the, repair),
  )
}

async function decide(the: CreditRecord, { id, at }: Repair): Promise<void> {
  const current = () => the.state.repairs?.find((repair) => repair.id === id)
  const settled = () => current()?.declined !== undefined || current()?.decision !== undefined
  if (settled()) return
  await startMatterClock(the, {
    id: `repairAcceptance:${id}`,
    kind: 'repairAcceptance',
    owner: authorityOf(the.state),
    from: at,
    rule: 'R-29',
    length: lengthOf(the.policy, 'repairAcceptance', 3),
  })
  await withMatterDeadline(the, `repairAcceptance:${id}`, () => settled() || current()?.acceptance !== undefined)
  const { acceptance } = current() ?? {}
  if (settled() || acceptance === undefined) return
  await startMatterClock(the, {
    id: `repairDecision:${id}`,
    kind: 'repairDecision',
    owner: authorityOf(the.state),
    from: acceptance.at,
    rule: 'R-29',
    length: lengthOf(the.policy, 'repairDecision', 10),
  })
  await withMatterDeadline(the, `repairDecision:${id}`, settled)
}

type Length = City['credit']['repairDecision']

/** A record that was begun before 0.6 carries a policy that says nothing of repair. */
function lengthOf(
  { credit }: { readonly credit: Partial<City['credit']> },
  name: 'repairAcceptance' | 'repairDecision',
  days: number,
): Length {
  return credit[name] ?? { kind: 'workingDays', days }
}
