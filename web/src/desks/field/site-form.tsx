import { useEffect, useMemo, useRef, useState } from 'react'
import { useCase, useOffers } from '../../data/queries.ts'
import type { ApplicationView, Me, OfferedAct } from '../../data/types.ts'
import { defined } from '../../../../domain/defined.ts'
import { asForm, lostBy, ownOpinion } from '../../ui/acts/filed-opinion.ts'
import type { FiledOpinion } from '../../ui/acts/filed-opinion.ts'
import { begunWith, knownAct } from '../../ui/acts/known.ts'
import { LessThanFiled } from '../../ui/acts/less-than-filed.tsx'
import { OpinionWords } from '../../ui/acts/opinion-words.tsx'
import { wordsFor } from '../../ui/acts/words.ts'
import { wordsOf } from '../../ui/failure-words.ts'
import { focusField } from '../../ui/form/field.tsx'
import { ObjectFields } from '../../ui/form/schema-fields.tsx'
import { cleaned, isRecord, missingIn, startOf, withValue } from '../../ui/form/shape.ts'
import type { Path, Value } from '../../ui/form/shape.ts'
import { Notice } from '../../ui/notice.tsx'
import { PlainButton } from '../../ui/plain-button.tsx'
import { shortMask } from '../../ui/short-mask.ts'
import { RuleWords } from '../../ui/rules.tsx'
import { timeWords } from '../../ui/times.ts'
import { addressOf, useOnline } from './here.ts'
import { NotHere } from './not-here.tsx'
import { PhotosField } from './photos-field.tsx'
import { draftOf, forgetDraft, keepDraft, press } from './store.ts'
import type { Draft, Entry, Form } from './store.ts'
import type { Outbox } from './use-outbox.ts'

interface SiteFormProps {
  readonly me: Me
  readonly serviceNumber: string
  readonly act: string
  readonly about: Readonly<Record<string, string>>
  readonly outbox: Outbox
}

/** One act on site: what was written and photographed is on the telephone, whatever happens. */
export function SiteForm({ me, serviceNumber, act, about, outbox }: SiteFormProps) {
  const { data: view, error } = useCase(serviceNumber)
  const { data: offers } = useOffers(serviceNumber, view?.seq)
  const [first, setFirst] = useState<{ readonly offer: OfferedAct; readonly view: ApplicationView }>()
  const found = offers?.may.find(({ type }) => type === act)
  // What is being filled in does not change under the hand.
  useEffect(() => {
    if (first === undefined && found !== undefined && view !== undefined) setFirst({ offer: found, view })
  }, [first, found, view])
  const id = `${outbox.account} ${serviceNumber} ${act}?${new URLSearchParams(about).toString()}`
  const [draft, setDraft] = useState<Draft | null>()
  const [pressed, setPressed] = useState(false)
  /** What has been done is shown, and not begun anew unasked. */
  const [again, setAgain] = useState(false)
  const became = outbox.outcomes.get(id)
  const waiting = outbox.waiting.find((entry) => entry.id === id)
  const filed = act === 'fileOpinion' && view !== undefined ? ownOpinion(view, me) : undefined
  const isDone = draft === null && (became === 'done' || filed !== undefined)
  useEffect(() => {
    void draftOf(id).then((kept) => setDraft(kept ?? null))
    // What was refused comes back as a draft.
  }, [id, outbox.outcomes])
  const whose = view === undefined ? (waiting?.whose ?? draft?.whose) : { ...view, applicant: view.applicant.name }
  const of = <WhoseCase serviceNumber={serviceNumber} whose={whose} />
  if (waiting !== undefined || (pressed && became === undefined && filed === undefined))
    return (
      <>
        <h1>{first?.offer.name ?? waiting?.name ?? '已提交'}</h1>
        {of}
        <p>已存在手机里，{outbox.sending ? '正在发送。' : '有网时自动发送，只办一次。'}</p>
        <Back serviceNumber={serviceNumber} />
      </>
    )
  if (isDone && !again)
    return (
      <>
        <h1>{first?.offer.name ?? '已提交'}</h1>
        {of}
        <p>{became === 'done' ? '已办理。' : '已提交。'}</p>
        {filed !== undefined && <OpinionWords opinion={filed} />}
        {found !== undefined && (
          <PlainButton
            onClick={() => {
              // What was filed meanwhile is where it begins.
              setFirst(view === undefined ? undefined : { offer: found, view })
              setPressed(false)
              setAgain(true)
            }}
          >
            {filed === undefined ? '再办一次' : '更正'}
          </PlainButton>
        )}
        <Back serviceNumber={serviceNumber} />
      </>
    )
  const offer = first?.offer ?? (view === undefined ? draft?.offer : undefined)
  if (offer === undefined || draft === undefined)
    return <NoForm {...{ serviceNumber, act, offers, error: view === undefined ? error : null }} />
  const form: Form = {
    id,
    account: outbox.account,
    serviceNumber,
    act,
    name: offer.name,
    href: offer.href,
    ...(whose === undefined ? {} : { whose: { applicant: whose.applicant, address: whose.address } }),
    filed: act === 'fileOpinion' && view !== undefined ? asForm(filed) : draft?.filed,
    ...defined({ seen: draft === null ? first?.view.seq : (draft.seen ?? view?.seq) }),
    offer,
  }
  return (
    <Filling
      key={draft?.at ?? 0}
      {...{ me, about, outbox, form, offer, kept: draft, view: first?.view, stands: filed }}
      onPressed={() => {
        setPressed(true)
        setAgain(false)
      }}
    />
  )
}

