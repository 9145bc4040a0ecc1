/** What is sent: one CloudEvent 1.0 for each event, the same at every attempt. */
import type { PersonalField } from '../domain/visibility/fields.ts'

export const CLOUD_EVENT_TYPE = 'application/cloudevents+json; charset=utf-8'

export interface Message {
  /** `subject:seq`. */
  readonly id: string
  readonly body: string
  /** the personal fields that it tells whole. */
  readonly given: readonly PersonalField[]
}

/** `subject`: a service number, or a matter's id. */
export function cloudEvent(
  { subject, city, seq, type, at }: { subject: string; city: string; seq: number; type: string; at: string },
  data: Record<string, unknown>,
  given: readonly PersonalField[] = [],
): Message {
  const id = `${subject}:${seq}`
  return {
    id,
    given,
    body: JSON.stringify({
      specversion: '1.0',
      id,
      source: `urn:seven-ones:${city}`,
      type: `cn.seven-ones.${type}`,
      subject,
      time: at,
      datacontenttype: 'application/json',
      data,
    }),
  }
}
