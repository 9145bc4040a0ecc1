import { Button } from 'antd'
import { useState } from 'react'
import { newKey } from '../../data/api.ts'
import type { Task } from '../../data/types.ts'
import { Notice } from '../../ui/notice.tsx'
import { acknowledge } from './doing.ts'

interface ReceiptsProps {
  readonly tasks: readonly Task[]
  readonly onDone: () => void
  readonly onClear: () => void
}

interface Result {
  readonly done: number
  readonly refused: readonly { readonly number: string; readonly why: string }[]
}

/** many receipts at once; each is an act of its own, and says for itself what became of it. */
export function Receipts({ tasks, onDone, onClear }: ReceiptsProps) {
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Result>()
  const receipts = tasks.filter(({ kind }) => kind === 'acknowledgeReceipt')
  const others = tasks.length - receipts.length
  if (tasks.length === 0 && result === undefined) return null
  const acknowledgeAll = async () => {
    setBusy(true)
    const refused: { number: string; why: string }[] = []
    for (const task of receipts)
      await acknowledge(task, newKey()).catch((error: Error) =>
        refused.push({ number: task.serviceNumber, why: error.message }),
      )
    setResult({ done: receipts.length - refused.length, refused })
    setBusy(false)
    onClear()
    onDone()
  }
  return (
    <div className="chosen">
      {tasks.length > 0 && (
        <>
          <span>
            已选 {tasks.length} 件{others > 0 && `，其中 ${others} 件不是签收，须逐件办理`}
          </span>
          <Button type="primary" disabled={receipts.length === 0} loading={busy} onClick={() => void acknowledgeAll()}>
            签收 {receipts.length} 件
          </Button>
          <Button onClick={onClear}>取消选择</Button>
        </>
      )}
      {result !== undefined && (
        <Notice kind={result.refused.length === 0 ? 'success' : 'warning'} live>
          已签收 {result.done} 件。
          {result.refused.map(({ number, why }) => (
            <div key={number}>
              {number} 没有签收：{why}
            </div>
          ))}
        </Notice>
      )}
    </div>
  )
}