/** Which case it is: also where there is no network. */
function WhoseCase({ serviceNumber, whose }: { readonly serviceNumber: string; readonly whose: Form['whose'] }) {
  return (
    <p className="hint">
      <span className="number">{serviceNumber}</span>
      {whose !== undefined && ` · ${shortMask(whose.applicant)} · ${whose.address}`}
    </p>
  )
}

const Back = ({ serviceNumber }: { readonly serviceNumber: string }) => (
  <p className="buttons">
    <a className="plain" href={addressOf(serviceNumber)}>
      看这一件
    </a>
    <a className="plain" href="#/">
      看全部
    </a>
  </p>
)

function NoForm({
  serviceNumber,
  act,
  offers,
  error,
}: {
  readonly serviceNumber: string
  readonly act: string
  readonly offers: ReturnType<typeof useOffers>['data']
  readonly error: unknown
}) {
  const online = useOnline()
  if (error !== null)
    return (
      <Notice kind="error" live>
        {wordsOf(error)}
      </Notice>
    )
  const why = offers?.mayNot.find(({ type }) => type === act)
  if (offers === undefined && !online) return <NotHere />
  if (offers === undefined)
    return (
      <p className="starting" role="status">
        正在打开…
      </p>
    )
  return (
    <>
      <h1>{why?.name ?? '没有这一项'}</h1>
      <p>{why === undefined ? '现在没有要您办的这一项。' : `现在不能办：${why.detail}`}</p>
      <Back serviceNumber={serviceNumber} />
    </>
  )
}

interface FillingProps {
  readonly me: Me
  readonly about: Readonly<Record<string, string>>
  readonly outbox: Outbox
  readonly form: Form
  readonly offer: OfferedAct
  /** Undefined where one goes on without a network. */
  readonly view: ApplicationView | undefined
  readonly kept: Draft | null
  /** what we have filed, as it stands now. */
  readonly stands: FiledOpinion | undefined
  readonly onPressed: (entry: Entry | undefined) => void
}

