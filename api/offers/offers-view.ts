import { z } from 'zod'
import { defined } from '../../domain/defined.ts'
import { isOpen } from '../../workflows/lib/core/choices.ts'
import type { Choice, Offer, Option } from '../../workflows/lib/core/choices.ts'
import type { ChoiceView, Offers } from '../views/offers.schema.ts'
import { whyView } from '../views/why.ts'

/** An act and what was found of it. */
export interface Found {
  readonly type: string
  readonly name: string
  readonly rule: string
  readonly href: string
  readonly body: z.ZodType
  readonly offer: Offer
}

/** What an option of a choice is called. */
export type NameOption = (of: Choice['of'], value: Option['value']) => string

export function offersView(found: readonly Found[], nameOption: NameOption): Offers {
  return {
    may: found.flatMap(({ offer, href, body, type, name, rule }) =>
      offer.refusal === undefined
        ? {
            type,
            name,
            rule,
            method: 'POST' as const,
            href,
            schema: jsonSchemaOf(body),
            choices: offer.choices.map((choice) => choiceView(choice, nameOption)),
          }
        : [],
    ),
    mayNot: found.flatMap(({ offer, type, name, rule }) =>
      offer.refusal === undefined ? [] : { type, name, rule, ...whyView(offer.refusal) },
    ),
  }
}

function choiceView({ field, of, free, options }: Choice, nameOption: NameOption): ChoiceView {
  const shown = ({ value, line }: Option) => ({
    value: typeof value === 'object' ? { ...value } : value,
    name: nameOption(of, value),
    ...defined({ line }),
  })
  return {
    field,
    of,
    ...defined({ free }),
    options: options.filter(isOpen).map((option) => ({ ...shown(option), ...defined({ must: option.must }) })),
    others: options.flatMap((option) =>
      option.refusal === undefined ? [] : { ...shown(option), ...whyView(option.refusal) },
    ),
  }
}

const schemas = new WeakMap<z.ZodType, Record<string, unknown>>()

/** Of a body as it is sent; a page that has no form of its own for the act makes one from it. */
function jsonSchemaOf(body: z.ZodType): Record<string, unknown> {
  const known = schemas.get(body)
  if (known !== undefined) return known
  const made = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
  schemas.set(body, made)
  return made
}
