import { Field } from '../../ui/form/field.tsx'
import type { AskedForm } from '../../ui/form/use-form.ts'

interface TextFieldProps {
  readonly form: AskedForm
  readonly path: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly required?: boolean
  readonly most: number
  readonly hint?: string
  readonly rows?: number
  readonly mode?: 'tel'
  readonly type?: 'datetime-local'
}

export function TextField(props: TextFieldProps) {
  const { form, path, label, value, onChange, required = false, most, hint, rows, mode, type } = props
  const shared = {
    value,
    maxLength: most,
    autoComplete: 'off',
    onChange: ({ target }: { readonly target: { readonly value: string } }) => {
      form.change(path)
      onChange(target.value)
    },
  }
  return (
    <Field path={path} label={label} required={required} hint={hint} error={form.errors.get(path)}>
      {(field) =>
        rows === undefined ? (
          <input {...field} {...shared} inputMode={mode} type={type} />
        ) : (
          <textarea {...field} {...shared} rows={rows} />
        )
      }
    </Field>
  )
}
