import { z } from 'zod'
import { ACCEPTANCE_CLOCKS, PROMISE_CLOCKS, TASK_CLOCKS, WORKS_TIME_CLOCKS } from '../clocks/deadline.ts'
import type { TaskClock } from '../clocks/deadline.ts'
import { TASK_KINDS } from '../case/task.ts'
import type { TaskKind } from '../case/task.ts'
import { LengthSchema } from './length.schema.ts'

type TimedClock = Exclude<TaskClock, 'fileOpinion'>

/** R-11…R-14: only where surveys are convened by letter. */
const OF_SURVEYS = ['conveneSurvey', 'fileResurvey'] as const
/** only where times are agreed. */
const OF_TIMES = ['answerOffer', 'answerMissed', 'decideMissed'] as const
/** Policies of before 0.7 have none of these. */
const SINCE_07 = [...OF_SURVEYS, ...OF_TIMES, ...PROMISE_CLOCKS, ...WORKS_TIME_CLOCKS, ...ACCEPTANCE_CLOCKS] as const
type LaterClock = (typeof SINCE_07)[number]

const TIMED = TASK_CLOCKS.filter(
  (kind): kind is Exclude<TimedClock, LaterClock> => kind !== 'fileOpinion' && !isLater(kind),
)

function isLater(kind: TaskClock): kind is LaterClock {
  return SINCE_07.some((each) => each === kind)
}

const source = z.string().min(1).max(200).describe('出处')
const ClockSchema = z.union([
  z.strictObject({ length: LengthSchema, source }),
  z.strictObject({ none: z.string().min(1).max(200).describe('没有时限，及其缘由') }),
])

/** R-33⁺: how long each task has that the plan sets no time for, or why it has no clock; each with its source. */
export const TaskClocksSchema = z.strictObject({
  adoptedFrom: z.iso.date().optional().describe('协调小组采用这些时限之日；此前开始的仅供参考，不计入考核'),
  tasks: z.strictObject({
    ...(Object.fromEntries(TIMED.map((kind) => [kind, ClockSchema])) as Record<
      Exclude<TimedClock, LaterClock>,
      typeof ClockSchema
    >),
    ...(Object.fromEntries(SINCE_07.map((kind) => [kind, ClockSchema.optional()])) as Record<
      LaterClock,
      z.ZodOptional<typeof ClockSchema>
    >),
  }),
  greenery: z.strictObject({ length: LengthSchema, source }).optional().describe('恢复绿化；不填与恢复原貌相同'),
})

/** the duty list of an organisation. */
export const DutySchema = z
  .strictObject(
    Object.fromEntries(
      ([...TASK_KINDS, 'otherwise'] as const).map((kind) => [kind, z.string().min(1).max(100).optional()]),
    ) as Record<TaskKind | 'otherwise', z.ZodOptional<z.ZodString>>,
  )
  .describe('责任人：各类待办由谁办，其余由 otherwise 办（R-38）')

interface CityPart {
  readonly drill: boolean
  readonly organisations: readonly { readonly key: string; readonly kind: string; readonly duty?: object | undefined }[]
  readonly taskClocks?: z.infer<typeof TaskClocksSchema> | undefined
}

/** Who may be awaited in a case. */
const AWAITED: readonly string[] = ['authority', 'utility', 'window']

/** Lengths in seconds for the drill only; whoever may be awaited names who does it. */
export function checkTaskClocks({ drill, organisations, taskClocks }: CityPart, context: z.RefinementCtx): void {
  if (taskClocks === undefined) return
  const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  const lengths = [
    ...Object.values(taskClocks.tasks).flatMap((clock) =>
      clock !== undefined && 'length' in clock ? [clock.length] : [],
    ),
    ...(taskClocks.greenery === undefined ? [] : [taskClocks.greenery.length]),
  ]
  if (!drill && lengths.some(({ kind }) => kind === 'elapsedSeconds'))
    issue(['taskClocks'], '以秒计的时限只能用于演练城市')
  organisations.forEach(({ key, kind, duty }, index) => {
    if (AWAITED.includes(kind) && (duty === undefined || !('otherwise' in duty)))
      issue(['organisations', index, 'duty'], `${key} 没有责任人（otherwise）`)
  })
}
