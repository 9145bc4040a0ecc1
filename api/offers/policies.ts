import type { Cities } from '../../config/load-cities.ts'
import type { Database } from '../../db/client.ts'
import { policyHashesOf, policyOf } from '../../db/queries/policies.ts'
import type { City } from '../../domain/city/city.schema.ts'

/** A city changes its policy a few times a year, and cases live for months. */
const MOST_KEPT = 50
/** Under which policy a case was registered never changes. */
const MOST_CASES = 10_000

/**
 * The policy that each case was registered under: by it its acts are judged, whatever the city's configuration says by
 * now. It stands in the case's start input, as the registration keeps it (ADR 0052).
 */
export class Policies {
  readonly #database: Database
  readonly #byHash = new Map<string, City>()
  readonly #hashes = new Map<string, string>()

  constructor(database: Database, cities: Cities) {
    this.#database = database
    for (const { city, policyHash } of cities.values()) this.#byHash.set(policyHash, city)
  }

  /** By service number; that of `city` for a case whose registration is gone. Throws `DatabaseError`. */
  async of(serviceNumbers: readonly string[], city: City): Promise<(serviceNumber: string) => City> {
    const hashes = await this.#hashesOf(serviceNumbers)
    const found = new Map<string, City>()
    for (const [serviceNumber, hash] of hashes) {
      const policy = found.get(hash) ?? (await this.#policy(serviceNumber, hash))
      if (policy !== undefined) found.set(hash, policy)
    }
    return (serviceNumber) => found.get(hashes.get(serviceNumber) ?? '') ?? city
  }

  async #hashesOf(serviceNumbers: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unknown = serviceNumbers.filter((serviceNumber) => !this.#hashes.has(serviceNumber))
    const looked = unknown.length === 0 ? [] : await policyHashesOf(this.#database, unknown)
    const all = [...serviceNumbers.map((each) => [each, this.#hashes.get(each)] as const), ...looked]
    for (const [serviceNumber, hash] of looked) this.#keepHash(serviceNumber, hash)
    return new Map(all.flatMap(([serviceNumber, hash]) => (hash === undefined ? [] : [[serviceNumber, hash]])))
  }

  #keepHash(serviceNumber: string, hash: string): void {
    this.#hashes.set(serviceNumber, hash)
    const [oldest] = this.#hashes.keys()
    if (this.#hashes.size > MOST_CASES && oldest !== undefined) this.#hashes.delete(oldest)
  }

  async #policy(serviceNumber: string, hash: string): Promise<City | undefined> {
    const kept = this.#byHash.get(hash)
    if (kept !== undefined) return kept
    const policy = await policyOf(this.#database, serviceNumber)
    const [oldest] = this.#byHash.keys()
    if (this.#byHash.size >= MOST_KEPT && oldest !== undefined) this.#byHash.delete(oldest)
    if (policy !== undefined) this.#byHash.set(hash, policy)
    return policy
  }
}
