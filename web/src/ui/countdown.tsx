import { lengthWords, workingMinutes } from '../data/working-time.ts'
import type { WorkingTime } from '../data/types.ts'
import { timeWords } from './times.ts'

interface CountdownProps {
  readonly due: string
  readonly now: number
  readonly today: string
  readonly working: WorkingTime | undefined
}

/** working time left, or gone over; the due time itself beside it. */
export function Countdown({ due, now, today, working }: CountdownProps) {
  const at = Date.parse(due)
  const left = working === undefined ? undefined : leftWords(at, now, working)
  return (
    <span className="countdown">
      {left !== undefined && <b>{left}</b>} <time dateTime={due}>{timeWords(due, today)}</time>
    </span>
  )
}

function leftWords(at: number, now: number, working: WorkingTime): string {
  return at >= now
    ? `还剩 ${lengthWords(workingMinutes(now, at, working), working)}`
    : `超期 ${lengthWords(workingMinutes(at, now, working), working)}`
}
