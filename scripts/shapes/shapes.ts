/** The shapes of acts' bodies, as JSON Schema made of their Zod schemas says them. */
import { z } from 'zod'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { MEETING_REPORT_BODIES } from '../../domain/assessment/meeting-report.schema.ts'
import { LineIdSchema } from '../../domain/case/line.schema.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { CREDIT_BODIES, CreditRecordSchema } from '../../domain/credit/credit.schema.ts'
import { defined } from '../../domain/defined.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import type { Shape } from '../../domain/format/shape.ts'
import { INSTALMENTS_BODIES } from '../../domain/instalments/instalments.schema.ts'
import { RATING_BODIES, RatingSchema } from '../../domain/rating/rating.schema.ts'
import { TRANSFER_BODIES, TransferRequestSchema } from '../../domain/transfer/transfer.schema.ts'
import { MATTER_KINDS } from '../../domain/matter/matter.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import type { StartPart } from '../../domain/matter/start-part.ts'
import { logicOf } from '../../workflows/core/matter-logics.ts'

type Schemas = Readonly<Record<string, z.ZodType>>
export type Shapes = Readonly<Record<string, Shape>>

export function actShapes(): Shapes {
  return shapesOf(ACT_BODIES)
}

const MATTER_BODIES: Readonly<Record<MatterKind, Schemas>> = {
  transfer: TRANSFER_BODIES,
  creditRecord: CREDIT_BODIES,
  rating: RATING_BODIES,
  meetingReport: MEETING_REPORT_BODIES,
  instalments: INSTALMENTS_BODIES,
  // what goes on after the case is acted on at the case's addresses.
  laterInspection: ACT_BODIES,
}

/** By `kind.act`. */
export function matterShapes(): Shapes {
  return shapesOf(
    Object.fromEntries(
      MATTER_KINDS.flatMap((kind) =>
        Object.keys(logicOf(kind).acts).map((act) => [`${kind}.${act}`, bodyOf(kind, act)] as const),
      ),
    ),
  )
}

const START_SCHEMAS: Readonly<Record<StartPart, z.ZodType>> = {
  application: RegistrationSchema,
  transfer: TransferRequestSchema,
  creditRecord: CreditRecordSchema,
  rating: RatingSchema,
  policy: CitySchema,
}

/** What cases under way were started without: the parts of a policy that came after 0.1. */
const LATER = {
  policy: ['assessment'],
  'policy.credit': [
    'confirmation',
    'notice',
    'answer',
    'determination',
    'objection',
    'repairAcceptance',
    'repairDecision',
    'performanceMonths',
  ],
} as const
/** What no workflow looks at. */
const UNREAD = { policy: ['visibility'] } as const

/** Of what workflows are started with, as far as a schema parsed it. */
export function startShapes(): Shapes {
  return Object.fromEntries(
    Object.entries(START_SCHEMAS).map(([name, schema]) => [name, loosened(shapeOf(schema, ['multipleOf']), name)]),
  )
}

/**
 * What must be there, and of what kind each field is, with whatever else there is: no bound and no pattern of what
 * people wrote, no upper bound of a policy. What any release started is of this shape, and what a case or a credit
 * record makes of it by itself. `place`: `policy.credit`.
 */
function loosened(shape: Shape, place: string): Shape {
  const { properties, required, items, anyOf, pattern, minLength, minItems, minimum, exclusiveMinimum } = shape
  const [later, unread] = [namesAt(LATER, place), namesAt(UNREAD, place)]
  const parts = Object.entries(properties ?? {}).filter(([name]) => !unread.includes(name))
  const { type, format, enum: values, const: value } = shape
  return defined({
    type,
    properties:
      properties && Object.fromEntries(parts.map(([name, part]) => [name, loosened(part, `${place}.${name}`)])),
    required: required?.filter((name) => !later.includes(name)),
    items: items && loosened(items, place),
    anyOf: anyOf?.map((one) => loosened(one, place)),
    format,
    enum: values,
    const: value,
    ...(place.startsWith('policy') ? { pattern, minLength, minItems, minimum, exclusiveMinimum } : {}),
  })
}

function namesAt(names: Readonly<Record<string, readonly string[]>>, place: string): readonly string[] {
  return names[place] ?? []
}

function bodyOf(kind: MatterKind, act: string): z.ZodType {
  const schema = MATTER_BODIES[kind][act]
  if (schema === undefined) throw new Error(`no schema of ${kind}.${act}`)
  return schema
}

function shapesOf(schemas: Schemas): Shapes {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, shapeOf(schema)]))
}

/** As the body is when it has been parsed: what a schema makes of it, not what it takes; `without`: words left out. */
function shapeOf(schema: z.ZodType, without: readonly string[] = []): Shape {
  const made = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema instanceof z.ZodPipe && zodSchema.in === LineIdSchema.in)
        Object.assign(jsonSchema, z.toJSONSchema(LineIdSchema, { io: 'input' }))
      for (const word of without) Reflect.deleteProperty(jsonSchema, word)
    },
  })
  return shaped(made)
}

const NOT_BLANK = '\\S'
const WORDS = ['$schema', 'description', 'default', 'title', 'examples']
const KNOWN = [
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'anyOf',
]

/** Throws where JSON Schema says what a shape does not know: it would be passed over. */
function shaped(made: object): Shape {
  const entries = Object.entries(made).filter(([word]) => !WORDS.includes(word))
  return Object.fromEntries(
    entries.flatMap(([word, said]: [string, unknown]) => {
      const name = word === 'oneOf' ? 'anyOf' : word
      if (!KNOWN.includes(name)) throw new Error(`no shape knows ${word}`)
      // The format says it, shorter; and what a schema made has no blanks at its ends.
      if (name === 'pattern' && ('format' in made || said === NOT_BLANK)) return []
      return [[name, partOf(name, said)] as const]
    }),
  )
}

function partOf(name: string, said: unknown): unknown {
  if (name === 'anyOf') return (said as object[]).map(shaped)
  if (name === 'properties')
    return Object.fromEntries(Object.entries(said as Record<string, object>).map(([key, part]) => [key, shaped(part)]))
  return (name === 'items' || name === 'additionalProperties') && said !== false ? shaped(said as object) : said
}
