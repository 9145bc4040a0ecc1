import { useId } from 'react'
import type { ReactNode } from 'react'

export interface ControlProps {
  readonly id: string
  readonly 'data-path': string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string
  readonly required: boolean
}

interface FieldProps {
  readonly path: string
  readonly label: string
  readonly required?: boolean
  readonly hint?: string | undefined
  readonly error?: string | undefined
  /** What is doubtful, though it may be right. */
  readonly doubt?: string | undefined
  readonly children: (field: ControlProps) => ReactNode
}

/** A label, the control, what helps to fill it in, what is wrong with it. */
export function Field({ path, label, required = false, hint, error, doubt, children }: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id} className={required ? 'required' : undefined}>
        {label}
      </label>
      {children({
        id,
        'data-path': path,
        'aria-invalid': error !== undefined,
        'aria-describedby': `${id}-more`,
        required,
      })}
      <div id={`${id}-more`}>
        {hint !== undefined && <small>{hint}</small>}
        {error !== undefined && <div className="error">{error}</div>}
        {error === undefined && doubt !== undefined && <div className="doubt">⚠ {doubt}</div>}
      </div>
    </div>
  )
}

/** The field of a wrong value, or the one that holds it, is where one goes on. */
export function focusField(form: HTMLElement | null, path: string): void {
  const field = [...(form?.querySelectorAll<HTMLElement>('[data-path]') ?? [])].findLast(
    ({ dataset }) => path === dataset['path'] || path.startsWith(`${dataset['path']}.`),
  )
  ;(field?.querySelector<HTMLElement>('input, select, textarea') ?? field)?.focus()
}
