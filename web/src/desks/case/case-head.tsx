import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import type { ApplicationView, Me } from '../../data/types.ts'
import { LightMark } from '../../ui/light.tsx'
import { shortMask } from '../../ui/short-mask.ts'
import { timeWords } from '../../ui/times.ts'

export function CaseHead({ view, me }: { readonly view: ApplicationView; readonly me: Me }) {
  const { serviceNumber, applicant, stageName, outcomeName, registeredAt, channelName, closedAt, awaiting } = view
  const { claimed, successor, receivedAt } = view
  const worst = LIGHTS.findLast((light) => awaiting.some((task) => task.light === light))
  return (
    <header className="case-head">
      <h1>
        <span className="number">{serviceNumber}</span> {shortMask(applicant.name)}
      </h1>
      <p>
        <b className="stage">{outcomeName ?? stageName}</b>
        {worst !== undefined && closedAt === undefined && <LightMark light={worst} words />}
        <span>{view.address}</span>
        <span className="hint">
          {timeWords(registeredAt, me.today)} 由{channelName}登记
          {receivedAt !== undefined && `（${timeWords(receivedAt, me.today)} 收到纸质表）`}
          {claimed !== undefined && `，${timeWords(claimed.at, me.today)} 由${claimed.asName}认领`}
          {closedAt !== undefined && `，${timeWords(closedAt, me.today)} 办结`}
        </span>
      </p>
      {successor !== undefined && (
        <p className="hint">
          已确认由{successor.applicant.name}承接（{successor.document.kind} {successor.document.number}），待其认领
        </p>
      )}
      {view.warnings.map(({ field, message }) => (
        <p key={field} className="hint">
          ⚠ {message}
        </p>
      ))}
    </header>
  )
}
