import { readFileSync } from 'node:fs'
import type { Environment } from '../../environment.ts'
import type { RecordedRequest } from '../recorded-case.ts'

export const PEERS = ['state-table', 'pg-boss'] as const
export type PeerName = (typeof PEERS)[number]

/** What the programs of a peer are told, as JSON in the file that their first argument names. */
export interface PeerSettings {
  readonly peer: PeerName
  readonly environment: Environment
  readonly databaseUrl: string
  readonly port: number
  /** Key of the city that cases are played in. */
  readonly city: string
  readonly requests: readonly RecordedRequest[]
}

/** The acts of a case in their order, without what only reads. */
export type ActStep = Exclude<RecordedRequest, { readonly kind: 'view' }>

export function readPeerSettings(): PeerSettings {
  return JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as PeerSettings
}

export function actSteps(requests: readonly RecordedRequest[]): readonly ActStep[] {
  return requests.filter((request): request is ActStep => request.kind !== 'view')
}
