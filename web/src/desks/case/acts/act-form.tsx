import { Button } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Problem, send, Unreachable } from '../../../data/api.ts'
import { draftOf } from '../../../data/drafts.ts'
import { caseUrl, eventsSince, useWorkingTime } from '../../../data/queries.ts'
import type { ActAnswer, ApplicationView, HistoryEvent, Me, OfferedAct, WorkingTime } from '../../../data/types.ts'
import { isRestDay } from '../../../data/working-time.ts'
import { asForm, lostBy, ownOpinion } from '../../../ui/acts/filed-opinion.ts'
import { begunWith, knownAct } from '../../../ui/acts/known.ts'
import { LessThanFiled } from '../../../ui/acts/less-than-filed.tsx'
import { faultWords, wordsFor } from '../../../ui/acts/words.ts'
import { wordsOf } from '../../../ui/failure-words.ts'
import { focusField } from '../../../ui/form/field.tsx'
import { cleaned, isRecord, missingIn, startOf, withValue } from '../../../ui/form/shape.ts'
import type { Path, Value } from '../../../ui/form/shape.ts'
import { asOne, fitting } from '../../../ui/form/unions.ts'
import { FilesField } from '../../../ui/form/files-field.tsx'
import { ObjectFields } from '../../../ui/form/schema-fields.tsx'
import { textOf } from '../../../ui/form/text.ts'
import { Notice } from '../../../ui/notice.tsx'
import { RuleWords } from '../../../ui/rules.tsx'
import { dateWords, timeWords } from '../../../ui/times.ts'
import { sentenceOf } from '../../../ui/sentences.ts'

interface ActFormProps {
  readonly offer: OfferedAct
  readonly view: ApplicationView
  readonly me: Me
  /** What the task says of which thing it is. */
  readonly about: Readonly<Record<string, string>>
  readonly nameOf: (org: string) => string
  readonly onDone: (answer: ActAnswer) => void
  readonly onClose: () => void
}

