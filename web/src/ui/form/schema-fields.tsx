import { useId } from 'react'
import type { ReactNode } from 'react'
import type { FileRef } from '../../data/files.ts'
import type { Choice, OptionValue, Schema } from '../../data/types.ts'
import { PlainButton } from '../plain-button.tsx'
import { offsetText } from '../times.ts'
import { Field } from './field.tsx'
import type { ControlProps } from './field.tsx'
import { choiceFor, isRecord, joined, patternOf, startOf } from './shape.ts'
import type { Path, Value } from './shape.ts'

/** Everything that fields need besides their own schema. */
interface FieldsContext {
  readonly choices: readonly Choice[]
  readonly errors: ReadonlyMap<Path, string>
  readonly words: FieldWords
  readonly utcOffsetMinutes: number
  /** What is doubtful of a value, though it may be right. */
  readonly doubtOf?: (value: Value) => string | undefined
  /** The whole body, for what goes with a line only. */
  readonly body: Value
  /** How files that the act names are chosen. */
  readonly files: (refs: readonly FileRef[], onChange: (refs: readonly FileRef[]) => void) => ReactNode
}

/** How an act words its fields; whatever it does not name goes by the schema's own description. */
export interface FieldWords {
  labelOf(pattern: string, schema: Schema): string
  hintOf(pattern: string): string | undefined
  valueName(pattern: string, value: string | number | boolean): string
  /** Whether a field is asked for, given what stands beside it. */
  isAsked(pattern: string, siblings: Readonly<Record<string, Value>>): boolean
}

interface FieldProps {
  readonly schema: Schema
  readonly path: Path
  readonly value: Value
  readonly required: boolean
  readonly context: FieldsContext
  readonly onChange: (path: Path, value: Value) => void
}

export function ObjectFields({ schema, path, value, context, onChange }: Omit<FieldProps, 'required'>) {
  const own = isRecord(value) ? value : {}
  return Object.entries(schema.properties ?? {})
    .filter(([name, inner]) => !isOfOthers(inner, joined(path, name), context))
    .filter(([name]) => context.words.isAsked(patternOf(joined(path, name)), own))
    .map(([name, inner]) => (
      <SchemaField
        key={name}
        schema={inner}
        path={joined(path, name)}
        value={own[name]}
        required={mustBeFilled(schema, name) || CONDITIONAL.includes(patternOf(joined(path, name)))}
        context={context}
        onChange={onChange}
      />
    ))
}

/** A list that may be empty has to be sent, and need not be filled in. */
function mustBeFilled({ required, properties }: Schema, name: string): boolean {
  const { type, minItems = 0 } = properties?.[name] ?? {}
  return required?.includes(name) === true && (type !== 'array' || minItems > 0)
}

/** What is asked for because of what stands beside it, and lists of which all must be there. */
const CONDITIONAL: readonly string[] = [
  'lines.*.outerWorks',
  'opinions.*.opinion.lines.*.outerWorks',
  'order',
  'promises',
  'checklist',
]

function SchemaField(props: FieldProps) {
  const { schema, path, context } = props
  const choice = choiceFor(path, context.choices)
  if (path === 'files') return <FilesOfAct {...props} />
  if (schema.type === 'array') return <ArrayField {...props} choice={choice} />
  if (choice !== undefined) return <OneOf {...props} choice={choice} />
  if (schema.enum !== undefined) return <OneOf {...props} choice={ofEnum(path, schema.enum, context)} />
  if (schema.type === 'boolean') return <YesNo {...props} />
  if (schema.type === 'object') return <Group {...props} />
  return <TextField {...props} />
}

function FilesOfAct(props: FieldProps) {
  const { path, value, context, onChange } = props
  const refs = Array.isArray(value) ? (value as readonly FileRef[]) : []
  return (
    <Several {...props}>{context.files(refs, (next) => onChange(path, next.length === 0 ? undefined : next))}</Several>
  )
}

function ofEnum(path: Path, values: readonly (string | number)[], { words }: FieldsContext): Choice {
  const pattern = patternOf(path)
  return {
    field: path,
    of: 'enum',
    options: values.map((value) => ({ value, name: words.valueName(pattern, value) })),
    others: [],
  }
}

function Labelled({
  path,
  value,
  schema,
  required,
  context,
  children,
}: Omit<FieldProps, 'onChange'> & { readonly children: (field: ControlProps) => ReactNode }) {
  const pattern = patternOf(path)
  const isDay = schema.format === 'date' || schema.format === 'date-time'
  return (
    <Field
      path={path}
      label={context.words.labelOf(pattern, schema)}
      required={required}
      hint={context.words.hintOf(pattern)}
      error={context.errors.get(path)}
      doubt={isDay ? context.doubtOf?.(value) : undefined}
    >
      {children}
    </Field>
  )
}

