/** The page as Vite built it, read once: an address that is not one of its files is none. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const PAGE_FOLDER = fileURLToPath(new URL('../../web/dist/', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
}

type Encoding = 'br' | 'gzip' | 'identity'

interface Asset {
  readonly type: string
  readonly bodies: Readonly<Partial<Record<Encoding, Buffer>>> & { readonly identity: Buffer }
}

export interface BuiltPage {
  /** With `%NONCE%` where each answer puts its own. */
  readonly html: string
  /** The same of the field's page. */
  readonly field: string
  /** What keeps the files of the field's page on the telephone. */
  readonly fieldWorker: string
  /** By name, as in `/assets/NAME`; names carry a hash of what is in them. */
  readonly assets: ReadonlyMap<string, Asset>
}

/** Undefined where it has not been built. */
export function readBuiltPage(folder: string = PAGE_FOLDER): BuiltPage | undefined {
  const places = ['index.html', 'field.html', 'field-worker.js'].map((name) => join(folder, name))
  if (!places.every((place) => existsSync(place))) return undefined
  const [html = '', field = '', fieldWorker = ''] = places.map((place) => readFileSync(place, 'utf8'))
  const names = globSync('*', { cwd: join(folder, 'assets') })
  const read = (name: string) => readFileSync(join(folder, 'assets', name))
  const assets = names.flatMap((name): [string, Asset][] => {
    const type = TYPES[extname(name)]
    if (type === undefined) return []
    const compressed = (ending: string) => (names.includes(`${name}.${ending}`) ? read(`${name}.${ending}`) : undefined)
    const [br, gzip] = [compressed('br'), compressed('gz')]
    return [[name, { type, bodies: { identity: read(name), ...(br && { br }), ...(gzip && { gzip }) } }]]
  })
  return { html, field, fieldWorker, assets: new Map(assets) }
}

/** The smallest that the browser takes. */
export function bodyFor({ bodies }: Asset, accepted: string | undefined): { body: Buffer; encoding: Encoding } {
  const takes = new Set((accepted ?? '').split(',').map((each) => each.split(';')[0]?.trim()))
  for (const encoding of ['br', 'gzip'] as const) {
    const body = bodies[encoding]
    if (body !== undefined && takes.has(encoding)) return { body, encoding }
  }
  return { body: bodies.identity, encoding: 'identity' }
}
