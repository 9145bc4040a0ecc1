/** What is not there is none; whatever else is wrong is thrown on. */
export function noneWhereMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
