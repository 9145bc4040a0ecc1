import { useEffect, useMemo, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { newKey, Problem, send, Unreachable } from '../../data/api.ts'
import { wordsOf } from '../failure-words.ts'
import { focusField } from './field.tsx'

type Words = ReadonlyMap<string, string>

export interface AskedForm {
  readonly form: RefObject<HTMLFormElement | null>
  readonly errors: Words
  /** What is wrong with no field. */
  readonly failure: string | undefined
  readonly busy: boolean
  /** The form again, from the start. */
  readonly change: (path: string) => void
  readonly submit: (body: Readonly<Record<string, unknown>>, empty: Words) => void
}

interface Sending<Answer> {
  readonly url: string
  /** Of what was shown: where it has changed since, nothing is done. */
  readonly seen?: number
  readonly onDone: (answer: Answer) => void
}

/** One form, sent under one key until it is refused: pressed twice, done once; what is wrong stands at its field. */
export function useForm<Answer>({ url, seen, onDone }: Sending<Answer>): AskedForm {
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<Words>(new Map())
  const [failure, setFailure] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [goTo, setGoTo] = useState<string>()
  const sent = useRef<{ readonly body: string; readonly key: string }>(undefined)
  useEffect(() => {
    if (goTo !== undefined) focusField(form.current, goTo)
    setGoTo(undefined)
  }, [goTo])
  const show = (found: Words) => {
    setErrors(found)
    setGoTo(found.keys().next().value)
  }
  const keyFor = (body: string) => {
    if (sent.current?.body !== body) sent.current = { body, key: newKey() }
    return sent.current.key
  }
  const run = async (body: Readonly<Record<string, unknown>>) => {
    setBusy(true)
    try {
      onDone(await send<Answer>(url, body, keyFor(JSON.stringify(body)), seen))
    } catch (error) {
      if (error instanceof Problem) sent.current = undefined
      const found = error instanceof Problem ? error.errors : []
      const shown = found.filter(({ field }) => form.current?.querySelector(`[data-path="${CSS.escape(field)}"]`))
      const told = '没有收到回答，不知道是否已经办成。内容都在；再按一次，不会办两次。'
      const whole = error instanceof Unreachable ? told : wordsOf(error)
      setFailure(shown.length > 0 && shown.length === found.length ? undefined : whole)
      show(new Map(shown.map(({ field, message }) => [field, message])))
    } finally {
      setBusy(false)
    }
  }
  return useMemo(
    () => ({
      form,
      errors,
      failure,
      busy,
      change: (path) => {
        if (errors.has(path)) setErrors(new Map([...errors].filter(([each]) => each !== path)))
      },
      submit: (body, empty) => {
        setFailure(undefined)
        show(empty)
        if (empty.size === 0 && !busy) void run(body)
      },
    }),
    // What `run` reads of the last render is the address alone, which is the form's own.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [errors, failure, busy, url, seen],
  )
}
