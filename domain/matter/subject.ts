import { MATTER_KINDS } from './matter.ts'

/**
 * what events are of, and so what is pushed, rebuilt and replayed: an application or a matter. A matter's kind is
 * also the name of its workflow.
 */
export const SUBJECT_KINDS = ['application', ...MATTER_KINDS] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

export function isSubjectKind(name: string): name is SubjectKind {
  return (SUBJECT_KINDS as readonly string[]).includes(name)
}
