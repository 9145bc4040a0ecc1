import { useState } from 'react'
import { Field } from '../../ui/form/field.tsx'
import { valueAt } from '../../ui/form/shape.ts'
import { textOf } from '../../ui/form/text.ts'
import { PlainButton } from '../../ui/plain-button.tsx'
import { offsetText } from '../../ui/times.ts'
import type { DemandProps } from './controls.tsx'
import { Radios, Text } from './controls.tsx'

/** what vouches for the user: the form they signed, or whoever they sent. */
export function PaperFields(props: DemandProps) {
  const { value, me, errors, onChange } = props
  const byAgent = valueAt(value, 'agent') !== undefined
  const [file, setFile] = useState<string>()
  return (
    <fieldset className="group">
      <legend>来自</legend>
      <Radios
        legend="申请人怎样提出"
        value={byAgent ? 'agent' : 'paper'}
        options={[
          ['paper', '本人签名的纸质采集表'],
          ['agent', '受委托的经办人'],
        ]}
        onChange={(kind) => {
          if (kind === 'agent') onChange('agent', {})
          else onChange('agent', undefined)
        }}
      />
      {byAgent ? (
        <>
          <div className="pair">
            <Text {...props} path="agent.name" label="经办人" required most={100} />
            <Text {...props} path="agent.phone" label="经办人电话" required most={60} mode="tel" />
          </div>
          <Text {...props} path="agent.authorisation" label="授权说明" required most={500} hint="如：委托书编号" />
        </>
      ) : (
        <>
          <div className="pair">
            <Text {...props} path="paper.applicantSigner" label="申请人签名" required most={100} />
            <Text {...props} path="paper.clerk" label="录入人" required most={100} />
          </div>
          <Field
            path="paper.scanSha256"
            label="采集表扫描件"
            required
            error={errors.get('paper.scanSha256')}
            hint={
              valueAt(value, 'paper.scanSha256') === undefined
                ? '文件不上传，只把它的 SHA-256 记入本件；请把扫描件存档'
                : `${file ?? '已选文件'}：${textOf(valueAt(value, 'paper.scanSha256')).slice(0, 16)}…`
            }
          >
            {({ required: _, ...field }) => (
              <input
                {...field}
                type="file"
                accept="image/*,application/pdf"
                onChange={({ target }) => {
                  const [chosen] = target.files ?? []
                  if (chosen === undefined) return
                  setFile(chosen.name)
                  void digestOf(chosen).then((digest) => onChange('paper.scanSha256', digest))
                }}
              />
            )}
          </Field>
          <Received {...props} />
        </>
      )}
      <span className="unseen">登记人 {me.sub}</span>
    </fieldset>
  )
}

/** typed in later than it was handed over: the clock counts from then. */
function Received(props: DemandProps) {
  const { value, me, errors, onChange } = props
  const receivedAt = valueAt(value, 'paper.receivedAt')
  if (receivedAt === undefined)
    return (
      <p>
        <PlainButton onClick={() => onChange('paper.receivedAt', '')}>这张表是此前收到的，现在补录</PlainButton>
      </p>
    )
  const offset = offsetText(me.city.utcOffsetMinutes)
  return (
    <>
      <div className="pair">
        <Field
          path="paper.receivedAt"
          label="实际收到的时间"
          required
          hint="办理时限自此起算，已经超期的记为超期"
          error={errors.get('paper.receivedAt')}
        >
          {(field) => (
            <input
              {...field}
              type="datetime-local"
              value={textOf(receivedAt).slice(0, 16)}
              onChange={({ target }) =>
                onChange('paper.receivedAt', target.value === '' ? '' : `${target.value}:00${offset}`)
              }
            />
          )}
        </Field>
        <Text {...props} path="paper.lateReason" label="补录的原因" required most={500} hint="如：停电、系统中断" />
      </div>
      <PlainButton
        onClick={() => {
          const { receivedAt: _at, lateReason: _reason, ...paper } = valueAt(value, 'paper') as Record<string, unknown>
          onChange('paper', paper)
        }}
      >
        不是补录
      </PlainButton>
    </>
  )
}

async function digestOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