/** Several controls that are one field. */
function Several({
  path,
  schema,
  required,
  context,
  children,
}: Omit<FieldProps, 'value' | 'onChange'> & { readonly children: ReactNode }) {
  const pattern = patternOf(path)
  const error = context.errors.get(path)
  const hint = context.words.hintOf(pattern)
  const id = useId()
  return (
    <fieldset className="field" data-path={path} tabIndex={-1} aria-describedby={error === undefined ? undefined : id}>
      <legend className={required ? 'required' : undefined}>{context.words.labelOf(pattern, schema)}</legend>
      {hint !== undefined && <small>{hint}</small>}
      {children}
      {error !== undefined && (
        <div className="error" id={id}>
          {error}
        </div>
      )}
    </fieldset>
  )
}

/** Above so many, a list to open; below, all are seen. */
const FEW = 7

function OneOf(props: FieldProps & { readonly choice: Choice }) {
  const { schema, path, value, choice, context, onChange } = props
  const line = isRecord(context.body) ? context.body['line'] : undefined
  const options = choice.options.filter((option) => option.line === undefined || option.line === line)
  const name = useId()
  const only = isOf(path, 'checklist', 'promise') ? options.find((option) => same(option.value, value)) : undefined
  const sole = choice.options.length === 1 && choice.others.length === 0 ? options[0] : only
  if (sole !== undefined && same(sole.value, value))
    return (
      <p className="fixed">
        <span>{context.words.labelOf(patternOf(path), schema)}</span> <b>{sole.name}</b>
      </p>
    )
  if (options.length > FEW)
    return (
      <Labelled {...props}>
        {(field) => (
          <select
            {...field}
            value={options.findIndex((option) => same(option.value, value))}
            onChange={({ target }) => onChange(path, options[Number(target.value)]?.value)}
          >
            <option value={-1}>请选择</option>
            {options.map((option, index) => (
              <option key={option.name} value={index}>
                {option.name}
              </option>
            ))}
          </select>
        )}
      </Labelled>
    )
  return (
    <Several {...props}>
      <div className="options">
        {options.map((option) => (
          <label key={option.name}>
            <input
              type="radio"
              name={name}
              checked={same(option.value, value)}
              onChange={() => onChange(path, option.value)}
            />
            {option.name}
          </label>
        ))}
        {choice.others
          .filter(({ early }) => early === true)
          .map((other) => (
            <label key={other.value} className="not-now">
              <input type="radio" name={name} disabled />
              <span>
                {other.name}
                <small>{other.detail}</small>
              </span>
            </label>
          ))}
      </div>
    </Several>
  )
}

/** A row of a checklist stands for one promise from the start, and for no other. */
const isOf = (path: Path, list: string, name: string): boolean => patternOf(path) === `${list}.*.${name}`

const same = (one: OptionValue | undefined, other: Value): boolean => JSON.stringify(one) === JSON.stringify(other)

function YesNo(props: FieldProps) {
  const { path, value, context, onChange } = props
  const name = useId()
  return (
    <Several {...props}>
      <div className="options">
        {[true, false].map((each) => (
          <label key={String(each)}>
            <input type="radio" name={name} checked={value === each} onChange={() => onChange(path, each)} />
            {context.words.valueName(patternOf(path), each)}
          </label>
        ))}
      </div>
    </Several>
  )
}

function Group(props: FieldProps) {
  const { schema, path, value, required, context, onChange } = props
  if (value === undefined && !required)
    return (
      <p>
        <PlainButton onClick={() => onChange(path, startOf(schema, context.choices, path))}>
          填写{context.words.labelOf(patternOf(path), schema)}
        </PlainButton>
        <Hint {...props} />
      </p>
    )
  return (
    <fieldset className="group">
      <legend>{context.words.labelOf(patternOf(path), schema)}</legend>
      <Hint {...props} />
      <ObjectFields {...props} />
      {!required && <PlainButton onClick={() => onChange(path, undefined)}>不填这一部分</PlainButton>}
    </fieldset>
  )
}

function Hint({ path, context }: Pick<FieldProps, 'path' | 'context'>) {
  const hint = context.words.hintOf(patternOf(path))
  return hint === undefined ? null : <small> {hint}</small>
}

