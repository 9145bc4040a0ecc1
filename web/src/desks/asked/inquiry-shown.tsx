import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { useWorkingTime } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { Countdown } from '../../ui/countdown.tsx'
import { Failure } from '../../ui/failure.tsx'
import { LightMark } from '../../ui/light.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useNow } from '../../ui/now.ts'
import { timeWords } from '../../ui/times.ts'
import { urlOf, useInquiry } from './data.ts'
import type { InquiryView } from './data.ts'
import { PassField } from './pass-field.tsx'
import { emptyOf, filledOf, Sending } from '../../ui/form/sending.tsx'
import { TextField } from './text-field.tsx'
import { useForm } from '../../ui/form/use-form.ts'

/** one inquiry, and what of it is this desk's to do. */
export function InquiryShown({ id, me }: { readonly id: string; readonly me: Me }) {
  const { data: inquiry, error, refetch } = useInquiry(id)
  const client = useQueryClient()
  const [said, setSaid] = useState<string>()
  if (error !== null && inquiry === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  if (inquiry === undefined)
    return (
      <p className="empty" role="status">
        正在取…
      </p>
    )
  const onDone = (words: string) => (view: InquiryView) => {
    client.setQueryData(['inquiry', id], view)
    void client.invalidateQueries({ queryKey: ['inquiries'] })
    setSaid(words)
  }
  return (
    <>
      <h1>
        咨询 <span className="service-number number">{inquiry.number}</span>
      </h1>
      {said !== undefined && (
        <Notice kind="success" live>
          {said}
        </Notice>
      )}
      <About inquiry={inquiry} me={me} />
      {inquiry.mayAnswer && <Answer key={`answer ${inquiry.version}`} inquiry={inquiry} onDone={onDone('已答复。')} />}
      {inquiry.mayPassTo.length > 0 && (
        <PassOn key={`pass ${inquiry.version}`} inquiry={inquiry} onDone={onDone('已转办。')} />
      )}
    </>
  )
}

function About({ inquiry, me }: { readonly inquiry: InquiryView; readonly me: Me }) {
  const { question, asker, phone, serviceNumber, channelName, askedAt, note, answer, answeredAt, turns } = inquiry
  const { data: working } = useWorkingTime(me.city.key)
  const now = useNow(me.ahead)
  return (
    <section className="panel" aria-labelledby="asked">
      <h2 id="asked">
        <LightMark light={inquiry.light} words /> {inquiry.statusName}，{inquiry.ownerName}
        {inquiry.person === undefined ? '' : `（${inquiry.person}）`}
      </h2>
      {answeredAt === undefined && (
        <p>
          <Countdown due={inquiry.due} now={now} today={me.today} working={working} />
        </p>
      )}
      <dl className="facts">
        <Fact name="问题">
          <span className="as-written">{question}</span>
        </Fact>
        <Fact name="咨询人">{[asker, phone].filter((each) => each !== undefined).join('　') || '没有留下'}</Fact>
        {serviceNumber !== undefined && (
          <Fact name="关于">
            <Link to={`/cases/${serviceNumber}`}>{serviceNumber}</Link>
          </Fact>
        )}
        <Fact name="提出">{`${timeWords(askedAt, me.today)}　${channelName}`}</Fact>
        {note !== undefined && <Fact name="转办说明">{note}</Fact>}
        {answer !== undefined && answeredAt !== undefined && (
          <Fact name="答复">
            <span className="as-written">{answer}</span>
            <small>{timeWords(answeredAt, me.today)}</small>
          </Fact>
        )}
        <Fact name="先后承办">
          {turns
            .map(({ orgName, from, late }) => `${orgName}（${timeWords(from, me.today)}起${late ? '，超期' : ''}）`)
            .join('，')}
        </Fact>
      </dl>
      {phone !== undefined && (
        <p className="hint">告诉咨询人编号 {inquiry.number}：在 /progress 凭它与所留手机的验证码可以查到答复。</p>
      )}
    </section>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

interface DoingProps {
  readonly inquiry: InquiryView
  readonly onDone: (view: InquiryView) => void
}

function Answer({ inquiry: { id, version }, onDone }: DoingProps) {
  const [answer, setAnswer] = useState('')
  const form = useForm<InquiryView>({ url: `${urlOf('inquiries', id)}/answers`, seen: version, onDone })
  return (
    <section className="panel">
      <h2 id="answering">答复</h2>
      <Sending
        form={form}
        labelledBy="answering"
        button="答复"
        onSubmit={() => form.submit(filledOf({ answer }), emptyOf({ answer: [answer, '请填写答复'] }))}
      >
        <TextField
          form={form}
          path="answer"
          label="答复的内容"
          hint="咨询人看得到；答复之后不能再改"
          required
          most={2000}
          rows={4}
          value={answer}
          onChange={setAnswer}
        />
      </Sending>
    </section>
  )
}

function PassOn({ inquiry: { id, version, mayPassTo }, onDone }: DoingProps) {
  const [value, setValue] = useState({ to: '', note: '' })
  const form = useForm<InquiryView>({ url: `${urlOf('inquiries', id)}/passes`, seen: version, onDone })
  return (
    <section className="panel">
      <h2 id="passing">转办</h2>
      <Sending
        form={form}
        labelledBy="passing"
        button="转办"
        onSubmit={() => form.submit(filledOf(value), emptyOf({ to: [value.to, '请选择转给哪个单位'] }))}
      >
        <PassField
          form={form}
          path="to"
          label="转给哪个单位"
          none="请选择"
          required
          value={value.to}
          answerers={mayPassTo}
          onChange={(to) => setValue((before) => ({ ...before, to }))}
        />
        <TextField
          form={form}
          path="note"
          label="转办说明"
          most={500}
          rows={2}
          value={value.note}
          onChange={(note) => setValue((before) => ({ ...before, note }))}
        />
      </Sending>
    </section>
  )
}
