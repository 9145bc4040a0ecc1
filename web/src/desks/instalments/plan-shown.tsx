import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { InstalmentsViewSchema } from '../../../../api/views/instalments.schema.ts'
import { useWorkingTime } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { Countdown } from '../../ui/countdown.tsx'
import { LightMark } from '../../ui/light.tsx'
import { useNow } from '../../ui/now.ts'
import { dateWords } from '../../ui/times.ts'

export type InstalmentsView = z.infer<typeof InstalmentsViewSchema>
type Agreed = NonNullable<InstalmentsView['agreement']>
type Plan = NonNullable<Agreed['proposal']>

/** R-23: how it stands: what both sides signed, what waits, what was paid. */
export function PlanShown({ view, me }: { readonly view: InstalmentsView; readonly me: Me }) {
  const { data: working } = useWorkingTime(me.city.key)
  const now = useNow(me.ahead)
  const { statusName, serviceName, utilityName, awaiting, agreement, parts, deadlines } = view
  const inForce = agreement?.plans.at(-1)
  const running = deadlines.filter(({ metAt, supersededAt }) => (metAt ?? supersededAt) === undefined)
  return (
    <section className="panel" aria-labelledby="plan">
      <h2 id="plan">
        {statusName}
        {awaiting.length > 0 && `，等${awaiting.map(({ orgName }) => orgName).join('、')}`}
      </h2>
      <dl className="facts">
        <Fact name="服务">{`${serviceName}，${utilityName}`}</Fact>
        {agreement !== undefined && (
          <Fact name="方式">{agreement.modeName + sumWords('报价', agreement.quotedFen)}</Fact>
        )}
        {agreement?.ended !== undefined && (
          <Fact name="服务终止">{agreement.ended.whyName + sumWords('未退', agreement.ended.leftFen)}</Fact>
        )}
        {agreement?.proposal !== undefined && <Fact name="待签字的方案">{planWords(agreement.proposal)}</Fact>}
        {inForce !== undefined && <Fact name="签定的方案">{planWords(inForce)}</Fact>}
        {parts.length > 0 && (
          <Fact name="各期">
            {parts.map(({ part, dueDate, amountFen, paidOn, overdue }) => (
              <div key={part}>
                第 {part} 期，{dateWords(dueDate, me.today)}
                {amountFen === undefined ? '' : `，${yuan(amountFen)}`}
                {paidOn === undefined ? (overdue ? '，逾期' : '') : `，✓ ${dateWords(paidOn, me.today)}`}
              </div>
            ))}
          </Fact>
        )}
        {running.map(({ id, name, ownerName, light, dueAt }) => (
          <Fact key={id} name={name}>
            <LightMark light={light} /> {ownerName}{' '}
            <Countdown due={dueAt} now={now} today={me.today} working={working} />
          </Fact>
        ))}
      </dl>
    </section>
  )
}

const yuan = (fen: number) => `${(fen / 100).toFixed(2)} 元`

/** Left out for those who do not see amounts. */
const sumWords = (what: string, fen: number | undefined) => (fen === undefined ? '' : `，${what} ${yuan(fen)}`)

function planWords({ number, byName, parts, signature, countersignature, reason }: Plan): string {
  const signed = (one: Plan['signature']) => `${one.orgName}${one.signer === undefined ? '' : ` ${one.signer}`} 签`
  const sums = parts.map(
    ({ dueDate, amountFen }) => `${dueDate} 前${amountFen === undefined ? '' : ` ${yuan(amountFen)}`}`,
  )
  const who = [signature, ...(countersignature === undefined ? [] : [countersignature])].map(signed).join('、')
  return `第 ${number} 个，${byName}提出：${sums.join('，')}。${who}。${reason ?? ''}`
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
