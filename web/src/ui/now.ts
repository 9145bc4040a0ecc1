import { useEffect, useState } from 'react'

/** Milliseconds, anew every half minute; `offset` is by how much the server's clock is ahead of this computer's. */
export function useNow(offset: number): number {
  const [now, setNow] = useState(() => Date.now() + offset)
  useEffect(() => {
    setNow(Date.now() + offset)
    const ticking = setInterval(() => setNow(Date.now() + offset), 30_000)
    return () => clearInterval(ticking)
  }, [offset])
  return now
}
