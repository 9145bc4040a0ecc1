import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { METADATA_ENCODING_KEY } from '@temporalio/common'
import { decode } from '@temporalio/common/lib/encoding.js'
import { describe, expect, it } from 'vitest'
import { isBefore } from '../../domain/format/format.ts'
import type { FormatVersion, Release, Versioned } from '../../domain/format/format.ts'
import { PAYLOAD_FORMATS } from '../../domain/format/payload-format.ts'
import { STATE_FORMATS, upgrade } from '../../domain/format/state-format.ts'
import type { StateFormat } from '../../domain/format/state-format.ts'
import { EncryptionCodec } from '../../temporal/codec.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'

const RELEASE = readFileSync('package.json', 'utf8').match(/"version": "(\d+\.\d+)\.\d+"/)?.[1] as Release

/** Until 0.3 a format came with its release: workers of 0.1 could not read what was deflated. These, and no others. */
const BEFORE_THE_RULE: Readonly<Record<string, Release>> = {
  'application 1': '0.1',
  'transfer 1': '0.2',
  'creditRecord 1': '0.2',
  'rating 1': '0.2',
  'meetingReport 1': '0.2',
  'instalments 1': '0.2',
  'laterInspection 1': '0.2',
  'binary/encrypted': '0.1',
  'binary/encrypted deflate': '0.2',
}

const FORMATS: readonly (readonly [string, FormatVersion])[] = [
  ...Object.entries(STATE_FORMATS).flatMap(([kind, { first, later }]) =>
    [first, ...later].map((version, index): readonly [string, FormatVersion] => [`${kind} ${index + 1}`, version]),
  ),
  ...PAYLOAD_FORMATS.map((format): readonly [string, FormatVersion] => [
    [format.encoding, format.compression ?? []].flat().join(' '),
    format,
  ]),
]

/** What is wrong with a format, by the rule; nothing where it is kept. */
function brokenBy(name: string, { readSince, writtenSince }: FormatVersion): string[] {
  const old = BEFORE_THE_RULE[name]
  if (old !== undefined) return readSince === old && writtenSince === old ? [] : [`${name}: is as ${old} had it`]
  return [
    ...(isBefore(RELEASE, readSince) ? [`${name}: read since ${readSince}, and this is ${RELEASE}`] : []),
    ...(writtenSince !== undefined && !isBefore(readSince, writtenSince)
      ? [`${name}: written since ${writtenSince}, which must be a release after ${readSince}, that reads it first`]
      : []),
    ...(writtenSince !== undefined && isBefore(RELEASE, writtenSince)
      ? [`${name}: written since ${writtenSince}, and this is ${RELEASE}: leave it out until then`]
      : []),
  ]
}

describe('R-36: a new format is read one release before it is written', () => {
  it('holds for every version of a state, and for payloads', () => {
    expect(FORMATS.flatMap(([name, format]) => brokenBy(name, format))).toEqual([])
    expect(Object.keys(BEFORE_THE_RULE).filter((name) => !FORMATS.some(([known]) => known === name))).toEqual([])
  })

  it('of a kind, no version is written before the one that comes before it', () => {
    for (const { first, later } of Object.values(STATE_FORMATS)) {
      const written = [first, ...later].map(({ writtenSince }) => writtenSince !== undefined)
      expect(written).toEqual([...written].sort((one, other) => Number(other) - Number(one)))
    }
  })

  it('finds one that is written at once, too early, or in a release that nobody has made', () => {
    expect(brokenBy('application 2', { readSince: '0.3' })).toEqual([])
    expect(brokenBy('application 2', { readSince: '0.1', writtenSince: '0.2' })).toEqual([])
    expect(brokenBy('application 2', { readSince: '0.3', writtenSince: '0.3' })).toEqual([
      'application 2: written since 0.3, which must be a release after 0.3, that reads it first',
    ])
    expect(brokenBy('application 2', { readSince: '0.10', writtenSince: '0.9' }).length).toBe(3)
    expect(brokenBy('application 2', { readSince: '0.3', writtenSince: '99.0' }).length).toBe(1)
    expect(brokenBy('binary/encrypted', { readSince: '0.1' })).toEqual(['binary/encrypted: is as 0.1 had it'])
  })

  it('the codec writes what the table says is written, and reads it', async () => {
    const codec = new EncryptionCodec(parseKeyring(newKey()))
    const payloads = [10, 100_000].map((length) => ({ metadata: {}, data: Buffer.alloc(length, 'a') }))
    const sealed = await codec.encode(payloads)
    const forms = sealed.map(({ metadata }) => {
      const [encoding, compression] = [METADATA_ENCODING_KEY, 'compression'].map((key) => metadata?.[key])
      return [encoding, compression].flatMap((text) => (text ? [decode(text)] : [])).join(' ')
    })
    const written = PAYLOAD_FORMATS.filter(({ writtenSince }) => writtenSince !== undefined)
    expect(forms).toEqual(written.map(({ encoding, compression }) => [encoding, compression ?? []].flat().join(' ')))
    expect((await codec.decode(sealed)).map(({ data }) => data?.length)).toEqual([10, 100_000])
  })

  it('is written down for whoever makes a release', () => {
    expect(readFileSync('docs/releases.md', 'utf8')).toContain('domain/format/')
  })
})

