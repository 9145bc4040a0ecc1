/** Words of 赤壁市 that the document cannot list, so that what is sent also gets through the door. */
import { TOUCHED } from '../../domain/case/service.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { NEW_HOLDER, OLD_HOLDER, POWER, WATER } from '../../test/fixtures/matters.ts'
import type { Vocabulary } from './config.ts'
import { NOWHERE } from './own-cases.ts'
import type { OwnCases } from './own-cases.ts'

const DAY_MS = 86_400_000
const PHONES = ['13871234567', '0715-5222110', '95598']
const LINES = ['water:shuiwu', 'power:guowang', 'network:telecom']

/** What the sender may find. */
type Own = OwnCases & { readonly subscriptions: readonly string[] }

export function vocabularyOf({ organisations, hours, approvals }: City, own: Own): Vocabulary {
  const orgs = organisations.map(({ key }) => key)
  const days = [0, 1, 2, 7, 20].map((ahead) => localDate(inDays(ahead), hours))
  const instants = [0.1, 1, 3].map(inDays)
  const utilities = ['shuiwu', 'guowang', 'telecom', 'ranqi']
  return {
    ...whose(own),
    ...forEach(
      [
        'path.organisation',
        'query.organisation',
        'query.org',
        'body.org',
        'body.orgs[*]',
        'body.opinions[*].org',
        'body.resolutions[*].org',
        'body.organisations[*].org',
        'body.subject.org',
      ],
      orgs,
    ),
    ...forEach(['body.nearbyOwners[*]', 'body.form.accounts[*].utility'], utilities),
    ...forEach(['body.line', 'body.lines[*].line', 'body.opinions[*].opinion.lines[*].line', 'body.with.line'], LINES),
    ...forEach(['body.account'], [WATER, POWER]),
    ...forEach(['body.phone', 'body.form.phone', 'body.agent.phone'], PHONES),
    ...forEach(
      [
        'body.worksFrom',
        'body.worksTo',
        'body.dueDate',
        'body.date',
        'body.paidOn',
        'body.order.dueDate',
        'body.form.surveyDate',
        'body.parts[*].dueDate',
        'body.resolutions[*].dueDate',
        'query.from',
        'query.to',
      ],
      days,
    ),
    ...forEach(['body.at', 'body.from', 'body.to', 'query.from', 'query.to'], instants),
    ...forEach(
      ['body.approvals[*]', 'body.approval'],
      approvals.list.map(({ key }) => key),
    ),
    ...forEach(
      ['body.found[*].touches[*]', 'body.lines[*].outerWorks.touches[*]'],
      [...TOUCHED, ...approvals.list.map(({ key }) => key)],
    ),
    ...forEach(
      ['body.form.services.network.operators[*]', 'body.services.network.operators[*]'],
      ['telecom', 'mobile'],
    ),
    ...forEach(['body.channel'], ['hubeiGovernmentService', 'onlineHall', 'window']),
    ...forEach(
      [
        'body.form.applicant.creditCode',
        'body.form.from.creditCode',
        'body.form.to.creditCode',
        'body.subject.creditCode',
      ],
      [OLD_HOLDER.creditCode],
    ),
    ...forEach(
      [
        'body.form.applicant.identityNumber',
        'body.form.from.identityNumber',
        'body.form.to.identityNumber',
        'body.subject.identityNumber',
      ],
      [NEW_HOLDER.identityNumber],
    ),
    ...forEach(['body.form.projectCode'], ['2411-421281-04-01-123456']),
    ...forEach(['body.url'], [NOWHERE]),
    ...forEach(['path.document'], ['receipt', 'survey-letter', 'survey-result', 'commitment-shuiwu', 'result']),
    ...forEach(['path.period', 'body.period'], ['2026-Q3', '2026-Q4']),
    ...forEach(['query.period'], ['2026-11', '2026-Q4', '2026']),
  }
}

function whose({ serviceNumbers, transferNumbers, recordIds, subscriptions }: Own): Vocabulary {
  return {
    ...forEach(
      ['path.serviceNumber', 'query.serviceNumber', 'body.source.serviceNumber', 'body.with.serviceNumber'],
      serviceNumbers,
    ),
    ...forEach(['path.transferNumber'], transferNumbers),
    ...forEach(['path.recordId'], recordIds),
    ...forEach(['path.id'], subscriptions),
  }
}

function forEach(parameters: readonly string[], values: readonly string[]): Vocabulary {
  return Object.fromEntries(parameters.map((parameter) => [parameter, values]))
}

function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString()
}
