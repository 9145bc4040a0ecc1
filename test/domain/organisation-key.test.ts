import { expect, it } from 'vitest'
import type { z } from 'zod'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { ACT_SHAPES } from '../../domain/act/act-shapes.ts'
import { MEETING_REPORT_BODIES } from '../../domain/assessment/meeting-report.schema.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { LONGEST_ORGANISATION_KEY } from '../../domain/city/organisation-key.ts'
import { CreditRecordSchema } from '../../domain/credit/credit.schema.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { misfitOf } from '../../domain/format/shape.ts'
import { RatingSchema } from '../../domain/rating/rating.schema.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { evidencedBody } from '../fixtures/matters.ts'

const line = 'water:shuiwu'
const plan = { line, title: '方案', summary: '要点' }
const visit = { date: '2026-12-01', findings: '对接' }

/** Every body in which somebody names an organisation by its key. */
const NAMING: Readonly<Record<string, readonly [schema: z.ZodType, body: (org: string) => unknown]>> = {
  'a joint record': [ACT_BODIES.fileJointRecord, (org) => ({ opinions: [{ org, opinion: { remarks: '同意' } }] })],
  'a construction plan': [ACT_BODIES.fileConstructionPlan, (org) => ({ ...plan, nearbyOwners: [org] })],
  'a joint visit': [ACT_BODIES.recordJointVisit, (org) => ({ ...visit, orgs: [org] })],
  'a registration': [RegistrationSchema, (org) => registrationBody({ guidedBy: org })],
  'a rating': [RatingSchema, (org) => ({ grade: 'satisfied', organisations: [{ org, grade: 'satisfied' }] })],
  'a credit record': [CreditRecordSchema, (org) => evidencedBody({ subject: { org, name: '某单位' } })],
  'a resolution': [
    MEETING_REPORT_BODIES.recordMeeting,
    (org) => ({ date: '2026-12-01', resolutions: [{ text: '督办', org }] }),
  ],
}

it.each(Object.entries(NAMING))(
  'R-11: %s names an organisation whose key is as long as a city may set',
  (_what, given) => {
    const [schema, body] = given
    const longest = `o${'x'.repeat(LONGEST_ORGANISATION_KEY - 1)}`
    const [first, ...rest] = CHIBI.organisations
    const city = { ...CHIBI, organisations: [{ ...first, key: longest }, ...rest] }
    expect(issuesIn(CitySchema, city)).not.toContain('organisations.0.key')
    expect(issuesIn(CitySchema, { ...city, organisations: [{ ...first, key: `${longest}x` }] })).toContain(
      'organisations.0.key',
    )
    expect(issuesIn(schema, body(longest))).toEqual([])
    expect(issuesIn(schema, body(`${longest}x`))).toHaveLength(1)
  },
)

it('R-11: the case itself takes a joint record of such an organisation, too', () => {
  const body = { opinions: [{ org: 'o'.repeat(LONGEST_ORGANISATION_KEY), opinion: { remarks: '同意' } }] }
  expect(misfitOf(body, ACT_SHAPES.fileJointRecord())).toBeUndefined()
})

function issuesIn(schema: z.ZodType, value: unknown): readonly string[] {
  return (schema.safeParse(value).error?.issues ?? []).map(({ path }) => path.join('.'))
}
