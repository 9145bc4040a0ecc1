/** What the API answers, as far as the page reads it. */
import type { z } from 'zod'
import type { Role } from '../../../domain/actor/actor.ts'
import type { Light } from '../../../domain/clocks/deadline.ts'
import type { Stage } from '../../../domain/case/stage.ts'
import type { MeSchema } from '../../../api/views/me.schema.ts'
import type { TaskShown } from '../../../api/views/task.schema.ts'
import type { AwaitedViewSchema, DeadlineViewSchema, LineViewSchema } from '../../../api/views/application.schema.ts'

export type { FileView } from '../../../api/views/file.schema.ts'
export type { ApplicationView } from '../../../api/views/application.schema.ts'
export type LineView = z.infer<typeof LineViewSchema>
export type DeadlineView = z.infer<typeof DeadlineViewSchema>
export type Awaited = z.infer<typeof AwaitedViewSchema>

/** `ahead`: by how many milliseconds the server's clock is ahead of this computer's. */
export type Me = z.infer<typeof MeSchema> & { readonly ahead: number }

interface Why {
  readonly code: string
  readonly detail: string
  readonly early?: true
}

export interface Task extends TaskShown {
  readonly serviceNumber: string
  readonly person: string | null
  readonly applicant: string
  readonly stage: Stage
  readonly stageName: string
  /** Of the case's last event, as of the list. */
  readonly seq: number
  readonly since: string
  readonly due?: string
  readonly light?: Light
}

export type OptionValue = string | number | Readonly<Record<string, string>>

export interface Choice {
  readonly field: string
  readonly of: string
  readonly options: readonly { readonly value: OptionValue; readonly name: string; readonly line?: string }[]
  readonly others: readonly ({ readonly value: string; readonly name: string } & Why)[]
}

/** JSON Schema 2020-12, as far as bodies of acts use it. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly (string | number)[]
  readonly const?: string | number
  readonly oneOf?: readonly Schema[]
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
}

export interface OfferedAct {
  readonly type: string
  readonly name: string
  readonly rule: string
  readonly href: string
  readonly schema: Schema
  readonly choices: readonly Choice[]
}

export interface Offers {
  readonly seq: number
  readonly may: readonly OfferedAct[]
  readonly mayNot: readonly ({ readonly type: string; readonly name: string; readonly rule: string } & Why)[]
}

export interface HistoryEvent {
  readonly seq: number
  readonly at: string
  readonly type: string
  readonly name: string
  readonly rule: string
  readonly actor: { readonly sub: string; readonly org: string; readonly orgName: string; readonly role: Role }
  readonly data: Readonly<Record<string, unknown>>
}

export interface WorkingTime {
  readonly alwaysOpen: boolean
  readonly minutesOfDay: number
  readonly utcOffsetMinutes: number
  readonly sessions: readonly { readonly from: string; readonly to: string }[]
}

export interface PaperEntry {
  readonly key: string
  readonly name: string
  readonly ready: boolean
  readonly numberShown?: string
  readonly documentNumber?: string
  readonly why?: string
  readonly href: string
}

export interface ActAnswer {
  readonly serviceNumber: string
  readonly seq: number
  readonly stage: Stage
}
