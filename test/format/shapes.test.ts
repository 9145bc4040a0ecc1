import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { ACT_SHAPES } from '../../domain/act/act-shapes.ts'
import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import { misfitOf } from '../../domain/format/shape.ts'
import type { Shape } from '../../domain/format/shape.ts'
import { MATTER_SHAPES } from '../../domain/matter/matter-shapes.ts'
import { MATTER_KINDS } from '../../domain/matter/matter.ts'
import { runOf } from '../../scripts/history/runs.ts'
import { acceptedActs } from '../../scripts/mend/updates.ts'
import { actShapes, matterShapes } from '../../scripts/shapes/shapes.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'
import { requireParsed } from '../../workflows/lib/core/parsed.ts'
import { officer } from '../fixtures/actors.ts'
import { refusal } from '../fixtures/refusal.ts'
import { allRecordings, recordingsKeyring } from '../replay/recording.ts'

const converter = loadDataConverter(dataConverter(recordingsKeyring()))
const made = (shapes: Readonly<Record<string, () => Shape>>) =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, shape()]))

/** Every act on a case of every recording, as it was accepted; and on matters, by `kind.act`. */
let onMatters: readonly { readonly name: string; readonly act: unknown }[]
let recorded: readonly { readonly type: ActType; readonly act: { readonly body: unknown } }[]

beforeAll(async () => {
  const runs = allRecordings().flatMap(({ runs: histories }) => histories)
  const acts = await Promise.all(
    runs.map(async (history) => {
      const kind = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? ''
      const accepted = await acceptedActs(await runOf(converter, 'recorded', history), converter)
      return accepted.map(({ type, act }) => ({ kind, type, act }))
    }),
  )
  const all = acts.flat()
  recorded = all.filter(({ kind }) => kind === 'application').map(({ type, act }) => ({ type: type as ActType, act }))
  onMatters = all
    .filter(({ kind, type }) => Object.hasOwn(MATTER_SHAPES, `${kind}.${type}`))
    .map(({ kind, type, act }) => ({ name: `${kind}.${type}`, act }))
})

describe('shapes of acts', () => {
  it('are those that `node scripts/act-shapes.ts` would make', () => {
    expect(made(ACT_SHAPES)).toEqual(actShapes())
    expect(made(MATTER_SHAPES)).toEqual(matterShapes())
  })

  it('R-39: every recorded act whose body its schema takes is taken, actor and hash too', () => {
    const taken = recorded.filter(({ type, act }) => ACT_BODIES[type].safeParse(act.body).success)
    expect(taken.length).toBeGreaterThan(500)
    expect(new Set(taken.map(({ type }) => type)).size).toBeGreaterThan(30)
    for (const { type, act } of taken) requireParsed(act, ACT_SHAPES[type](), ACTS[type].roles)
  })

  it('R-39: so is every recorded act on a matter, of every kind', () => {
    expect(new Set(onMatters.map(({ name }) => name.split('.')[0])).size).toBe(MATTER_KINDS.length)
    for (const { name, act } of onMatters) requireParsed(act, MATTER_SHAPES[name]?.() ?? {})
  })

  it('what a shape refuses of a body, its schema refuses too: each field left out, of another kind, or one too many', () => {
    const refused = { byShape: 0, bySchema: 0 }
    const unlike = new Map(
      recorded.map(({ type, act }) => [`${type} ${JSON.stringify(act.body).length}`, { type, act }]),
    )
    for (const { type, act } of unlike.values())
      for (const body of spoilt(act.body)) {
        const schema = !ACT_BODIES[type].safeParse(body).success
        const misfit = misfitOf(body, ACT_SHAPES[type]())
        if (misfit !== undefined) expect([type, misfit, body, schema]).toEqual([type, misfit, body, true])
        refused.byShape += misfit === undefined ? 0 : 1
        refused.bySchema += schema ? 1 : 0
      }
    expect(refused.byShape / refused.bySchema).toBeGreaterThan(0.8)
  })
})

/** The body with each of its values replaced, in turn. */
function spoilt(value: unknown): unknown[] {
  const others: unknown[] = [null, '', 3, -0.5, true, [], {}, 'x'.repeat(5_000), '2026-02-30']
  if (typeof value !== 'object' || value === null) return others
  if (Array.isArray(value))
    return [...others, ...value.flatMap((part, at) => spoilt(part).map((other) => value.with(at, other)))]
  const fields = Object.entries(value)
  return [
    ...others,
    { ...value, nobodyKnowsThis: 1 },
    ...fields.map(([name]) => Object.fromEntries(fields.filter(([other]) => other !== name))),
    ...fields.flatMap(([name, part]) => spoilt(part).map((other) => ({ ...value, [name]: other }))),
  ]
}

describe('an act as sent', () => {
  const sent = { actor: officer('zigui'), bodyHash: 'hash', body: { remarks: '同意' } }
  const shape = ACT_SHAPES.fileOpinion()
  const { roles } = ACTS.fileOpinion

  it.each([
    ['nothing', undefined, undefined],
    ['text', '同意', undefined],
    ['an actor with a role that may not', { ...sent, actor: officer('zigui', 'auditor') }, 'actor.role'],
    ['an actor without an organisation', { ...sent, actor: { sub: 'x', role: 'officer' } }, 'actor.org'],
    ['an actor with more', { ...sent, actor: { ...sent.actor, admin: true } }, 'actor.admin'],
    ['no hash', { actor: sent.actor, body: sent.body }, 'bodyHash'],
    ['a body that no schema has seen', { ...sent, body: { 意见: '同意' } }, 'body.意见'],
    ['a field of another kind', { ...sent, body: { remarks: 1 } }, 'body.remarks'],
    ['text that cannot be kept', { ...sent, body: { remarks: 'a\0b' } }, 'body.remarks'],
    ['facts that nobody knows', { ...sent, facts: { paid: true } }, 'facts.paid'],
    ['a place in PostgreSQL that is none', { ...sent, projected: -1 }, 'projected'],
    ['something beside', { ...sent, at: '2026-11-23T01:00:00Z' }, 'at'],
  ])('is refused: %s', (_, wrong, field) => {
    const refused = refusal(() => requireParsed(wrong, shape, roles))
    expect([refused.code, refused.field]).toEqual(['validation-failed', field])
  })

  it('is taken as the API sends it', () => {
    const facts: Required<ActFacts> = {
      creditRecord: 'credit:1',
      blockedApprovals: { roadExcavation: 'credit:2' },
      commonSection: { road: '滨江路', from: 'K1+250', to: 'K1+300' },
      overlaps: [
        {
          line: 'water:shuiwu',
          with: { serviceNumber: 'CB-2', line: 'gas:ranqi' },
          utility: 'ranqi',
          section: { road: '滨江路', from: 'K1+250', to: 'K1+300' },
          closeness: 'overlapping',
        },
      ],
      centimetres: true,
      corrections: 3,
      identity: { kind: 'enterprise', number: '91440101MA5CJQ4N59' },
    }
    for (const also of [{ facts }, { projected: 12 }, { facts, projected: 0 }])
      expect(() => requireParsed({ ...sent, ...also }, shape, roles)).not.toThrow()
    // The longest key that a city may give an organisation.
    const actor = { ...sent.actor, org: 'a'.repeat(31) }
    expect(() => requireParsed({ ...sent, actor }, shape, roles)).not.toThrow()
  })
})
