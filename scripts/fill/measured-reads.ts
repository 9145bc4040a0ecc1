import { assess } from '../../db/assess.ts'
import type { Database } from '../../db/client.ts'
import { countApplications, listApplications } from '../../db/queries/application-list.ts'
import { findApplication } from '../../db/queries/applications.ts'
import { countedEvents } from '../../db/queries/assessment.ts'
import { countedDeadlines } from '../../db/queries/counted-deadlines.ts'
import { overdueNow } from '../../db/queries/overdue.ts'
import { changedSubjects } from '../../db/queries/outbox.ts'
import { openApplicationsOfNumber, openApplicationsOfProject } from '../../db/queries/same-project.ts'
import { countTasks, loadOfCity, openTasks, tasksBy } from '../../db/queries/tasks.ts'
import { parsePeriod, quarterAt } from '../../domain/assessment/period.ts'
import type { Period } from '../../domain/assessment/period.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { WorkingCalendar } from '../../domain/clocks/working-time.ts'
import { filledApplicant, filledName, filledProject, filledRoad } from './cases-to-fill.ts'
import { RARE_OPERATOR } from './shapes.ts'

export type MeasuredRead = (database: Database) => Promise<unknown>

interface Ground {
  readonly city: City
  readonly calendar: WorkingCalendar
  /** The day that the database was filled until. */
  readonly now: Date
}

const LIMIT = 50

/** What people read all day, and what they read once a quarter, over filled cases. */
export function measuredReads(ground: Ground): Readonly<Record<string, MeasuredRead>> {
  return { ...lists(ground), ...inboxes(ground), ...figures(ground), ...others(ground) }
}

function lists({ city: { key: city }, now: at }: Ground): Readonly<Record<string, MeasuredRead>> {
  const now = at.toISOString()
  const page =
    (filter: Omit<Parameters<typeof listApplications>[1], 'city' | 'limit' | 'now'>) => (database: Database) =>
      listApplications(database, { city, limit: LIMIT, now, ...filter })
  const all = 'all' as const
  const water = { org: 'shuiwu', parts: ['utility'] } as const
  const [name, road] = [filledName(7), filledRoad(7)]
  return {
    'the list of a city': page({}),
    'its tenth page': page({ cursor: { at: '2026-01-01T00:00:00.000Z', serviceNumber: 'CB' } }),
    'the oldest of a city': page({ sort: 'oldest' }),
    'the list of one whom all concern': page({ org: 'shuiwu' }),
    'the list of one whom few concern': page({ org: RARE_OPERATOR }),
    'the closed cases of one whom few concern': page({ org: RARE_OPERATOR, stage: 'closed' }),
    'the cases of an organisation in a stage': page({ org: 'ranqi', stage: 'jointSurvey' }),
    'the list of an intake': page({ registeredByOrg: 'hubeiGovernmentService' }),
    'cases by the beginning of their number': page({ sought: { serviceNumber: 'CB-20260105-0000' } }),
    'cases by a part of a name': page({ sought: { name: { text: name, in: all } } }),
    'the same of an organisation': page({ org: 'shuiwu', sought: { name: { text: name, in: water } } }),
    'cases by a part of every name': page({ sought: { name: { text: '有限公司', in: all } } }),
    'cases by a part of an address': page({ sought: { address: { text: road, in: all } } }),
    'cases by a credit code': page({ sought: { creditCode: { text: filledApplicant(7), in: all } } }),
    'cases by a project code': page({ sought: { projectCode: filledProject(7) } }),
    'the red cases of a city': page({ light: 'red' }),
    'what of a city is due next': page({ sort: 'due', due: { from: now } }),
    'what of an organisation is due next': page({ org: 'ranqi', sort: 'due' }),
    'the cases of a person': page({ org: 'ranqi', person: { org: 'ranqi', account: 'nobody' } }),
    'the cases of a month': page({ registered: { from: '2026-01-01T00:00:00Z', before: '2026-02-01T00:00:00Z' } }),
    'the lights of a city': (database) => countApplications(database, { city, now }),
  }
}

function inboxes({ city: { key: city }, now: at }: Ground): Readonly<Record<string, MeasuredRead>> {
  const org = 'ranqi'
  const inbox = { city, org, now: at.toISOString() }
  const page =
    (filter: Omit<Parameters<typeof openTasks>[1], 'city' | 'org' | 'now' | 'limit'>) => (database: Database) =>
      openTasks(database, { ...inbox, limit: LIMIT, ...filter })
  const words = [{ text: filledName(7), kinds: [] }]
  return {
    'an inbox': page({}),
    'an inbox further on': page({ cursor: { at: null, id: 'CB' } }),
    'an inbox by what came first': page({ sort: 'since' }),
    'the red of an inbox': page({ light: 'red' }),
    'a name in an inbox': page({ words, namesIn: { org, parts: ['utility'] } }),
    "a person's tasks": page({ person: 'nobody' }),
    'the lights of an inbox': (database) => countTasks(database, inbox),
    'the load of each organisation': (database) => loadOfCity(database, inbox),
    'what an inbox holds': (database) => tasksBy(database, inbox),
  }
}

function figures({ city, calendar, now: at }: Ground): Readonly<Record<string, MeasuredRead>> {
  const { utcOffsetMinutes } = city.hours
  const now = at.toISOString()
  const periodOf = (key: string): Period => {
    const period = parsePeriod(key, utcOffsetMinutes)
    if (period === undefined) throw new Error(key)
    return period
  }
  const thisQuarter = periodOf(quarterAt(now, utcOffsetMinutes))
  const lastQuarter = periodOf(quarterAt(new Date(Date.parse(thisQuarter.from) - 1).toISOString(), utcOffsetMinutes))
  const year = periodOf(String(at.getUTCFullYear() - 1))
  const of = (period: Period) => (database: Database) =>
    assess(database, { city: city.key, calendar, hours: city.hours, now, period, order: [] })
  const { from, to } = lastQuarter
  return {
    'the figures of this quarter': of(thisQuarter),
    'the figures of a quarter': of(lastQuarter),
    'the figures of a year': of(year),
    'what events charge in a quarter': (database) => countedEvents(database, { city: city.key, from, to }),
    'the deadlines behind a figure': (database) =>
      countedDeadlines(database, { city: city.key, from, to, now, limit: LIMIT }),
  }
}

function others({ city: { key: city } }: Ground): Readonly<Record<string, MeasuredRead>> {
  return {
    'one case': (database) => findApplication(database, 'CB-20261120-00001-0'),
    'the red lights': (database) => database.transaction((transaction) => overdueNow(transaction, city)),
    'the applications of a project': (database) =>
      openApplicationsOfProject(database, { city, projectCode: filledProject(0), seenBy: { all: true } }),
    'the open applications of an applicant': (database) =>
      openApplicationsOfNumber(database, {
        city,
        number: filledApplicant(0),
        seenBy: { org: 'hubeiGovernmentService' },
      }),
    'what is new to push': async (database) => {
      const { mark } = await changedSubjects(database, undefined)
      return changedSubjects(database, mark)
    },
  }
}
