import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { SERVICE_NAMES } from '../../../../domain/case/service.ts'
import type { Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { timeWords } from '../../ui/times.ts'
import { urlOf, useGuidance } from './data.ts'
import type { GuidanceView } from './data.ts'
import { emptyOf, filledOf, Sending } from '../../ui/form/sending.tsx'
import { TextField } from './text-field.tsx'
import { useForm } from '../../ui/form/use-form.ts'

const CHANGES = { recorded: '记录', corrected: '更正', withdrawn: '撤销' } as const

/** one record, what became of it, and its withdrawal by its own bureau. */
export function GuidanceShown({ id, me }: { readonly id: string; readonly me: Me }) {
  const { data: record, error, refetch } = useGuidance(id)
  const client = useQueryClient()
  if (error !== null && record === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  if (record === undefined)
    return (
      <p className="empty" role="status">
        正在取…
      </p>
    )
  const { told, projectName, projectCode, phaseName, orgName, guidedAt, services, contact, phone, note, filed } = record
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['告知了谁', [told.name, told.creditCode ?? told.identityNumber].filter((each) => each !== undefined).join('　')],
    ['项目', [projectName, projectCode].filter((each) => each !== undefined).join('　')],
    ['阶段', phaseName],
    ['可一并报装', services.map((each) => SERVICE_NAMES[each]).join('、')],
    ['何时告知', `${timeWords(guidedAt, me.today)}　${orgName}`],
    ['当面或电话', [contact, phone].filter((each) => each !== undefined).join('　') || undefined],
    ['说明', note],
  ]
  return (
    <>
      <h1>引导记录{record.withdrawn ? '（已撤销）' : ''}</h1>
      {record.warnings.map(({ message }) => (
        <Notice key={message} kind="warning">
          {message}
        </Notice>
      ))}
      <section className="panel">
        <dl className="facts">
          {facts
            .filter(([, words]) => words !== undefined)
            .map(([name, words]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="as-written">{words}</dd>
              </div>
            ))}
          <div>
            <dt>其后申请</dt>
            <dd>
              {filed === undefined ? (
                '尚未申请'
              ) : (
                <Link to={`/cases/${filed.serviceNumber}`}>{filed.serviceNumber}</Link>
              )}
            </dd>
          </div>
        </dl>
        <ul aria-label="经过">
          {record.history.map(({ version, change, at, by, reason }) => (
            <li key={version}>
              {timeWords(at, me.today)} {CHANGES[change]}（{by}）{reason}
            </li>
          ))}
        </ul>
      </section>
      {!record.withdrawn && record.org === me.org && me.may.guide.length > 0 && (
        <Withdrawal id={id} onDone={(view) => client.setQueryData(['guided', id], view)} />
      )}
    </>
  )
}

interface WithdrawalProps {
  readonly id: string
  readonly onDone: (view: GuidanceView) => void
}

function Withdrawal({ id, onDone }: WithdrawalProps) {
  const [reason, setReason] = useState('')
  const form = useForm<GuidanceView>({ url: `${urlOf('guidance', id)}/withdrawals`, onDone })
  return (
    <section className="panel">
      <h2 id="withdrawing">撤销</h2>
      <Sending
        form={form}
        labelledBy="withdrawing"
        button="撤销这条记录"
        onSubmit={() => form.submit(filledOf({ reason }), emptyOf({ reason: [reason, '请填写撤销的理由'] }))}
      >
        <TextField
          form={form}
          path="reason"
          label="撤销的理由"
          hint="记录留着，不再计入考核；写错了的，撤销后另记"
          required
          most={500}
          rows={2}
          value={reason}
          onChange={setReason}
        />
      </Sending>
    </section>
  )
}
