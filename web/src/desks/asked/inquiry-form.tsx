import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import type { Me } from '../../data/types.ts'
import { PassField, useAnswerers } from './pass-field.tsx'
import { emptyOf, filledOf, Sending } from '../../ui/form/sending.tsx'
import { TextField } from './text-field.tsx'
import { useForm } from '../../ui/form/use-form.ts'
import type { InquiryView } from './data.ts'

const EMPTY = { question: '', asker: '', phone: '', serviceNumber: '', answer: '', passTo: '' }

/** asked at the counter or by telephone: answered at once, passed on, or kept to be answered. */
export function InquiryForm({ me }: { readonly me: Me }) {
  const [value, setValue] = useState(EMPTY)
  const navigate = useNavigate()
  const client = useQueryClient()
  const answerers = useAnswerers(me)
  const form = useForm<InquiryView>({
    url: '/api/v1/inquiries',
    onDone: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['inquiries'] })
      void navigate(`/asked/${id}`)
    },
  })
  if (me.may.inquiries !== 'record') return <p className="empty">咨询由综窗记下。</p>
  const text = (path: keyof typeof EMPTY) => ({
    form,
    path,
    value: value[path],
    onChange: (to: string) => setValue((before) => ({ ...before, [path]: to })),
  })
  return (
    <Sending
      form={form}
      className="panel window"
      labelledBy="asking"
      button="记下"
      onSubmit={() => form.submit(filledOf(value), emptyOf({ question: [value.question, '请填写咨询的问题'] }))}
    >
      <h1 id="asking">记下一次咨询</h1>
      <TextField {...text('question')} label="咨询的问题" required most={2000} rows={4} />
      <div className="pair">
        <TextField {...text('asker')} label="咨询人" most={50} />
        <TextField
          {...text('phone')}
          label="联系电话"
          most={60}
          mode="tel"
          hint="留了手机号的，可凭咨询编号与短信验证码自己查答复"
        />
      </div>
      <TextField {...text('serviceNumber')} label="关于哪一件" most={40} hint="服务编号；还没有申请的不填" />
      <TextField {...text('answer')} label="当场的答复" most={2000} rows={3} hint="不能当场答复的，留空" />
      <PassField {...text('passTo')} label="转给哪个单位答复" none="由综窗答复" answerers={answerers} />
    </Sending>
  )
}
