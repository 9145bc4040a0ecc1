/**
 * For a watch whose end is awaited only later: cancelled before that, its rejection would count as unhandled and fail
 * the workflow task.
 */
export function awaitedLater(watch: Promise<void>): Promise<void> {
  watch.catch(() => undefined)
  return watch
}
