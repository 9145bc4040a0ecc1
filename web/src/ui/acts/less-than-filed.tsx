import { Dialog } from '../dialog.tsx'
import { PlainButton } from '../plain-button.tsx'

interface LessThanFiledProps {
  readonly lost: readonly string[]
  readonly onGoOn: () => void
  readonly onBack: () => void
}

/** a correction that says less than what stands is asked for once more. */
export const LessThanFiled = ({ lost, onGoOn, onBack }: LessThanFiledProps) => (
  <Dialog title="比已提交的意见少" onClose={onBack}>
    <p>更正会取代已提交的意见，其中：</p>
    <ul>
      {lost.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
    <div className="buttons">
      <PlainButton strong onClick={onBack}>
        回去改
      </PlainButton>
      <PlainButton onClick={onGoOn}>照此更正</PlainButton>
    </div>
  </Dialog>
)
