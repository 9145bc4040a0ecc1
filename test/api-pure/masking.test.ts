import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { applicationView } from '../../api/views/application.ts'
import { eventShown } from '../../domain/case/case-masking.ts'
import { loadCities } from '../../config/load-cities.ts'
import { maskingLens } from '../../domain/visibility/lens.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { INTAKE } from '../fixtures/actors.ts'
import { shuiwu, surveyed, WATER } from '../fixtures/branch-case.ts'

const SECRETS = ['王建国家中三楼，电话 13871234567', '与业主李四（13900001111）对接']

function told() {
  const the = surveyed()
  the.act('requestInnerWorks', INTAKE, { line: WATER, scope: SECRETS[0] ?? '' })
  return the
}

function visited() {
  const the = surveyed()
  the.record(
    {
      type: 'jointVisitRecorded',
      rule: 'R-01',
      data: { date: '2026-11-23', orgs: ['shuiwu'], findings: SECRETS[1] ?? '' },
    },
    shuiwu,
  )
  the.record({
    type: 'sharedDataReceived',
    rule: 'R-09',
    data: { items: [{ name: '营业执照', value: SECRETS[0] ?? '' }], missing: [] },
  })
  return the
}

describe('R-22, R-39: free text, which may hold anything', () => {
  it.each([
    ['the inner works that a user asks for', told],
    ['what a joint visit found, and what other platforms hold', visited],
  ])('is not shown to an auditor: %s', (_what, make) => {
    const the = make()
    const seenBy = (org: string, role: Role) =>
      JSON.stringify(
        applicationView(
          the.state,
          callerOf({ sub: `${org}-1`, org, role, city: 'chibi' }, loadCities()),
          new Date(the.at),
        ),
      )
    const [full, masked] = [seenBy('zhujian', 'officer'), seenBy('fagai', 'auditor')]
    const history = JSON.stringify(the.events.map((event) => eventShown(event, maskingLens())))
    const told = SECRETS.filter((secret) => full.includes(secret))
    expect(told).not.toEqual([])
    for (const secret of told) expect([masked.includes(secret), history.includes(secret)]).toEqual([false, false])
  })
})