/** One act as a form: what was written stays until the act is done, whatever happens in between. */
export function ActForm({ offer, view, me, about, nameOf, onDone, onClose }: ActFormProps) {
  const { serviceNumber } = view
  const place = `${serviceNumber}.${offer.type}.${Object.values(about).join()}`
  const draft = useMemo(() => draftOf<Value>(`${me.org}/${me.sub}`, place), [me, place])
  const known = knownAct(offer.type)
  const schema = useMemo(() => asOne(offer.schema), [offer.schema])
  const fresh = () => ({ ...begunWith(startOf(schema, offer.choices), known?.prefill?.(view, me)), ...about })
  const [lost, setLost] = useState<readonly string[]>([])
  const [kept] = useState(() => draft.read())
  const [value, setValue] = useState<Value>(() => kept?.value ?? fresh())
  const [errors, setErrors] = useState<ReadonlyMap<Path, string>>(new Map())
  const [failure, setFailure] = useState<Failed>()
  const [busy, setBusy] = useState(false)
  /** Where the focus goes once the errors are shown: only after a press of the button, never while one types. */
  const [goTo, setGoTo] = useState<Path>()
  const form = useRef<HTMLFormElement>(null)
  const opened = useRef(view.seq)
  const { data: hours } = useWorkingTime(me.city.key)
  const words = useMemo(() => wordsFor(offer.type), [offer.type])

  const change = (path: Path, to: Value) => {
    const next = withValue(value, path, to)
    setValue(next)
    draft.keep(next)
    if (errors.has(path)) setErrors(new Map([...errors].filter(([each]) => each !== path)))
  }

  useEffect(() => {
    if (goTo !== undefined) focusField(form.current, goTo)
    setGoTo(undefined)
  }, [goTo])
  const show = (found: ReadonlyMap<Path, string>) => {
    setErrors(found)
    setGoTo(found.keys().next().value)
  }

  const submit = async (sure = false) => {
    const body = cleaned(fitting(offer.schema, value))
    const missing = missingIn(schema, body)
    setFailure(undefined)
    show(new Map(missing.map((path) => [path, '请填写'])))
    if (missing.length > 0 || busy) return
    const less = offer.type === 'fileOpinion' && !sure ? lostBy(asForm(ownOpinion(view, me)), body) : []
    setLost(less)
    if (less.length > 0) return
    setBusy(true)
    try {
      const answer = await send<ActAnswer>(offer.href, body, draft.keyFor(body), opened.current)
      draft.forget()
      onDone(answer)
    } catch (error) {
      if (error instanceof Problem) {
        draft.refused()
        show(new Map(error.errors.map(({ field, message }) => [field, message])))
      }
      const since = isOvertaken(error) ? await whatHappened(serviceNumber, opened.current) : []
      // They have been shown: the same again is what somebody wants who knows of them.
      opened.current = Math.max(
        opened.current,
        ...(isOvertaken(error) ? [view.seq] : []),
        ...since.map(({ seq }) => seq),
      )
      setFailure({ error, since })
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      ref={form}
      className="act"
      aria-label={offer.name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <h2>{offer.name}</h2>
      {known !== undefined && <p className="hint">{known.lead}</p>}
      {kept !== undefined && (
        <Notice kind="info">
          接着上次没有提交的内容。{' '}
          <Button
            size="small"
            onClick={() => {
              draft.forget()
              setValue(fresh())
            }}
          >
            重新填写
          </Button>
        </Notice>
      )}
      {lost.length > 0 && <LessThanFiled lost={lost} onBack={() => setLost([])} onGoOn={() => void submit(true)} />}
      {failure !== undefined && (
        <WhyNot
          failed={failure}
          errors={errors}
          nameOf={nameOf}
          today={me.today}
          fault={(problem) => faultWords(offer.type, schema, problem)}
        />
      )}
      <ObjectFields
        schema={schema}
        path=""
        value={value}
        context={{
          choices: offer.choices,
          errors,
          words,
          utcOffsetMinutes: me.city.utcOffsetMinutes,
          body: value,
          ...(hours !== undefined && WITH_DAYS.includes(offer.type) ? { doubtOf: (day) => restWords(day, hours) } : {}),
          files: (refs, onChange) => (
            <FilesField url={`${caseUrl(serviceNumber)}/files`} refs={refs} onChange={onChange} />
          ),
        }}
        onChange={change}
      />
      <div className="buttons">
        <Button type="primary" htmlType="submit" loading={busy}>
          {known?.button ?? `提交：${offer.name}`}
        </Button>
        <Button onClick={onClose}>先不办</Button>
        {isRecord(value) && <small>写下的内容自动保存在这台电脑上</small>}
      </div>
      <RuleWords of={[offer.rule]} title={`依据 ${offer.rule}`} />
    </form>
  )
}

/** where a day is chosen on which somebody has to work. */
const WITH_DAYS: readonly string[] = ['appointConnection', 'offerTime', 'signCommitment', 'applyForApprovals']

function restWords(day: Value, hours: WorkingTime): string | undefined {
  const date = textOf(day).slice(0, 10)
  return isRestDay(date, hours) === true ? `${dateWords(date)}不是工作日` : undefined
}

interface Failed {
  readonly error: unknown
  readonly since: readonly HistoryEvent[]
}

const isOvertaken = (error: unknown) => error instanceof Problem && (error.status === 409 || error.status === 412)

const whatHappened = (serviceNumber: string, seq: number) => eventsSince(serviceNumber, seq).catch(() => [])

/** The second of two sees what the first has done; nothing of what they wrote is gone. */
function WhyNot({
  failed: { error, since },
  errors,
  nameOf,
  today,
  fault,
}: {
  readonly failed: Failed
  readonly errors: ReadonlyMap<Path, string>
  readonly nameOf: (org: string) => string
  readonly today: string
  readonly fault: (problem: Problem) => string
}) {
  if (error instanceof Unreachable)
    return (
      <Notice kind="warning" live>
        <p>没有收到回答，不知道是否已经办成。内容都在；再按一次，不会办两次。</p>
      </Notice>
    )
  return (
    <Notice kind="error" live>
      <p>没有办成：{error instanceof Problem ? fault(error) : wordsOf(error)}</p>
      {errors.size > 1 && <p>有 {errors.size} 处须改，见下面各项。</p>}
      {since.length > 0 && (
        <>
          <p>您打开这张表之后，这件申请有了新的办理；填写的都在，看过后再按一次即可：</p>
          <ul className="since">
            {since.map((event) => (
              <li key={event.seq}>
                {timeWords(event.at, today)} {sentenceOf(event, nameOf)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  )
}
