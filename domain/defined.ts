/** What is left of an object where every key without a value is left out; of the rest the order stays. */
type Defined<Told> = { [K in keyof Told as undefined extends Told[K] ? never : K]: Told[K] } & {
  [K in keyof Told as undefined extends Told[K] ? K : never]?: Exclude<Told[K], undefined>
}

/** Leaves out the keys whose value is undefined: for what is written down, and for types that refuse the value. */
export function defined<Told extends object>(told: Told): Defined<Told> {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Defined<Told>
}
