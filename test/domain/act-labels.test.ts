import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { ACT_TYPES } from '../../domain/act/act.ts'
import { isRestDay } from '../../web/src/data/working-time.ts'
import { labelAlong, labelOf, valueName } from '../../web/src/ui/acts/labels.ts'

interface Field {
  readonly act: string
  readonly path: string
  readonly described: string | undefined
  readonly values: readonly (string | number | boolean)[]
}

interface Schema {
  readonly type?: string
  readonly description?: string
  readonly enum?: readonly (string | number)[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
}

function fieldsIn(act: string, schema: Schema, path = ''): readonly Field[] {
  const { properties = {}, items, oneOf = [], description: described } = schema
  const values = schema.enum ?? (schema.type === 'boolean' ? [true, false] : [])
  return [
    ...(path === '' || path.endsWith('*') ? [] : [{ act, path, described, values }]),
    ...oneOf.flatMap((one) => fieldsIn(act, one, path)),
    ...Object.entries(properties).flatMap(([name, inner]) =>
      fieldsIn(act, inner, path === '' ? name : `${path}.${name}`),
    ),
    ...(items === undefined ? [] : fieldsIn(act, items, `${path}.*`)),
  ]
}

/** What no form of the page asks for by these words: files are uploaded. */
const FIELDS = ACT_TYPES.flatMap((act) =>
  fieldsIn(act, z.toJSONSchema(ACT_BODIES[act], { io: 'input', unrepresentable: 'any' }) as Schema),
).filter(({ path }) => !path.startsWith('files.') && !path.includes('.files.'))

const ENGLISH = /[a-z]{2,}/i

describe('R-38: the forms of acts', () => {
  it('call every field by Chinese words', () => {
    const wrong = FIELDS.filter(({ act, path, described }) => ENGLISH.test(labelOf(act, path, described)))
    expect(FIELDS.length).toBeGreaterThan(250)
    expect(wrong.map(({ act, path }) => `${act} ${path}`)).toEqual([])
  })

  it('call every value that is chosen so too', () => {
    const wrong = FIELDS.filter(({ act, path, values }) =>
      values.some((each) => ENGLISH.test(valueName(act, path, each))),
    )
    expect(wrong.map(({ act, path }) => `${act} ${path}`)).toEqual([])
  })

  it.each([
    ['fileConstructionPlan', 'designer.person', '项目负责人'],
    ['fileConstructionPlan', 'supervisor.person', '项目负责人'],
    ['reassignTask', 'person', '转给哪个账号'],
    ['signCommitment', 'address', '单位地址'],
    ['supplementDemand', 'address', '申请地址'],
    ['supplyApproval', 'message', '补正说明'],
    ['reportMissedAppointment', 'by', '失约的是'],
  ])('%s calls %s %s, by its path', (act, path, label) => {
    const described = FIELDS.find((field) => field.act === act && field.path === path)?.described
    expect(labelOf(act, path, described)).toBe(label)
  })

  it('say which field is wrong by the names above it', () => {
    const described = (path: string) =>
      FIELDS.find((field) => field.act === 'fileOpinion' && field.path === path)?.described
    expect(labelAlong('fileConstructionPlan', 'designer.creditCode', () => undefined)).toBe(
      '设计单位 · 统一社会信用代码',
    )
    expect(labelAlong('fileOpinion', 'lines.0.outerWorks.sections.1.to', described)).toBe(
      '服务 1 · 外线工程 · 路段 2 · 止点',
    )
  })

  it('R-34: name a rest day, as far as the working time is known', () => {
    const session = (day: string) => ({ from: `${day}T08:30:00+08:00`, to: `${day}T12:00:00+08:00` })
    const hours = { minutesOfDay: 390, utcOffsetMinutes: 480, alwaysOpen: false }
    const known = { ...hours, sessions: ['2026-11-27', '2026-11-30'].map(session) }
    const days = ['2026-11-26', '2026-11-27', '2026-11-28', '2026-11-30', '2026-12-05', '']
    expect(days.map((day) => isRestDay(day, known))).toEqual([undefined, false, true, false, undefined, undefined])
    expect(isRestDay('2026-11-28', { ...known, alwaysOpen: true })).toBeUndefined()
  })
})
