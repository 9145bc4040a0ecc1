import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Notice } from '../notice.tsx'
import type { AskedForm } from './use-form.ts'

interface SendingProps {
  readonly form: AskedForm
  readonly className?: string
  readonly labelledBy: string
  readonly button: string
  readonly onSubmit: () => void
  readonly children: ReactNode
}

/** Round the fields of a form: what is wrong with the whole of it, and its button. */
export function Sending({ form, className, labelledBy, button, onSubmit, children }: SendingProps) {
  return (
    <form
      ref={form.form}
      className={className}
      noValidate
      aria-labelledby={labelledBy}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
      {form.failure !== undefined && (
        <Notice kind="error" live>
          {form.failure}
        </Notice>
      )}
      <div className="buttons">
        <Button type="primary" htmlType="submit" loading={form.busy}>
          {button}
        </Button>
      </div>
    </form>
  )
}

/** What must not be empty and is, with what is said of it. */
export function emptyOf(needed: Readonly<Record<string, readonly [value: string, words: string]>>) {
  const empty = Object.entries(needed).filter(([, [value]]) => value.trim() === '')
  return new Map(empty.map(([path, [, words]]) => [path, words]))
}

/** As it is sent: without what was left empty. */
export function filledOf(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const filled = Object.entries(values).map(([path, value]) => [path, value.trim()] as const)
  return Object.fromEntries(filled.filter(([, value]) => value !== ''))
}
