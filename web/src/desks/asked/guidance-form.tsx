import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { SERVICE_NAMES, SERVICES } from '../../../../domain/case/service.ts'
import type { Service } from '../../../../domain/case/service.ts'
import { PHASE_NAMES } from '../../../../domain/case/stage.ts'
import type { Me } from '../../data/types.ts'
import { Field } from '../../ui/form/field.tsx'
import { offsetText } from '../../ui/times.ts'
import type { GuidanceView } from './data.ts'
import { emptyOf, filledOf, Sending } from '../../ui/form/sending.tsx'
import { TextField } from './text-field.tsx'
import { useForm } from '../../ui/form/use-form.ts'
import type { AskedForm } from '../../ui/form/use-form.ts'

const EMPTY = { name: '', number: '', contact: '', phone: '', projectName: '', projectCode: '', guidedAt: '', note: '' }

/** 提前指导、服务告知: whom this bureau told, about which project. */
export function GuidanceForm({ me }: { readonly me: Me }) {
  const [value, setValue] = useState(EMPTY)
  const [kind, setKind] = useState<'enterprise' | 'individual'>('enterprise')
  const [phase, setPhase] = useState(() => me.may.guide[0])
  const [services, setServices] = useState<readonly Service[]>([])
  const [further, setFurther] = useState(false)
  const navigate = useNavigate()
  const client = useQueryClient()
  const form = useForm<GuidanceView>({
    url: '/api/v1/guidance',
    onDone: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['guidance'] })
      void navigate(`/guided/${id}`)
    },
  })
  if (phase === undefined) return <p className="empty">本单位不作引导记录。</p>
  const isEnterprise = kind === 'enterprise'
  const numberAt = isEnterprise ? 'told.creditCode' : 'told.identityNumber'
  const text = (path: keyof typeof EMPTY, at: string = path) => ({
    form,
    path: at,
    value: value[path],
    onChange: (to: string) => setValue((before) => ({ ...before, [path]: to })),
  })
  const submit = () => {
    const { name, number, guidedAt, ...rest } = value
    const at = guidedAt === '' ? '' : `${guidedAt}:00${offsetText(me.city.utcOffsetMinutes)}`
    const told = { kind, name: name.trim(), [isEnterprise ? 'creditCode' : 'identityNumber']: plain(number) }
    const empty = emptyOf({
      'told.name': [name, isEnterprise ? '请填写单位名称' : '请填写姓名'],
      [numberAt]: [number, isEnterprise ? '请填写信用代码' : '请填写身份证号码'],
      projectName: [value.projectName, '请填写项目名称'],
      services: [services.join(''), '请至少勾选一项'],
    })
    form.submit(
      { phase, told, services, ...filledOf({ ...rest, guidedAt: at }), ...(further ? { further: true } : {}) },
      empty,
    )
  }
  return (
    <Sending form={form} className="panel window" labelledBy="guiding" button="记录" onSubmit={submit}>
      <h1 id="guiding">记录一次引导</h1>
      <p className="hint">告知用户可以一并报装水、电、气、网，并引导其申请（R-01）。</p>
      <div className="pair">
        <Field path="phase" label="项目所处阶段" required error={form.errors.get('phase')}>
          {(field) => (
            <select
              {...field}
              value={phase}
              onChange={({ target }) => setPhase(me.may.guide.find((each) => each === target.value))}
            >
              {me.may.guide.map((each) => (
                <option key={each} value={each}>
                  {PHASE_NAMES[each]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field path="told.kind" label="告知了谁" required>
          {(field) => (
            <select
              {...field}
              value={kind}
              onChange={({ target }) => setKind(target.value === 'individual' ? 'individual' : 'enterprise')}
            >
              <option value="enterprise">单位</option>
              <option value="individual">个人</option>
            </select>
          )}
        </Field>
      </div>
      <div className="pair">
        <TextField {...text('name', 'told.name')} label={isEnterprise ? '单位名称' : '姓名'} required most={100} />
        <TextField {...text('number', numberAt)} label={isEnterprise ? '信用代码' : '身份证号码'} required most={30} />
      </div>
      <div className="pair">
        <TextField {...text('projectName')} label="项目名称" required most={200} />
        <TextField {...text('projectCode')} label="项目代码" most={40} hint="可不填" />
      </div>
      <ServicesField form={form} value={services} onChange={setServices} />
      <div className="pair">
        <TextField {...text('contact')} label="当面或电话告知的人" most={50} />
        <TextField {...text('phone')} label="其联系电话" most={60} mode="tel" />
      </div>
      <TextField
        {...text('guidedAt')}
        label="何时告知"
        most={30}
        type="datetime-local"
        hint="不填为现在；至多补记 30 日"
      />
      <TextField {...text('note')} label="说明" most={1000} rows={2} />
      <Field path="further" label="同一项目、同一阶段又一次告知" error={form.errors.get('further')}>
        {(field) => (
          <input {...field} type="checkbox" checked={further} onChange={({ target }) => setFurther(target.checked)} />
        )}
      </Field>
    </Sending>
  )
}

const plain = (number: string): string => number.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()

interface ServicesFieldProps {
  readonly form: AskedForm
  readonly value: readonly Service[]
  readonly onChange: (value: readonly Service[]) => void
}

function ServicesField({ form, value, onChange }: ServicesFieldProps) {
  const error = form.errors.get('services')
  return (
    <fieldset className="field" data-path="services" tabIndex={-1}>
      <legend className="required">指出可一并报装的事项</legend>
      <div className="options">
        {SERVICES.map((service) => (
          <label key={service}>
            <input
              type="checkbox"
              checked={value.includes(service)}
              onChange={({ target }) => {
                form.change('services')
                onChange(target.checked ? [...value, service] : value.filter((each) => each !== service))
              }}
            />
            {SERVICE_NAMES[service]}
          </label>
        ))}
      </div>
      {error !== undefined && <div className="error">{error}</div>}
    </fieldset>
  )
}
