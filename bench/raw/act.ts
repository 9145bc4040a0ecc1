/** What the workflows of the raw ways take, answer, and ask of their activity. */

/** `body` has the size of an act of ours. */
export interface RawAct {
  readonly bodyHash: string
  readonly body: string
}

export interface RawAnswer {
  readonly subject: string
  readonly seq: number
  readonly stage: string
  readonly bodyHash: string
}

export interface RawActivities {
  /** `after`: the number of the act before the first of these. Can run twice. */
  project(taken: { readonly subject: string; readonly after: number; readonly acts: readonly RawAct[] }): Promise<void>
}
