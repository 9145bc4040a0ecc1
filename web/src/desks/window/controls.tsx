import type { ReactNode } from 'react'
import type { Me } from '../../data/types.ts'
import { Field } from '../../ui/form/field.tsx'
import type { ControlProps } from '../../ui/form/field.tsx'
import { valueAt } from '../../ui/form/shape.ts'
import type { Value } from '../../ui/form/shape.ts'

export interface DemandProps {
  readonly me: Me
  readonly value: Value
  readonly errors: ReadonlyMap<string, string>
  readonly doubts: ReadonlyMap<string, string>
  readonly onChange: (path: string, value: Value) => void
  readonly onLeave: (path: string) => void
}

interface TextProps extends DemandProps {
  readonly path: string
  readonly label: string
  readonly required?: boolean
  readonly most?: number
  readonly hint?: string
  readonly type?: 'text' | 'date'
  readonly min?: string
  readonly mode?: 'tel' | 'decimal'
  readonly rows?: number
}

export function Text({
  path,
  label,
  required,
  most,
  hint,
  type,
  min,
  mode,
  rows,
  value,
  errors,
  doubts,
  onChange,
  onLeave,
}: TextProps) {
  const own = valueAt(value, path)
  const shared = {
    value: typeof own === 'string' ? own : '',
    maxLength: most,
    autoComplete: 'off',
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      onChange(path, target.value || undefined),
    onBlur: () => onLeave(path),
  }
  const control = (field: ControlProps): ReactNode =>
    rows === undefined ? (
      <input {...field} {...shared} type={type} min={min} inputMode={mode} />
    ) : (
      <textarea {...field} {...shared} rows={rows} />
    )
  return (
    <Field
      path={path}
      label={label}
      required={required === true}
      hint={hint}
      error={errors.get(path)}
      doubt={doubts.get(path)}
    >
      {control}
    </Field>
  )
}

interface RadiosProps<Key extends string> {
  readonly legend: string
  readonly value: string
  readonly options: readonly (readonly [Key, string])[]
  readonly onChange: (value: Key) => void
  readonly path?: string
  readonly error?: string | undefined
  readonly required?: boolean
}

export function Radios<Key extends string>({
  legend,
  value,
  options,
  onChange,
  path,
  error,
  required,
}: RadiosProps<Key>) {
  return (
    <fieldset className="field" data-path={path} tabIndex={-1}>
      <legend className={required === true ? 'required' : undefined}>{legend}</legend>
      <div className="options">
        {options.map(([key, words]) => (
          <label key={key}>
            <input type="radio" name={path ?? legend} checked={key === value} onChange={() => onChange(key)} />
            {words}
          </label>
        ))}
      </div>
      {error !== undefined && <div className="error">{error}</div>}
    </fieldset>
  )
}
