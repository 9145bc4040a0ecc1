/** one part of a plan; dates are YYYY-MM-DD in the city's time, amounts in fen. */
export interface InstalmentPart {
  readonly dueDate: string
  readonly amountFen: number
  readonly paidOn?: string
  /** What has been paid, or given back, of a part that is not whole yet. */
  readonly movedFen?: number
}
