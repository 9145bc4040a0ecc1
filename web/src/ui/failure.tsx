import { Button } from 'antd'
import { Problem, Unreachable } from '../data/api.ts'
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

export function wordsOf(error: unknown): string {
  if (error instanceof Unreachable) return `${error.message}。请检查网络；没有丢失任何内容。`
  if (error instanceof Problem) return error.message
  return '页面出了意料之外的错误，请刷新后再试。'
}
