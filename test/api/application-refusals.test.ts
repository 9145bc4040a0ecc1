import { describe, expect, test } from 'vitest'
import { allServiceNumbers } from '../../db/queries/registrations.ts'
import type { OuterWorks } from '../../domain/survey/opinion.schema.ts'
import { isWorkingDay } from '../../domain/clocks/working-time.ts'
import { newKey } from '../fixtures/api.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { APPLICANT, registrationBody } from '../fixtures/forms.ts'
import { commitment, inspection, PARTICIPANTS } from '../fixtures/works.ts'
import { appointment, ApplicationClient, APPLICATIONS, refused } from '../fixtures/application-client.ts'
import { testServers } from '../fixtures/matter-api.ts'

const servers = testServers()
const client = new ApplicationClient(servers)

function told(
  answer: Awaited<ReturnType<ApplicationClient['act']>>,
  code: string,
  field: string,
  detail: string,
): void {
  refused(answer, 422, code, field)
  expect(answer.json<{ detail: string }>().detail).toBe(detail)
}

/** So many days from today in the city (YYYY-MM-DD), or the next day that is worked. */
function workingDay(ahead: number, worked = true): string {
  const date = new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)
  return worked && !isWorkingDay(date, CALENDARS.china) ? workingDay(ahead + 1) : date
}

function dayOff(ahead: number): string {
  const date = workingDay(ahead, false)
  return isWorkingDay(date, CALENDARS.china) ? dayOff(ahead + 1) : date
}

