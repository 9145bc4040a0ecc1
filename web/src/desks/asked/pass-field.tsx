import { useMemo } from 'react'
import { useOrganisations } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { Field } from '../../ui/form/field.tsx'
import type { AskedForm } from '../../ui/form/use-form.ts'

interface Answerer {
  readonly org: string
  readonly orgName: string
}

const ANSWERING: readonly string[] = ['authority', 'utility', 'office']

/** To whom the window may pass what it is asked. */
export function useAnswerers(me: Me): readonly Answerer[] {
  const organisations = useOrganisations(me.city.key)
  return useMemo(
    () =>
      organisations
        .filter(({ kind }) => ANSWERING.includes(kind))
        .map(({ key, name }) => ({ org: key, orgName: name })),
    [organisations],
  )
}

interface PassFieldProps {
  readonly form: AskedForm
  readonly path: string
  readonly label: string
  readonly none: string
  readonly value: string
  readonly required?: boolean
  readonly answerers: readonly Answerer[]
  readonly onChange: (value: string) => void
}

export function PassField({ form, path, label, none, value, required = false, answerers, onChange }: PassFieldProps) {
  return (
    <Field path={path} label={label} required={required} error={form.errors.get(path)}>
      {(field) => (
        <select
          {...field}
          value={value}
          onChange={({ target }) => {
            form.change(path)
            onChange(target.value)
          }}
        >
          <option value="">{none}</option>
          {answerers.map(({ org, orgName }) => (
            <option key={org} value={org}>
              {orgName}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
