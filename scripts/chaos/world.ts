/** What every part of a run has to do with. */
import type { Client } from '@temporalio/client'
import type { City } from '../../domain/city/city.schema.ts'
import type { Http } from './http.ts'
import type { Ledger } from './ledger.ts'
import { Subjects } from './subjects.ts'

/** A signal that Temporal took; its mark must be found once in the events. */
interface SentSignal {
  readonly subject: string
  readonly mark: string
}

export interface World {
  readonly city: City
  readonly http: Http
  readonly ledger: Ledger
  readonly subjects: Subjects
  readonly temporal: Client
  readonly signals: SentSignal[]
  /** Subjects whose cancelling was asked for, each time. */
  readonly cancels: string[]
  /** Signals sent beside the act that ends a case. */
  atCompletion: number
  queries: number
  reads: number
  /** Reads that answered 200 with less than the `minSeq` asked for. */
  olderReads: number
  /** Arrivals that found too much under way. */
  shed: number
  readonly say: (text: string) => void
}

/** Before anything has happened. */
export function newWorld(given: Pick<World, 'city' | 'http' | 'ledger' | 'temporal' | 'say'>): World {
  return {
    ...given,
    subjects: new Subjects(),
    signals: [],
    cancels: [],
    atCompletion: 0,
    queries: 0,
    reads: 0,
    olderReads: 0,
    shed: 0,
  }
}

export const APPLICATIONS = '/api/v1/applications'
