/**
 * Histories that release 0.2 recorded and that cannot be told again: a query met a local activity. Of open cases; never
 * made anew.
 */
import { fileURLToPath } from 'node:url'

export const BROKEN_FOLDER = fileURLToPath(new URL('broken', import.meta.url))

/** How many of its runs do not run on the code of today, and whether one that runs tells other events. */
export const BROKEN: Readonly<
  Record<
    'application-differs' | 'cannot-be-replayed' | 'transfer-differs',
    { readonly failed: number; readonly differing: boolean }
  >
> = {
  'application-differs': { failed: 0, differing: true },
  'cannot-be-replayed': { failed: 1, differing: true },
  'transfer-differs': { failed: 0, differing: true },
}
