import { Button } from 'antd'
import type { OfferedAct, Offers } from '../../../data/types.ts'
import { Failure } from '../../../ui/failure.tsx'

interface ActsPanelProps {
  readonly offers: Offers | undefined
  readonly error: unknown
  readonly current: string | undefined
  /** What the case waits for our organisation to do. */
  readonly awaited: ReadonlySet<string>
  readonly onOpen: (act: string) => void
}

/** What can be done at any time, apart from what the case waits for. */
const AT_ANY_TIME: readonly string[] = [
  'hasten',
  'reassignTask',
  'suspendClock',
  'resumeClock',
  'correctContact',
  'claimApplication',
  'supplementDemand',
  'confirmSuccessor',
  'dropServices',
  'withdrawApplication',
  'declareUnavailable',
  'reportEmergencyRepair',
  'reportMissedAppointment',
  'cancelAppointment',
  'offerTime',
  'recordJointVisit',
  'requestInnerWorks',
  'agreeSharedTrench',
  'requestWorksExtension',
  'requestVariation',
]

/** What one may do now; what one may not yet is told with its reason, what is not one's own is left out. */
export function ActsPanel({ offers, error, current, awaited, onOpen }: ActsPanelProps) {
  const may = offers?.may ?? []
  const byAwaited = (one: OfferedAct, other: OfferedAct) =>
    Number(awaited.has(other.type)) - Number(awaited.has(one.type))
  const isAside = ({ type }: OfferedAct) => AT_ANY_TIME.includes(type) && !awaited.has(type)
  const first = may.filter((act) => !isAside(act)).toSorted(byAwaited)
  const any = may.filter(isAside)
  const early = (offers?.mayNot ?? []).filter((act) => act.early === true)
  const button = ({ type, name }: { readonly type: string; readonly name: string }, strong: boolean) => (
    <Button
      key={type}
      type={strong ? 'primary' : 'default'}
      aria-pressed={type === current}
      onClick={() => onOpen(type)}
    >
      {name}
    </Button>
  )
  return (
    <section className="panel acts" aria-labelledby="acts">
      <h2 id="acts">我可以办</h2>
      {error !== null && offers === undefined && <Failure error={error} />}
      {offers !== undefined && may.length === 0 && <p className="hint">现在没有要您办的。</p>}
      <div className="buttons">{first.map((act) => button(act, awaited.has(act.type)))}</div>
      {any.length > 0 && <div className="buttons">{any.map((act) => button(act, false))}</div>}
      {early.length > 0 && (
        <details>
          <summary>还不能办的 {early.length} 项</summary>
          <ul>
            {early.map(({ type, name, detail }) => (
              <li key={type}>
                <b>{name}</b>：{detail}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
