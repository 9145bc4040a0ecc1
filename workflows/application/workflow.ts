import { condition, patched } from '@temporalio/workflow'
import { beyondCancel, recordCancellation } from '../lib/beyond-cancel.ts'
import { carryOn, settle, shouldCarryOn } from '../lib/end-of-run.ts'
import { interruptedBy, unlessInterrupted } from '../lib/interruption.ts'
import { ownStart } from '../lib/own-start.ts'
import { openCase, record } from './case.ts'
import type { Case } from './case.ts'
import { outcomeOf } from './core/outcome.ts'
import { currentLine, isDisputed, isUnderSurvey, lineOf, linesOf } from './core/lines.ts'
import type { ApplicationInput, ApplicationResult } from './messages.ts'
import { handleCaseRequests } from './requests.ts'
import { handleSignals } from './signals.ts'
import { approval } from './stages/approval.ts'
import { awaitedLater } from './stages/awaited-later.ts'
import { connection } from './stages/connection.ts'
import { construction } from './stages/construction.ts'
import { handOverInstalments } from './stages/instalments.ts'
import { heldServices } from './stages/held-services.ts'
import { jointSurvey } from './stages/joint-survey.ts'
import { lateClearance } from './stages/late-clearance.ts'
import { registration } from './stages/registration.ts'
import { restoration } from './stages/restoration.ts'
import { sharedData } from './stages/shared-data.ts'
import { supervision } from './stages/supervision.ts'
import { watchWishes, wishesTakenUp } from './stages/wished-instalments.ts'
import { withTaskClocks } from './task-clocks.ts'

/** One application, from the form to the switched-on service. */
export async function application(input: ApplicationInput): Promise<ApplicationResult> {
  const own = ownStart('application', input)
  let the: Case | undefined
  return beyondCancel(
    () => {
      the = openCase(own)
      handleSignals(the)
      handleCaseRequests(the)
      return course(the)
    },
    async () => {
      const open = the
      if (open !== undefined)
        await recordCancellation(open.run, (body, cause) => {
          record(open, body, cause)
        })
    },
  )
}

function course(the: Case): Promise<ApplicationResult> {
  watchWishes(the)
  if (the.state.withdrawn !== undefined) return withdrawn(the)
  return unlessWithdrawn(the, () =>
    withTaskClocks(the, () =>
      beside(sharedData(the), async () => {
        await registration(the)
        // R-14: a line does not wait for the others' results; in cases of before 0.7 it does.
        const survey = jointSurvey(the)
        if (the.state.convenes === undefined) await survey
        await Promise.all([survey, heldServices(the), ...linesOf(the.state).map(({ id }) => lineOn(the, id))])
      }),
    ),
  )
}

/** a line that is surveyed again begins anew; nothing else does. */
async function lineOn(the: Case, id: string): Promise<void> {
  let supervised: Promise<void> | undefined
  do {
    await opinionOn(the, id)
    if (needsOuterWorks(the, id)) {
      const works = outerWorks(the, id)
      supervised ??= awaitedLater(supervision(the, id))
      await Promise.all([works, lateClearance(the, id)])
    } else await connection(the, id)
  } while (isUnderSurvey(currentLine(the.state, id)))
  await supervised
  await undisputed(the, id)
}

/** whose figures a missed appointment is in is decided before the case ends. */
async function undisputed(the: Case, id: string): Promise<void> {
  if (the.state.agreesTimes === undefined) return
  await condition(() => !isDisputed(the.state, currentLine(the.state, id)))
}

/** holds up nothing but the end. */
async function beside(errand: Promise<void>, plan: () => Promise<void>): Promise<void> {
  await Promise.all([errand, plan()])
}

/** A line whose network must first be laid; supervision runs beside it. */
async function outerWorks(the: Case, id: string): Promise<void> {
  await approval(the, id)
  await construction(the, id)
  await connection(the, id)
  await restoration(the, id)
}

/** a missing utility's line waits, red, for its opinion. */
async function opinionOn(the: Case, id: string): Promise<void> {
  await condition(() => !isUnderSurvey(currentLine(the.state, id)))
}

function needsOuterWorks(the: Case, id: string): boolean {
  return lineOf(the.state, id)?.works !== undefined
}

/**
 * Runs the plan until it is done, the case is withdrawn, or the history is long enough to go on in a new run.
 */
async function unlessWithdrawn(the: Case, plan: () => Promise<void>): Promise<ApplicationResult> {
  const interruption = interruptedBy(() => the.state.withdrawn !== undefined || shouldCarryOn(the))
  let finished = false
  try {
    await interruption.run(plan)
    finished = true
  } catch (error) {
    unlessInterrupted(error)
  }
  await interruption.over()
  if (the.state.withdrawn !== undefined) return withdrawn(the)
  return finished ? close(the) : carryOn(the)
}

/** a withdrawn case is wound up, in as many runs as that takes, and closed. */
async function withdrawn(the: Case): Promise<ApplicationResult> {
  // Cases of 0.1 and 0.2 that were being wound up before stay in the run that they are in.
  if (the.run.alarm === undefined && !patched('winding-up-goes-on')) {
    await windUp(the)
    return close(the)
  }
  const interruption = interruptedBy(() => shouldCarryOn(the))
  let finished = false
  try {
    await interruption.run(() => withTaskClocks(the, () => windUp(the)))
    finished = true
  } catch (error) {
    unlessInterrupted(error)
  }
  await interruption.over()
  return finished ? close(the) : carryOn(the)
}

/** Works that had begun: what was opened is restored, orders and repairs are settled; what is disputed is decided. */
async function windUp(the: Case): Promise<void> {
  await Promise.all([
    ...linesOf(the.state)
      .filter((line) => line.works !== undefined)
      .map((line) => supervision(the, line.id)),
    ...linesOf(the.state).map((line) => undisputed(the, line.id)),
  ])
}

async function close(the: Case): Promise<ApplicationResult> {
  if (the.state.signsInstalments !== undefined) await wishesTakenUp(the)
  const outcome = outcomeOf(the.state)
  record(the, { type: 'applicationClosed', rule: 'R-26', data: { outcome } })
  await handOverInstalments(the)
  await settle(the)
  return { serviceNumber: the.state.serviceNumber, outcome, seq: the.state.seq }
}
