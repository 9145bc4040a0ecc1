import { z } from 'zod'
import { LengthSchema } from './length.schema.ts'

const source = z.string().min(1).max(200).describe('出处')

/** R-25⁺: how a time for the connection is agreed; each length with its source. */
export const ConnectionConductSchema = z
  .strictObject({
    offer: z.strictObject({ length: LengthSchema, source }).describe('承办单位另提时间：自用户约定起'),
  })
  .describe('接入时间怎样约定、失约怎样认定（R-25）；不填则用户所约即定，失约一方说了算')

const NEEDED = ['answerOffer', 'answerMissed', 'decideMissed'] as const

interface CityPart {
  readonly drill: boolean
  readonly taskClocks?:
    | { readonly tasks: Readonly<Partial<Record<(typeof NEEDED)[number], object | undefined>>> }
    | undefined
  readonly connection?: z.infer<typeof ConnectionConductSchema> | undefined
}

/** What is silently agreed, or goes to the window, does so by its clock; lengths in seconds for the drill only. */
export function checkConnectionConduct({ drill, taskClocks, connection }: CityPart, context: z.RefinementCtx): void {
  if (connection === undefined) return
  const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  for (const kind of NEEDED)
    if (!('length' in (taskClocks?.tasks[kind] ?? {}))) issue(['taskClocks', 'tasks', kind], '约定接入时间须有此时限')
  if (!drill && connection.offer.length.kind === 'elapsedSeconds') issue(['connection'], '以秒计的时限只能用于演练城市')
}
