import { Button } from 'antd'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { newKey } from '../../data/api.ts'
import type { Me, Task } from '../../data/types.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { wordsOf } from '../../ui/failure-words.ts'
import { textOf } from '../../ui/form/text.ts'
import { Notice } from '../../ui/notice.tsx'
import { shortMask } from '../../ui/short-mask.ts'
import { hasten, passOn } from './doing.ts'

interface TaskDialogProps {
  readonly task: Task
  readonly me: Me
  readonly onClose: () => void
  readonly onDone: (words: string) => void
}

/** to another person of the same organisation. */
export function PassOnDialog({ persons, ...props }: TaskDialogProps & { readonly persons: readonly string[] }) {
  const { task } = props
  return (
    <OneField
      {...props}
      title="转办"
      label="转给谁"
      act={(person, key) => passOn(task, person, key)}
      done={(person) => `${task.name}已转给 ${person}。`}
    >
      {(field) => (
        <>
          <input {...field} list="known-persons" autoComplete="off" maxLength={100} />
          <datalist id="known-persons">
            {persons.map((person) => (
              <option key={person} value={person} />
            ))}
          </datalist>
        </>
      )}
    </OneField>
  )
}

/** */
export function HastenDialog(props: TaskDialogProps) {
  const { task } = props
  return (
    <OneField
      {...props}
      title="催办"
      label="催办说明"
      act={(note, key) => hasten(task, note, key)}
      done={() => `${task.name}已催办。`}
    >
      {(field) => <textarea {...field} rows={3} maxLength={1000} />}
    </OneField>
  )
}

interface FieldProps {
  readonly id: string
  readonly name: string
  readonly required: true
  readonly autoFocus: true
}

interface OneFieldProps extends TaskDialogProps {
  readonly title: string
  readonly label: string
  readonly act: (value: string, key: string) => Promise<unknown>
  readonly done: (value: string) => string
  readonly children: (field: FieldProps) => ReactNode
}

function OneField({ task, title, label, act, done, children, onClose, onDone }: OneFieldProps) {
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const key = useMemo(newKey, [])
  const submit = async (value: string) => {
    if (value === '' || busy) return
    setBusy(true)
    try {
      await act(value, key)
      onDone(done(value))
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={`${title}：${task.name}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit(textOf(new FormData(event.currentTarget).get('value')).trim())
        }}
      >
        <p className="hint">
          {task.serviceNumber} {shortMask(task.applicant)}
        </p>
        {error !== undefined && (
          <Notice kind="error" live>
            {wordsOf(error)}
          </Notice>
        )}
        <div className="field">
          <label htmlFor="one-field">{label}</label>
          {children({ id: 'one-field', name: 'value', required: true, autoFocus: true })}
        </div>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {title}
          </Button>
          <Button onClick={onClose}>取消</Button>
        </div>
      </form>
    </Dialog>
  )
}
