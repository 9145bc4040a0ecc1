import type { ReactNode } from 'react'

interface NoticeProps {
  readonly kind: 'error' | 'warning' | 'info' | 'success'
  readonly children: ReactNode
  /** Read out at once. */
  readonly live?: boolean
}

export function Notice({ kind, children, live = false }: NoticeProps) {
  return (
    <div className={`notice ${kind}`} role={live ? (kind === 'error' ? 'alert' : 'status') : undefined}>
      {children}
    </div>
  )
}
