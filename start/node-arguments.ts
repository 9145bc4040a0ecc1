/** With which every program of ours is started: Node runs TypeScript as it is, and finds its modules quickly. */
export const NODE_ARGUMENTS: readonly string[] = [
  '--disable-warning=ExperimentalWarning',
  `--import=${new URL('resolve-drizzle.ts', import.meta.url).href}`,
]
