import { describe, expect, it } from 'vitest'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { CreditRecordSchema } from '../../domain/credit/credit.schema.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { isVisible } from '../../domain/invisible.ts'
import { TransferRequestSchema } from '../../domain/transfer/transfer.schema.ts'
import type { z } from 'zod'

/** Fields that name a person, an organisation, an account or a place, by the last part of their path. */
const NAMES: ReadonlySet<string> = new Set(
  (
    'name address contact legalRepresentative responsible signer applicantSigner clerk person road from to ' +
    'title place account applicantSubject priceDocument'
  ).split(' '),
)
/** Keys and instants that are called alike. */
const OTHERS: ReadonlySet<string> = new Set(['declareUnavailable.from', 'declareUnavailable.to'])

interface Node {
  readonly def: {
    readonly type?: string
    readonly shape?: Readonly<Record<string, Node>>
    readonly element?: Node
    readonly innerType?: Node
    readonly options?: readonly Node[]
  }
  readonly safeParse: (value: unknown) => { readonly success: boolean; readonly error?: z.ZodError }
}

/** Every text field of a schema with its path, through optional ones, lists and unions. */
function textsOf(node: Node, path: string): readonly (readonly [path: string, field: Node])[] {
  const { type, shape, element, innerType, options = [] } = node.def
  if (type === 'string') return [[path, node]]
  if (shape !== undefined) return Object.entries(shape).flatMap(([name, part]) => textsOf(part, `${path}.${name}`))
  return [element, innerType, ...options].flatMap((part) => (part === undefined ? [] : textsOf(part, path)))
}

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  ...ACT_BODIES,
  register: RegistrationSchema,
  transfer: TransferRequestSchema,
  credit: CreditRecordSchema,
}

const FIELDS = Object.entries(SCHEMAS).flatMap(([act, schema]) =>
  textsOf(schema as unknown as Node, act).filter(
    ([path]) => NAMES.has(path.split('.').at(-1) ?? '') && !OTHERS.has(path),
  ),
)

describe('names are what is read', () => {
  it('they are found', () =>
    expect([FIELDS.length > 35, FIELDS.some(([path]) => path === 'register.form.contact')]).toEqual([true, true]))

  it.each(FIELDS)('%s takes nothing that is not seen', (_path, field) => {
    expect(field.safeParse('王·John 葛\u{e0100}').success).toBe(true)
    for (const unseen of ['王\u200b五', '王\u202e五', '王\u2067五'])
      expect(field.safeParse(unseen).error?.issues.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^第 2 个字看不见或会颠倒文字方向（U\+20/),
      ])
  })
})

it.each([
  ['王五', true],
  ['\u{e0100}', false],
  ['王 \ufe0f五', false],
  ['☎\ufe0f', true],
  ['王\u{10ffff}', false],
  ['\ue000', true],
])('%j is seen: %s', (name, seen) => expect(isVisible(name)).toBe(seen))
