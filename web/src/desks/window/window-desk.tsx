import { Button } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Problem, send, Unreachable } from '../../data/api.ts'
import { draftOf } from '../../data/drafts.ts'
import type { Me } from '../../data/types.ts'
import { wordsOf } from '../../ui/failure-words.ts'
import { focusField } from '../../ui/form/field.tsx'
import { valueAt, withValue } from '../../ui/form/shape.ts'
import type { Value } from '../../ui/form/shape.ts'
import { Notice } from '../../ui/notice.tsx'
import { checked } from './checks.ts'
import { DemandFields } from './demand-fields.tsx'
import { emptyForm, emptyIn, registrationOf } from './form.ts'
import { OtherCases } from './other-cases.tsx'
import { Receipt } from './receipt.tsx'
import type { Registered } from './receipt.tsx'

type Words = ReadonlyMap<string, string>

/** 综窗: 附件2, typed in from the paper; registered at once. */
export default function WindowDesk({ me }: { readonly me: Me }) {
  const draft = useMemo(() => draftOf<Value>(`${me.org}/${me.sub}`, 'registration'), [me])
  const [kept] = useState(() => draft.read())
  const [value, setValue] = useState<Value>(() => kept?.value ?? emptyForm(me))
  const [errors, setErrors] = useState<Words>(new Map())
  const [doubts, setDoubts] = useState<Words>(new Map())
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [registered, setRegistered] = useState<{ readonly answer: Registered; readonly value: Value }>()
  const form = useRef<HTMLFormElement>(null)
  /** Where the focus goes once the errors are shown: only after a press of the button, never while one types. */
  const [goTo, setGoTo] = useState<string>()
  useEffect(() => {
    if (goTo !== undefined) focusField(form.current, goTo)
    setGoTo(undefined)
  }, [goTo])

  const why = useRef<HTMLDivElement>(null)
  // The button could not keep the focus while it was busy; what is wrong with a field has it there by now.
  useEffect(() => {
    const isOfField = failure instanceof Problem && failure.errors.length > 0
    const isAtField = isOfField && form.current?.contains(document.activeElement) === true
    if (failure !== undefined && !isAtField) why.current?.focus()
  }, [failure])

  if (me.may.register.length === 0) return <p className="empty">您的角色不办理登记。</p>

  const keep = (next: Value) => {
    setValue(next)
    draft.keep(next)
  }
  const change = (path: string, to: Value) => {
    keep(withValue(value, path, to))
    setErrors(without(errors, path))
    setDoubts(without(doubts, path))
  }
  /** On leaving a field: put in order, and told what is wrong with it. */
  const check = (path: string) => {
    const given = valueAt(value, path)
    const found = typeof given === 'string' ? checked(path, given, me.today) : undefined
    if (found === undefined) return
    if (found.value !== given) keep(withValue(value, path, found.value))
    setErrors(found.error === undefined ? without(errors, path) : new Map([...errors, [path, found.error]]))
    setDoubts(found.doubt === undefined ? without(doubts, path) : new Map([...doubts, [path, found.doubt]]))
  }
  const show = (found: Words) => {
    setErrors(found)
    setGoTo(found.keys().next().value)
  }

  const submit = async () => {
    const wrong = new Map([...emptyIn(value), ...[...errors].filter(([path]) => WRONG_AS_TYPED.has(path))])
    setFailure(undefined)
    show(wrong)
    if (wrong.size > 0 || busy) return
    setBusy(true)
    const body = registrationOf(value)
    try {
      const answer = await send<Registered>('/api/v1/applications', body, draft.keyFor(body))
      draft.forget()
      setRegistered({ answer, value })
    } catch (error) {
      setFailure(error)
      if (!(error instanceof Problem)) return
      draft.refused()
      show(new Map(error.errors.map(({ field, message }) => [field, message])))
    } finally {
      setBusy(false)
    }
  }
  const restart = () => {
    draft.forget()
    setValue(emptyForm(me))
    setErrors(new Map())
    setDoubts(new Map())
    setFailure(undefined)
    setRegistered(undefined)
    setGoTo('form.applicant.name')
  }

  if (registered !== undefined)
    return <Receipt answer={registered.answer} value={registered.value} me={me} onNext={restart} />
  return (
    <form
      ref={form}
      className="panel window"
      noValidate
      aria-labelledby="window"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <h1 id="window">水、电、气、网联动报装需求信息采集表</h1>
      <p className="hint">联合报装服务编号：登记时自动生成。写下的内容自动保存在这台电脑上。</p>
      {kept !== undefined && (
        <Notice kind="info">
          接着上次没有登记的内容。{' '}
          <Button size="small" onClick={restart}>
            另填一份
          </Button>
        </Notice>
      )}
      <DemandFields me={me} value={value} errors={errors} doubts={doubts} onChange={change} onLeave={check} />
      <OtherCases value={value} today={me.today} />
      {failure !== undefined && (
        <div ref={why} tabIndex={-1} className="why">
          <Notice kind="error" live>
            {failure instanceof Unreachable
              ? '没有收到回答，不知道是否已经登记。内容都在；再按一次“登记”，不会登记两次。'
              : `没有登记：${wordsOf(failure)}`}
          </Notice>
        </div>
      )}
      <div className="buttons">
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          登记
        </Button>
      </div>
    </form>
  )
}

/** Found wrong as one typed, these stay so until they are changed; what the API found may be right by now. */
const WRONG_AS_TYPED: ReadonlySet<string> = new Set([
  'form.applicant.creditCode',
  'form.applicant.identityNumber',
  'form.phone',
  'form.projectCode',
  'agent.phone',
])

const without = (words: Words, path: string): Words =>
  words.has(path) ? new Map([...words].filter(([each]) => each !== path)) : words