function Filling({ me, about, outbox, form, offer, view, kept, stands, onPressed }: FillingProps) {
  const known = knownAct(offer.type)
  const words = useMemo(() => wordsFor(offer.type), [offer.type])
  const [value, setValue] = useState<Value>(
    () =>
      kept?.value ?? {
        ...begunWith(startOf(offer.schema, offer.choices), view && known?.prefill?.(view, me)),
        ...about,
      },
  )
  const [photos, setPhotos] = useState<readonly string[]>(kept?.photos ?? [])
  const [errors, setErrors] = useState<ReadonlyMap<Path, string>>(new Map(kept?.refused?.errors))
  const [lost, setLost] = useState<readonly string[]>([])
  const place = useRef<HTMLFormElement>(null)
  const pressed = useRef(false)
  const keep = (next: Value, ids: readonly string[]): Promise<unknown> =>
    keepDraft({ ...form, at: kept?.at ?? 0, value: next, photos: ids })
  useEffect(() => {
    const [first] = kept?.refused?.errors ?? []
    if (first !== undefined) focusField(place.current, first[0])
  }, [kept])

  const submit = async (sure = false) => {
    const body = cleaned(value) as Readonly<Record<string, unknown>>
    const missing = missingIn(offer.schema, body)
    setErrors(new Map(missing.map((path) => [path, '请填写'])))
    const [first] = missing
    if (first !== undefined) setTimeout(() => focusField(place.current, first))
    if (first !== undefined || pressed.current) return
    const less = sure ? [] : lostBy(form.filed, { ...body, files: [...filesOf(value), ...photos] })
    setLost(less)
    if (less.length > 0) return
    pressed.current = true
    outbox.begun(form.id)
    await keep(value, photos)
    onPressed(await press({ ...form, at: 0, value, photos }, body))
    await outbox.look()
    await outbox.send()
  }

  return (
    <form
      ref={place}
      className="act"
      aria-label={offer.name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <h1>{offer.name}</h1>
      <WhoseCase serviceNumber={form.serviceNumber} whose={form.whose} />
      {known !== undefined && <p className="hint">{known.lead}</p>}
      {kept?.refused !== undefined && <Refused refused={kept.refused} stands={stands} today={me.today} />}
      {lost.length > 0 && <LessThanFiled lost={lost} onBack={() => setLost([])} onGoOn={() => void submit(true)} />}
      <ObjectFields
        schema={offer.schema}
        path=""
        value={value}
        context={{
          choices: offer.choices,
          errors,
          words,
          utcOffsetMinutes: me.city.utcOffsetMinutes,
          body: value,
          files: (refs, onRefs) => (
            <>
              {refs.length > 0 && (
                <p>
                  已提交的 {refs.length} 个照片、图纸随更正保留。{' '}
                  <PlainButton onClick={() => onRefs([])}>都不要了</PlainButton>
                </p>
              )}
              <PhotosField
                ids={photos}
                onChange={(ids) => {
                  setPhotos(ids)
                  void keep(value, ids)
                }}
              />
            </>
          ),
        }}
        onChange={(path, to) => {
          const next = withValue(value, path, to)
          setValue(next)
          void keep(next, photos)
          if (errors.has(path)) setErrors(new Map([...errors].filter(([each]) => each !== path)))
        }}
      />
      <div className="buttons">
        <button type="submit" className="plain strong">
          {known?.button ?? offer.name}
        </button>
        <PlainButton
          onClick={() =>
            void forgetDraft(form.id)
              .then(outbox.look)
              .then(() => location.assign(addressOf(form.serviceNumber)))
          }
        >
          不办了，清掉
        </PlainButton>
      </div>
      <small>写下的、拍下的自动存在手机里</small>
      <RuleWords of={[offer.rule]} title={`依据 ${offer.rule}`} />
    </form>
  )
}

/** Why it was not taken; what others have done meanwhile stands beside what was written, nothing of which is gone. */
function Refused({
  refused: { words, changes = [] },
  stands,
  today,
}: {
  readonly refused: NonNullable<Draft['refused']>
  readonly stands: FiledOpinion | undefined
  readonly today: string
}) {
  return (
    <Notice kind="error" live>
      没有办成：{words}
      {changes.length > 0 && (
        <>
          {' '}
          您写的都在下面，看过后再交即可：
          <ul>
            {changes.map(({ seq, at, orgName, name }) => (
              <li key={seq}>
                {timeWords(at, today)} {orgName}：{name}
              </li>
            ))}
          </ul>
          {stands !== undefined && (
            <>
              现在已提交的是：
              <OpinionWords opinion={stands} />
            </>
          )}
        </>
      )}
    </Notice>
  )
}

/** Those that a correction keeps. */
function filesOf(value: Value): readonly Value[] {
  const files = isRecord(value) ? value['files'] : undefined
  return Array.isArray(files) ? files : []
}
