import type { FastifyInstance } from 'fastify'

/**
 * Runs a round, which must not reject, so many milliseconds after the one before ended, from listening until closing;
 * closing waits for it.
 */
export function repeating(
  app: FastifyInstance,
  everyMs: number,
  round: (stopping: AbortSignal) => Promise<void>,
): void {
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const again = () => {
    if (stopping.signal.aborted) return
    timer = setTimeout(() => {
      running = round(stopping.signal).finally(again)
    }, everyMs)
    timer.unref()
  }
  app.addHook('onListen', async () => again())
  app.addHook('onClose', async () => {
    stopping.abort()
    clearTimeout(timer)
    await running
  })
}