const THREE: StateFormat = {
  first: { readSince: '0.1', writtenSince: '0.1' },
  later: [
    { readSince: '0.4', writtenSince: '0.5', upgrade: ({ name, ...rest }) => ({ ...rest, names: [name] }) },
    { readSince: '0.5', writtenSince: '0.6', upgrade: (before) => ({ ...before, empty: false }) },
  ],
}
const [second, third] = THREE.later
if (second === undefined || third === undefined) throw new Error('no later versions')
const THIRD_NOT_YET: StateFormat = { ...THREE, later: [second, { ...third, writtenSince: undefined as never }] }

interface Kept extends Versioned {
  readonly serviceNumber: string
  readonly seq: number
  readonly name?: string
}

describe('R-36: a state that is kept', () => {
  const first: Kept = { serviceNumber: 'CB-20261123-00001-0', seq: 3, name: '甲' }
  const { name: _name, ...nameless } = first

  it('comes step by step to the version that this release writes, whichever it was kept in', () => {
    const now = { ...nameless, names: ['甲'], empty: false, stateVersion: 3 }
    expect(upgrade('application', first, THREE)).toEqual(now)
    expect(upgrade('application', { ...nameless, names: ['甲'], stateVersion: 2 } as Kept, THREE)).toEqual(now)
    expect(upgrade('application', now, THREE)).toEqual(now)
    expect(first).toEqual({ serviceNumber: 'CB-20261123-00001-0', seq: 3, name: '甲' })
  })

  it('stays as it is in a version that is read, and not written yet', () => {
    expect(upgrade('application', first, THIRD_NOT_YET)).toEqual({ ...nameless, names: ['甲'], stateVersion: 2 })
    const later = { ...nameless, names: ['甲'], empty: true, stateVersion: 3 }
    expect(upgrade('application', later as Kept, THIRD_NOT_YET)).toEqual(later)
  })

  it('of version 1 is the same object: nothing was written differently by 0.1 and 0.2', () => {
    for (const kind of Object.keys(STATE_FORMATS) as (keyof typeof STATE_FORMATS)[])
      if (STATE_FORMATS[kind].later.length === 0) expect(upgrade(kind, first)).toBe(first)
  })

  it.each([2, 7, 0, 1.5, '2'])(
    'of version %s, which nobody here knows, is refused by a sentence that names it',
    (version) => {
      expect(() => upgrade('application', { ...first, stateVersion: version as number })).toThrow(
        `application CB-20261123-00001-0 的状态是第 ${version} 版，本程序只认得到第 1 版：它由更新的版本办理，请先升级本程序`,
      )
      expect(() => upgrade('rating', { id: 'rating:1', stateVersion: version as number })).toThrow('rating rating:1')
    },
  )
})

/** An upgrade may move none of these without a migration: SQL looks at states of every version. */
const READ_BY_SQL = [
  'accounts',
  'confirmers',
  'decider',
  'missed',
  'openedBy',
  'orderedBy',
  'ratedAnswers',
  'rating',
  'seq',
  'serviceNumber',
]

it('R-36: SQL reads out of a state only what no version may move', () => {
  const files = readdirSync('db', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const read = files.flatMap((file) =>
    [...readFileSync(join('db', file), 'utf8').matchAll(/\.state\}\s*(?:->>?|,)\s*'(\w+)'/g)].map(([, key]) => key),
  )
  expect([...new Set(read)].toSorted((one, other) => (String(one) < String(other) ? -1 : 1))).toEqual(READ_BY_SQL)
})