function ArrayField(props: FieldProps & { readonly choice: Choice | undefined }) {
  const { schema, path, value, choice, context, onChange } = props
  const items = schema.items ?? {}
  if (items.type === 'object') return <Repeated {...props} items={items} />
  const options = (choice ?? (items.enum === undefined ? undefined : ofEnum(path, items.enum, context)))?.options
  const list: readonly Value[] = Array.isArray(value) ? value : []
  if (options !== undefined)
    return (
      <Several {...props}>
        <div className="options">
          {options.map((option) => {
            const isIn = list.some((each) => same(option.value, each))
            return (
              <label key={option.name}>
                <input
                  type="checkbox"
                  checked={isIn}
                  onChange={() =>
                    onChange(path, isIn ? list.filter((each) => !same(option.value, each)) : [...list, option.value])
                  }
                />
                {option.name}
              </label>
            )
          })}
          {options.length === 0 && <small>没有可选的。</small>}
        </div>
      </Several>
    )
  return (
    <Labelled {...props}>
      {(field) => (
        <textarea
          {...field}
          rows={3}
          value={list.join('\n')}
          placeholder="一行一项"
          onChange={({ target }) => onChange(path, target.value.split('\n'))}
        />
      )}
    </Labelled>
  )
}

function Repeated(props: FieldProps & { readonly items: Schema }) {
  const { schema, path, value, items, context, onChange } = props
  const given: readonly Value[] = Array.isArray(value) ? value : []
  // Where there must be one, the first stands there from the start.
  const list =
    given.length === 0 && (schema.minItems ?? 0) > 0 ? [startOf(items, context.choices, joined(path, 0))] : given
  const label = context.words.labelOf(patternOf(path), schema)
  const most = schema.maxItems ?? Number.POSITIVE_INFINITY
  return (
    <Several {...props}>
      {list.map((each, index) => (
        // Places in the list have no name of their own.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className="element" role="group" aria-label={`${label} ${index + 1}`}>
          <ObjectFields {...props} schema={items} path={joined(path, index)} value={each} />
          {list.length > 1 && path !== 'checklist' && (
            <PlainButton onClick={() => onChange(path, list.toSpliced(index, 1))}>去掉第 {index + 1} 项</PlainButton>
          )}
        </div>
      ))}
      {list.length < most && !isOneEach(path) && (
        <PlainButton
          onClick={() => onChange(path, [...list, startOf(items, context.choices, joined(path, list.length))])}
        >
          再加一项
        </PlainButton>
      )}
    </Several>
  )
}

/** One stands there for each line, each promise: there are no more. */
const isOneEach = (path: Path) => ['checklist', 'lines', 'found'].includes(path)

/** Of lines that are none of ours: a utility's answers to a bureau, a bureau's findings to a utility. */
const isOfOthers = ({ items }: Schema, path: Path, { choices }: FieldsContext): boolean =>
  isOneEach(path) &&
  items?.properties?.['line'] !== undefined &&
  (choiceFor(joined(joined(path, 0), 'line'), choices)?.options.length ?? 0) === 0

const LONG = 150

function TextField(props: FieldProps) {
  const { schema, path, value, context, onChange } = props
  const isNumber = schema.type === 'number' || schema.type === 'integer'
  const isFen = path.endsWith('amountFen')
  return (
    <Labelled {...props}>
      {(field) => {
        if (schema.format === 'date')
          return (
            <input
              {...field}
              type="date"
              value={text(value)}
              onChange={({ target }) => onChange(path, target.value || undefined)}
            />
          )
        if (schema.format === 'date-time')
          return (
            <input
              {...field}
              type="datetime-local"
              value={text(value).slice(0, 16)}
              onChange={({ target }) =>
                onChange(
                  path,
                  target.value === '' ? undefined : `${target.value}:00${offsetText(context.utcOffsetMinutes)}`,
                )
              }
            />
          )
        if (isNumber)
          return (
            <input
              {...field}
              inputMode="decimal"
              autoComplete="off"
              defaultValue={isFen && typeof value === 'number' ? value / 100 : text(value)}
              onChange={({ target }) => onChange(path, numberOf(target.value, isFen))}
            />
          )
        if ((schema.maxLength ?? 0) > LONG)
          return (
            <textarea
              {...field}
              rows={3}
              maxLength={schema.maxLength}
              value={text(value)}
              onChange={({ target }) => onChange(path, target.value)}
            />
          )
        return (
          <input
            {...field}
            maxLength={schema.maxLength}
            autoComplete="off"
            value={text(value)}
            onChange={({ target }) => onChange(path, target.value)}
          />
        )
      }}
    </Labelled>
  )
}

const text = (value: Value): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** Full-width digits are digits; what is no number goes as it is, and the API says so. */
function numberOf(given: string, isFen: boolean): Value {
  const plain = given.normalize('NFKC').replaceAll(/[,\s]/g, '')
  if (plain === '') return undefined
  const number = Number(plain)
  if (Number.isNaN(number)) return given
  return isFen ? Math.round(number * 100) : number
}
