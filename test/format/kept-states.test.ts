import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../db/fingerprint.ts'
import { STATE_FORMATS, upgrade, writtenVersion } from '../../domain/format/state-format.ts'
import { SUBJECT_KINDS } from '../../domain/matter/subject.ts'
import { folded } from '../../scripts/history/fold.ts'
import { livedOf } from '../../scripts/history/lived.ts'
import { runOf } from '../../scripts/history/runs.ts'
import type { Run } from '../../scripts/history/runs.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { readRecording, recordedNames, recordingsKeyring } from '../replay/recording.ts'
import { scenariosOf } from '../replay/releases.ts'

const GOLDEN = new URL('kept-states.golden.json', import.meta.url)
const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Readonly<Record<string, string>>
const converter = loadDataConverter(dataConverter(recordingsKeyring()))

/** Recorded by releases that wrote version 1 of every state, and never recorded again. */
const kept = await Promise.all(
  ['0.1', '0.2'].flatMap((release) => recordedNames(release).map((name) => keptBy(release, name))),
)

async function keptBy(release: string, name: string) {
  const { subject, runs: histories } = readRecording(release, name)
  const { kind = 'application' } = scenariosOf(release)[name] ?? {}
  const runs = await Promise.all(histories.map((history, index) => runOf(converter, String(index), history)))
  return { name: `${release}/${name}`, kind, subject, runs, events: (await livedOf(runs, converter)).events }
}

const carriedBy = (run: Run) => run.input.carried
/** As it comes back from jsonb, or from a payload. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('R-36: what 0.1 and 0.2 carried goes on', () => {
  const carrying = kept.flatMap(({ runs, ...of }) =>
    runs.flatMap((run) => {
      const carried = carriedBy(run)
      return carried === undefined ? [] : [{ ...of, carried }]
    }),
  )

  it('both of them carried some', () => {
    expect(carrying.map(({ name }) => name)).toEqual([
      '0.1/continued-as-new',
      '0.2/transfer-continued-as-new',
      '0.2/transfer-continued-as-new',
    ])
  })

  it.each(carrying)(
    '$name: upgraded, it is the state that its events fold to today',
    ({ kind, subject, events, carried }) => {
      expect(carried.state.stateVersion).toBeUndefined()
      const today = folded(kind, subject, events.slice(0, carried.state.seq))
      expect(plain(upgrade(kind, carried.state))).toEqual(plain(today))
    },
  )
})

const CHANGED = `the same events fold to another state than they did: rows that stand in databases, and what runs
carry, are of another shape. Give the state of its kind a new version with an \`upgrade\` from the one before
(domain/format/state-format.ts, docs/releases.md); when that one is written, fold the golden table anew, and show by a
test that what it held comes to the same by the upgrade.`

describe('R-36, R-39: what 0.1 and 0.2 told folds to the states that stand in databases', () => {
  it('as the golden table has them', () => {
    const now = kept.map(({ name, kind, subject, events }) => [name, hashOf(folded(kind, subject, events))])
    expect(Object.fromEntries(now), CHANGED).toEqual(golden)
  })

  it.each(SUBJECT_KINDS)(
    'a state of %s bears the version that this release writes, from its first event on',
    (wanted) => {
      const some = kept.filter(({ kind }) => kind === wanted)
      expect(some.length).toBeGreaterThan(0)
      for (const { kind, subject, events } of some) {
        const [begun, ended] = [events.slice(0, 1), events].map((until) => folded(kind, subject, until))
        expect([begun?.stateVersion ?? 1, ended?.stateVersion ?? 1]).toEqual(
          Array(2).fill(writtenVersion(STATE_FORMATS[kind])),
        )
      }
    },
  )
})

function hashOf(state: unknown): string {
  return createHash('sha256')
    .update(fingerprint(plain(state)))
    .digest('hex')
}
