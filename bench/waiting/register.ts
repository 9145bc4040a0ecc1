import { performance } from 'node:perf_hooks'
import type { RegistrationBody, TokenOf } from '../../scripts/demo/client.ts'
import { Client } from '../../scripts/demo/client.ts'
import { factoryForm } from '../../scripts/demo/forms.ts'
import { INTAKE } from '../../scripts/demo/party.ts'
import { eachInLanes } from './lanes.ts'
import type { Side } from './side.ts'

const LANES = 12

export interface Registered {
  readonly numbers: readonly string[]
  readonly seconds: number
}

/**
 * So many cases that wait for a clerk of the window until their half working day is over, then count as accepted
 * the check character of their credit code is wrong. Throws where they are not all there before
 * `before`.
 */
export async function register(side: Side, tokens: TokenOf, count: number, before?: Date): Promise<Registered> {
  const numbers: string[] = []
  const begun = performance.now()
  await eachInLanes(
    LANES,
    Array.from({ length: count }, (_, index) => index),
    async (index) => {
      if (before !== undefined && Date.now() > before.getTime())
        throw new Error(`到下午开始时只登记了 ${numbers.length} 件，比事先估计的慢`)
      const client = new Client(side.product.nextUrl(), tokens)
      numbers.push((await client.register(INTAKE, doubtful(index))).serviceNumber)
    },
  )
  return { numbers, seconds: (performance.now() - begun) / 1_000 }
}

function doubtful(index: number): RegistrationBody {
  const form = factoryForm({ name: `湖北蒲圻第 ${index + 1} 制造有限公司`, creditCode: '91440101MA5CJQ4N50' })
  const own = String(index).padStart(6, '0')
  return { ...form, form: { ...form.form, projectCode: `2411-421281-04-01-${own}` } }
}