describe('acts that are refused', () => {
  test('in the wrong stage, by the wrong organisation, for a line that is not there', async () => {
    const serviceNumber = await client.register()
    await client.until(serviceNumber, 'jointSurvey')
    refused(
      await client.act(serviceNumber, 'connection/appointments', ['window', 'clerk'], appointment()),
      409,
      'wrong-stage',
    )
    refused(
      await client.act(serviceNumber, 'survey/opinions', ['unicom', 'officer'], { remarks: '同意' }),
      403,
      'not-concerned',
    )
    refused(
      await client.act(serviceNumber, 'survey/opinions', ['shuiwu', 'officer'], {
        lines: [{ line: 'catv:chutian', connectable: true }],
      }),
      422,
      'line-unknown',
      'lines.0.line',
    )
    refused(
      await client.act(serviceNumber, 'connection/completions', ['shuiwu', 'officer'], { line: 'water:shuiwu' }),
      409,
      'line-not-ready',
      'line',
    )
    const outerWorks: OuterWorks = {
      touches: ['road'],
      sections: [{ road: '河北大道', from: '东', to: '西' }],
      lengthMetres: 10,
      preliminaryDesign: '沿路敷设',
    }
    refused(
      await client.act(serviceNumber, 'survey/opinions', ['shuiwu', 'officer'], {
        lines: [{ line: 'water:shuiwu', connectable: true, outerWorks }],
      }),
      422,
      'opinion-contradictory',
    )
    refused(
      await client.act(serviceNumber, 'survey/opinions', ['shuiwu', 'officer'], {}),
      422,
      'opinion-incomplete',
      'lines',
    )
  })

  test('R-12, R-13, R-20: dates that cannot be meant, each with what would be right; two inspectors at once, one of them twice under one key', async () => {
    const [today, soon, later] = [workingDay(0, false), workingDay(3), workingDay(9)]
    const serviceNumber = await client.register({}, { services: { water: { business: 'new', tonsPerDay: 9 } } })
    await client.until(serviceNumber, 'jointSurvey')
    told(
      await client.act(serviceNumber, 'survey/booking', ['window', 'clerk'], { date: '2020-01-02' }),
      'date-past',
      'date',
      '踏勘日期应在今日或以后',
    )
    told(
      await client.act(serviceNumber, 'survey/visit-time', ['zhujian', 'lead'], { at: `${soon}T13:00:00+08:00` }),
      'visit-time-unsuitable',
      'at',
      '踏勘时间应在工作时间之内：08:30–12:00、14:30–17:30',
    )
    const outerWorks: OuterWorks = {
      touches: ['road'],
      sections: commitment(today, later).sections,
      lengthMetres: 10,
      preliminaryDesign: '沿路敷设',
    }
    for (const org of ['zigui', 'chengguan'])
      await client.done(serviceNumber, 'survey/opinions', [org, 'officer'], { remarks: '同意' })
    await client.done(serviceNumber, 'survey/opinions', ['shuiwu', 'officer'], {
      lines: [{ line: 'water:shuiwu', connectable: false, outerWorks }],
    })
    await client.until(serviceNumber, 'approval')
    told(
      await client.act(serviceNumber, 'approval/commitments', ['shuiwu', 'officer'], commitment('2020-01-02', later)),
      'date-past',
      'worksFrom',
      '施工开始日期应在今日或以后',
    )
    await client.done(serviceNumber, 'approval/commitments', ['shuiwu', 'officer'], commitment(today, later))
    await client.done(serviceNumber, 'construction/designs', ['shuiwu', 'officer'], {
      line: 'water:shuiwu',
      title: '设计',
      summary: '略',
    })
    await client.done(serviceNumber, 'construction/plans', ['shuiwu', 'officer'], {
      line: 'water:shuiwu',
      title: '方案',
      summary: '略',
      nearbyOwners: [],
      ...PARTICIPANTS,
    })
    await client.done(serviceNumber, 'construction/starts', ['shuiwu', 'officer'], { line: 'water:shuiwu' })
    told(
      await client.act(
        serviceNumber,
        'supervision/inspections',
        ['chengguan', 'inspector'],
        inspection('water:shuiwu', [1], '2026-10-09'),
      ),
      'date-past',
      'order.dueDate',
      '整改期限应在今日或以后',
    )

    const key = newKey()
    const inspect = (org: string, with_ = newKey()) =>
      client.act(
        serviceNumber,
        'supervision/inspections',
        [org, 'inspector'],
        inspection('water:shuiwu', [1], soon),
        with_,
      )
    const [first, again, other] = await Promise.all([
      inspect('chengguan', key),
      inspect('chengguan', key),
      inspect('zhujian'),
    ])
    expect([first.statusCode, other.statusCode, again.payload]).toEqual([200, 200, first.payload])
    const { seq } = other.json<{ seq: number }>()
    const { rectifications } = await client.view(serviceNumber, Math.max(seq, first.json<{ seq: number }>().seq))
    expect(rectifications.map(({ order, org }: { order: string; org: string }) => [order, org]).toSorted()).toEqual([
      ['water:shuiwu:1', expect.any(String)],
      ['water:shuiwu:2', expect.any(String)],
    ])
    expect(new Set(rectifications.map(({ org }: { org: string }) => org))).toEqual(new Set(['chengguan', 'zhujian']))

    const extend = (dueDate: string) =>
      client.act(serviceNumber, 'supervision/extension-requests', ['shuiwu', 'officer'], {
        order: 'water:shuiwu:1',
        dueDate,
        reason: '连日降雨',
      })
    told(await extend(soon), 'date-too-early', 'dueDate', `新期限应晚于原期限 ${soon}`)
    refused(await extend(dayOff(12)), 422, 'date-not-working-day', 'dueDate')
    await client.done(serviceNumber, 'supervision/extension-requests', ['shuiwu', 'officer'], {
      order: 'water:shuiwu:1',
      dueDate: later,
      reason: '连日降雨',
    })
  })

  test('an unknown case', async () => {
    refused(
      await client.act('CB-20261124-00017-9', 'survey/opinions', ['shuiwu', 'officer'], { remarks: '同意' }),
      404,
      'application-not-found',
    )
    refused(
      await servers.api.get(`${APPLICATIONS}/CB-20261124-00017-9`, await servers.api.token('office', 'officer')),
      404,
      'application-not-found',
    )
  })

  test('a survey day in the past takes no number', async () => {
    const before = await allServiceNumbers(servers.database)
    const answer = await servers.api.post({
      url: APPLICATIONS,
      token: await servers.api.token('hubeiGovernmentService', 'system'),
      body: registrationBody({}, { surveyDate: '2020-01-02' }),
    })
    refused(answer, 422, 'validation-failed', 'form.surveyDate')
    for (const [surveyDate, code] of [
      [dayOff(5), 'date-not-working-day'],
      ['2199-01-02', 'calendar-year-unknown'],
    ] as const) {
      const again = await servers.api.post({
        url: APPLICATIONS,
        token: await servers.api.token('hubeiGovernmentService', 'system'),
        body: registrationBody({}, { surveyDate }),
      })
      refused(again, 422, code, 'form.surveyDate')
    }
    expect(await allServiceNumbers(servers.database)).toEqual(before)
  })

  test('a credit code that fails its own check is a warning', async () => {
    const answer = await servers.api.post({
      url: APPLICATIONS,
      token: await servers.api.token('hubeiGovernmentService', 'system'),
      body: registrationBody(
        {},
        { applicant: { kind: 'enterprise', name: APPLICANT.name, creditCode: '91440101MA5CJQ4N50' } },
      ),
    })
    expect(answer.json()).toMatchObject({
      stage: 'registration',
      warnings: [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' }],
    })
  })
})
