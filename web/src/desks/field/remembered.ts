import { useEffect, useState } from 'react'
import type { Me } from '../../data/types.ts'

const KEY = 'seven-ones-field-me'

/**
 * Who was signed in on this telephone when there was last a network: whose outbox is shown where there is none. Only
 * what the account says of itself, and only until it signs out.
 */
export function useRemembered(me: Me | null | undefined): Me | undefined {
  const [remembered] = useState(read)
  useEffect(() => {
    if (me === null) localStorage.removeItem(KEY)
    else if (me !== undefined) localStorage.setItem(KEY, JSON.stringify(me))
  }, [me])
  return remembered
}

export const forgetRemembered = (): void => localStorage.removeItem(KEY)

function read(): Me | undefined {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? 'null') as Me | null) ?? undefined
  } catch {
    return undefined
  }
}
