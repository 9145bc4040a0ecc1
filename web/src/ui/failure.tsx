import { Button } from 'antd'
import { wordsOf } from './failure-words.ts'
import { Notice } from './notice.tsx'

/** Why nothing is shown, and what to do. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  return (
    <Notice kind="error" live>
      <p>{wordsOf(error)}</p>
      {onRetry !== undefined && <Button onClick={onRetry}>再试一次</Button>}
    </Notice>
  )
}
