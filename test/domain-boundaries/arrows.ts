/** Which way imports run, those of types included: between the layers of the house, and round in circles. */
import { dirname, join, normalize } from 'node:path/posix'
import { importsOf } from './boundaries.ts'

/** File → the files that it imports, by path from the top. */
export type Imports = ReadonlyMap<string, readonly string[]>

/** `sources` by path from the top; what is imported from elsewhere is left out. */
export function importsWithin(sources: ReadonlyMap<string, string>): Imports {
  const targets = (file: string, source: string) =>
    importsOf(source)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => normalize(join(dirname(file), specifier)))
      .filter((target) => sources.has(target))
  return new Map([...sources].map(([file, source]) => [file, [...new Set(targets(file, source))]]))
}

/**
 * The files that import each other by whatever way, one list for each circle, sorted; a file that imports itself is
 * one.
 */
export function circlesOf(imports: Imports): readonly (readonly string[])[] {
  const left = withoutEnds(imports)
  const reached = new Map([...left.keys()].map((file) => [file, reachedFrom(file, left)]))
  const circles = [...reached].map(([file, others]) =>
    [...others].filter((other) => reached.get(other)?.has(file) === true).sort(),
  )
  return [...new Map(circles.filter(({ length }) => length > 0).map((circle) => [circle.join(), circle])).values()]
}

/** Without the files that import nothing of what is left: these are in no circle. */
function withoutEnds(imports: Imports): Imports {
  const inner = [...imports]
    .map(([file, targets]) => [file, targets.filter((target) => imports.has(target))] as const)
    .filter(([, targets]) => targets.length > 0)
  return inner.length === imports.size ? imports : withoutEnds(new Map(inner))
}

/** All that a file imports, at however many removes; itself only where it stands in a circle. */
function reachedFrom(file: string, imports: Imports): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [...(imports.get(file) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    open.push(...(imports.get(next) ?? []))
  }
  return reached
}

/** From the ground up. What a group matches names a house of its own: those of one layer do not import each other. */
const LAYERS: readonly RegExp[] = [
  /^(receivers)\//,
  /^(domain)\/|^environment\.ts$|^start\/(?:misspelt|tls)\.ts$|^temporal\/search-attributes\.ts$/,
  /^(workflows\/ports)\//,
  /^(workflows\/lib\/core)\//,
  /^(workflows\/lib)\//,
  /^(workflows\/matter\/core)\//,
  /^(workflows\/matter)\//,
  /^(workflows\/[\w-]+\/core)\//,
  /^(workflows\/(?!core\/)[\w-]+)\//,
  /^(workflows)\//,
  /^(config)\//,
  /^(temporal)\/|^(?!server\.|worker\.|\w+\.config\.)([\w-]+\.ts)$/,
  /^(db)\//,
  /^(activities|push|start|watch)\//,
  /^(api)\//,
  /^(web)\//,
  /^(server|worker|\w+\.config)\.ts$/,
  /^(scripts)\//,
  /^(bench)\//,
]

/** What stands in no layer, and what imports from a layer above, or from its neighbour: one sentence each. */
export function upwardImports(imports: Imports): readonly string[] {
  return [...imports].flatMap(([file, targets]) => {
    const own = placeOf(file)
    if (own === undefined) return [`${file}: stands in no layer`]
    return targets.flatMap((target) => {
      const other = placeOf(target)
      if (other === undefined || other.layer < own.layer || other.house === own.house) return []
      return [`${file}: may not import ${target}, which stands ${other.layer > own.layer ? 'above' : 'beside'} it`]
    })
  })
}

function placeOf(file: string): { readonly layer: number; readonly house: string } | undefined {
  const layer = LAYERS.findIndex((each) => each.test(file))
  return layer === -1 ? undefined : { layer, house: LAYERS[layer]?.exec(file)?.[1] ?? '' }
}
