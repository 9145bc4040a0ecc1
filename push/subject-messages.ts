import { matterStepsOf } from '../db/matters/write.ts'
import { stepsOf } from '../db/rows.ts'
import type { CaseEvent } from '../domain/case/event.ts'
import type { MatterEvent } from '../domain/matter/matter.ts'
import type { SubjectKind } from '../domain/matter/subject.ts'
import type { Message } from './cloud-event.ts'
import { matterMessageFor } from './matter-message.ts'
import { messageFor } from './message.ts'
import type { ToldCity } from './reader.ts'
import type { FailedBecause } from './send.ts'

/** An event that can be told to an organisation. */
export interface Tellable {
  readonly seq: number
  messageFor(org: string): Message
  /** A rehearsal only: why the attempt counts as failed though it was taken; `attempts` failed before it. */
  failsAt?(attempts: number): FailedBecause | undefined
}

/**
 * The events of an application or a matter from 1 on, each with where that stands after it. Throws where they do not
 * follow each other.
 */
export function tellables(
  kind: SubjectKind,
  subject: string,
  events: readonly (CaseEvent | MatterEvent)[],
  city: ToldCity,
): readonly Tellable[] {
  if (kind === 'application')
    return stepsOf(subject, undefined, events as readonly CaseEvent[]).map((told) => ({
      seq: told.event.seq,
      messageFor: (org) => messageFor(org, told, city),
    }))
  return matterStepsOf(kind, subject, undefined, events).map((step) => ({
    seq: step.event.seq,
    messageFor: (org) => matterMessageFor(org, kind, step, city),
  }))
}
