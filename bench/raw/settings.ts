/** What the two programs of the raw ways are told, as JSON in their first argument. */
export interface RawSettings {
  readonly address: string
  readonly namespace: string
  readonly taskQueue: string
  readonly databaseUrl: string
  /** Of the program that sends. */
  readonly port: number
  /** As many acts as these, each with an argument of so many bytes. */
  readonly updateBytes: readonly number[]
  readonly cachedWorkflows: number
}

/** Which workflow a case is played by. */
export const RAW_WORKFLOWS = { raw: 'raw', 'raw-activity': 'rawWithActivity' } as const

export function settingsFromArguments<Settings>(): Settings {
  return JSON.parse(process.argv[2] ?? '{}') as Settings
}
