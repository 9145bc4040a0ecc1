/** One of two systems that stand beside each other: with no case that waits, and with many. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { City } from '../../domain/city/city.schema.ts'
import type { TokenOf } from '../../scripts/demo/client.ts'
import { tokensOf } from '../../scripts/demo/target.ts'
import { Ground } from '../ground.ts'
import { chibi, Product, USUAL_SETTINGS } from '../product.ts'
import type { ServerPrograms } from '../temporal-server.ts'
import type { Running, Workload } from '../way.ts'
import { writeCities } from './city.ts'

const THIS_CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

export class Side {
  readonly name: 'empty' | 'waiting'
  readonly ground = new Ground()
  readonly product: Product
  #running: Running | undefined

  constructor(name: Side['name']) {
    this.name = name
    const set = { CITIES_DIR: join(this.ground.folder, 'cities') }
    this.product = new Product(this.ground, 'this', THIS_CHECKOUT, { ...USUAL_SETTINGS, set })
  }

  async up(programs: ServerPrograms): Promise<void> {
    await this.ground.up(programs)
    this.#write([chibi()])
    await this.product.prepare()
    this.#running = await this.product.start()
  }

  /** Our programs begin anew: with one more city, or other variables. */
  async again({ city, set = {} }: { city?: City; set?: Readonly<Record<string, string>> }): Promise<void> {
    if (city !== undefined) this.#write([chibi(), city])
    await this.running.stop()
    this.#running = await this.product.start(set)
  }

  get running(): Running {
    if (this.#running === undefined) throw new Error(`${this.name} is not up`)
    return this.#running
  }

  get connectable(): Workload {
    const workload = this.running.workloads.find(({ name }) => name === 'connectable')
    if (workload === undefined) throw new Error('no connectable')
    return workload
  }

  /** New ones, good for an hour. */
  tokens(city: string): Promise<TokenOf> {
    return tokensOf(this.product.environment, city)
  }

  #write(cities: readonly City[]): void {
    writeCities(join(this.ground.folder, 'cities'), cities)
  }
}
