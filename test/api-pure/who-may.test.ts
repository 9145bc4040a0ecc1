import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../db/client.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { newKey } from '../../temporal/keyring.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { GUIDED } from '../fixtures/asked.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { creditBody, transferBody } from '../fixtures/matters.ts'

/**
 * Every route, below the roles that may use it (`/api/v1` left out). A route that is not here fails; so does one that
 * opens to another role.
 */
const MAY: Readonly<Record<string, readonly string[]>> = {
  lead: [
    'POST /applications/:serviceNumber/approval/revocation-decisions',
    'POST /applications/:serviceNumber/survey/joint-record',
    'POST /applications/:serviceNumber/survey/waiver',
  ],
  public: [
    'GET /',
    'GET /assets/:file',
    'GET /asked',
    'GET /asked/:inquiry',
    'GET /plans/:plan',
    'GET /guided',
    'GET /guided/:guidance',
    'GET /auditor',
    'GET /auditor/:serviceNumber',
    'GET /cases',
    'GET /cases/:serviceNumber',
    'GET /field',
    'GET /field-worker.js',
    'GET /help/:guide',
    'GET /help/pictures/:file',
    'GET /inbox',
    'GET /office',
    'GET /sign-in',
    'GET /signed-in',
    'GET /window',
    'GET /files/:file',
    'GET /session/callback',
    'GET /session/sign-ins',
    'GET /session/start',
    'GET /progress',
    'GET /progress/code',
    'GET /progress/size',
    'POST /progress/code',
    'POST /progress/end',
    'POST /progress/session',
    'POST /session/development',
    'POST /session/end',
    'GET /calendar/deadline',
    'GET /calendar/working-time',
    'GET /guide',
    'GET /organisations',
    'GET /healthz',
    'GET /metrics',
    'GET /openapi.json',
    'GET /readyz',
  ],
  // Whoever is signed in by a code to a case's telephone; no token counts there.
  code: [
    'GET /progress/case',
    'GET /progress/case/documents/:document',
    'GET /progress/inquiry',
    'POST /progress/case/appointment',
    'POST /progress/case/cancellation',
    'POST /progress/case/missed',
    'POST /progress/case/missed-answer',
    'POST /progress/case/offer',
    'POST /progress/case/rating',
    'POST /progress/case/supplement',
    'POST /progress/case/survey-date',
    'POST /progress/case/withdrawal',
    'POST /progress/case/plan-signature',
    'POST /progress/case/plan-refusal',
    'POST /progress/case/plan-end',
  ],
  'clerk system': ['POST /transfers/:transferNumber/consents'],
  'clerk lead': ['POST /applications/:serviceNumber/connection/missed-decisions', 'POST /inquiries/:id/passes'],
  'applicant clerk lead system': ['POST /inquiries'],
  'officer lead': [
    'POST /applications/:serviceNumber/acceptance/results',
    'POST /applications/:serviceNumber/approval/decisions',
    'POST /applications/:serviceNumber/approval/joint-results',
    'POST /applications/:serviceNumber/approval/revocation-hearings',
    'POST /applications/:serviceNumber/construction/extension-decisions',
    'POST /applications/:serviceNumber/construction/variation-decisions',
    'POST /applications/:serviceNumber/deadlines/resumptions',
    'POST /applications/:serviceNumber/deadlines/suspensions',
    'POST /applications/:serviceNumber/rating/answers',
    'POST /applications/:serviceNumber/survey/letter',
    'POST /applications/:serviceNumber/survey/postponement',
    'POST /applications/:serviceNumber/survey/resumption',
    'POST /applications/:serviceNumber/survey/resurveys',
    'POST /applications/:serviceNumber/survey/visit-time',
    'POST /credit-records',
    'POST /credit-records/:recordId/confirmation',
    'POST /credit-records/:recordId/decisions',
    'POST /credit-records/:recordId/determination',
    'POST /credit-records/:recordId/notice',
    'POST /credit-records/:recordId/repairs/acceptances',
    'POST /credit-records/:recordId/repairs/decisions',
    'POST /credit-records/:recordId/withdrawal',
    'POST /instalments/:instalmentsId/release',
    'POST /reports',
    'POST /reports/:period/meeting',
    'POST /reports/:period/resolutions/checks',
    'POST /reports/:period/review',
    'POST /transfers/:transferNumber/ownership',
  ],
  applicant: [
    'GET /me/claimable',
    'POST /applications/:serviceNumber/claims',
    'POST /applications/:serviceNumber/rating',
    'POST /applications/:serviceNumber/rating/additions',
  ],
  administrator: ['POST /revoked-tokens'],
  auditor: [
    'GET /applications/:serviceNumber/replays',
    'GET /applications/:serviceNumber/replays/:replay',
    'GET /audit',
    'GET /audit/unknown-senders',
    'POST /applications/:serviceNumber/replays',
  ],
  'auditor administrator': ['GET /revoked-tokens'],
  'clerk officer lead system': [
    'POST /applications/:serviceNumber/documents/:document/number',
    'POST /credit-records/:recordId/documents/:document/number',
    'POST /inquiries/:id/answers',
    'POST /instalments/:instalmentsId/documents/:document/number',
  ],
  'clerk officer lead': [
    'POST /applications/:serviceNumber/registration/acceptance',
    'POST /reports/:period/resolutions/reports',
    'POST /applications/:serviceNumber/registration/supplement-requests',
    'POST /applications/:serviceNumber/successors',
  ],
  'officer lead system': [
    'GET /applications/:serviceNumber/survey/times',
    'POST /applications/:serviceNumber/approval/applications',
    'POST /applications/:serviceNumber/approval/commitments',
    'POST /applications/:serviceNumber/approval/supplement-requests',
    'POST /applications/:serviceNumber/acceptance/filings',
    'POST /applications/:serviceNumber/acceptance/invitations',
    'POST /applications/:serviceNumber/approval/revocation-answers',
    'POST /applications/:serviceNumber/restoration/temporary-surfaces',
    'POST /applications/:serviceNumber/construction/extension-requests',
    'POST /applications/:serviceNumber/construction/variations',
    'POST /applications/:serviceNumber/approval/site-safety',
    'POST /applications/:serviceNumber/approval/supplements',
    'POST /applications/:serviceNumber/connection/completions',
    'POST /applications/:serviceNumber/connection/offers',
    'POST /applications/:serviceNumber/construction/backfills',
    'POST /applications/:serviceNumber/construction/completions',
    'POST /applications/:serviceNumber/construction/designs',
    'POST /applications/:serviceNumber/construction/emergency-filings',
    'POST /applications/:serviceNumber/construction/emergency-repairs',
    'POST /applications/:serviceNumber/construction/handovers',
    'POST /applications/:serviceNumber/construction/plans',
    'POST /applications/:serviceNumber/construction/progress',
    'POST /applications/:serviceNumber/construction/shared-trenches',
    'POST /applications/:serviceNumber/construction/starts',
    'POST /applications/:serviceNumber/inner-works/payments',
    'POST /applications/:serviceNumber/inner-works/quotes',
    'POST /applications/:serviceNumber/registration/joint-visits',
    'POST /applications/:serviceNumber/registration/receipts',
    'POST /applications/:serviceNumber/restoration/reports',
    'POST /applications/:serviceNumber/supervision/extension-requests',
    'POST /applications/:serviceNumber/supervision/rectifications',
    'POST /applications/:serviceNumber/survey/attendance',
    'POST /applications/:serviceNumber/survey/opinions',
    'POST /applications/:serviceNumber/survey/resurvey-results',
    'POST /applications/:serviceNumber/survey/unavailable-times',
    'POST /instalments/:instalmentsId/confirmation',
    'POST /instalments/:instalmentsId/receipts',
    'POST /instalments/:instalmentsId/refunds',
    'POST /transfers/:transferNumber/accounts/confirmations',
    'POST /transfers/:transferNumber/accounts/payments',
    'POST /transfers/:transferNumber/accounts/settlements',
    'POST /applications/:serviceNumber/rating/rated-answers',
    'POST /guidance',
    'POST /guidance/:id/corrections',
    'POST /guidance/:id/withdrawals',
    'POST /transfers/:transferNumber/accounts/failures',
  ],
  'administrator system': [
    'DELETE /subscriptions/:id',
    'POST /dead-letters/:id/resend',
    'POST /dead-letters/:id/skip',
    'POST /subscriptions',
    'POST /subscriptions/:id/changes',
    'POST /subscriptions/:id/confirmation',
    'POST /subscriptions/:id/pause',
    'POST /subscriptions/:id/resumption',
    'POST /subscriptions/:id/retries',
    'POST /subscriptions/:id/secret',
    'POST /subscriptions/:id/tests',
  ],
  'applicant clerk system': [
    'POST /applications/:serviceNumber/connection/appointments',
    'POST /applications/:serviceNumber/connection/cancellations',
    'POST /applications/:serviceNumber/connection/offer-answers',
    'POST /applications/:serviceNumber/contact',
    'POST /applications/:serviceNumber/dropped-services',
    'POST /applications/:serviceNumber/inner-works/instalment-requests',
    'POST /applications/:serviceNumber/inner-works/instalments',
    'POST /instalments/:instalmentsId/giving-up',
    'POST /applications/:serviceNumber/inner-works/requests',
    'POST /applications/:serviceNumber/registration/supplements',
    'POST /applications/:serviceNumber/survey/booking',
    'POST /applications/:serviceNumber/withdrawal',
    'POST /transfers/:transferNumber/withdrawal',
  ],
  'officer lead inspector': [
    'POST /applications/:serviceNumber/approval/revocations',
    'POST /applications/:serviceNumber/restoration/confirmations',
    'POST /applications/:serviceNumber/supervision/extension-decisions',
  ],
  'auditor administrator system': [
    'GET /dead-letters',
    'GET /subscriptions',
    'GET /subscriptions/:id/deliveries',
    'GET /subscriptions/:id/log',
  ],
  'clerk officer lead inspector system': ['POST /applications/:serviceNumber/files'],
  'clerk officer lead inspector': ['POST /applications/:serviceNumber/reassignments'],
  'officer lead inspector system': [
    'POST /applications/:serviceNumber/supervision/inspections',
    'POST /applications/:serviceNumber/supervision/reinspections',
  ],
  'applicant clerk officer lead system': [
    'POST /applications/:serviceNumber/connection/missed-appointments',
    'POST /applications/:serviceNumber/connection/missed-answers',
    'POST /credit-records/:recordId/answer',
    'POST /credit-records/:recordId/contests',
    'POST /credit-records/:recordId/repairs',
    'POST /instalments/:instalmentsId/plans',
    'POST /instalments/:instalmentsId/signatures',
    'POST /transfers/:transferNumber/accounts/closures',
    'POST /transfers/:transferNumber/accounts/retries',
    'POST /applications',
    'POST /transfers',
  ],
  'applicant clerk officer lead inspector system': ['POST /applications/:serviceNumber/reminders'],
  'clerk officer lead inspector auditor administrator system': [
    'GET /applications/:serviceNumber/construction/joint-plan',
    'GET /assessments',
    'GET /assessments.csv',
    'GET /assessments/credit',
    'GET /assessments/deadlines',
    'GET /assessments/exceptions',
    'GET /assessments/ratings',
    'GET /organisations/load',
    'GET /organisations/:organisation/live',
    'GET /organisations/:organisation/tasks',
    'GET /guidance',
    'GET /guidance/:id',
    'GET /road-works',
  ],
  'applicant clerk officer lead inspector auditor administrator system': [
    'GET /applications',
    'GET /applications/:serviceNumber',
    'GET /applications/:serviceNumber/act-requests/:request',
    'GET /applications/:serviceNumber/acts',
    'GET /applications/:serviceNumber/rating/acts',
    'GET /credit-records/:recordId/acts',
    'GET /instalments/:instalmentsId/acts',
    'GET /later-inspections/:inspectionId/acts',
    'GET /reports/:period/acts',
    'GET /transfers/:transferNumber/acts',
    'GET /me',
    'GET /applications/:serviceNumber/documents',
    'GET /applications/:serviceNumber/documents/:document',
    'GET /applications/:serviceNumber/documents/:document/prints',
    'POST /applications/:serviceNumber/documents/:document/prints',
    'GET /applications/:serviceNumber/files',
    'GET /applications/:serviceNumber/files/:file',
    'GET /applications/:serviceNumber/history',
    'GET /applications/:serviceNumber/live',
    'GET /applications/:serviceNumber/instalments',
    'GET /applications/:serviceNumber/later-inspections',
    'GET /applications/:serviceNumber/rating',
    'GET /applications/:serviceNumber/rating/act-requests/:request',
    'GET /applications/:serviceNumber/rating/history',
    'GET /credit-records',
    'GET /credit-records/:recordId',
    'GET /credit-records/:recordId/act-requests/:request',
    'GET /credit-records/:recordId/documents',
    'GET /credit-records/:recordId/documents/:document',
    'GET /credit-records/:recordId/documents/:document/prints',
    'POST /credit-records/:recordId/documents/:document/prints',
    'GET /credit-records/:recordId/history',
    'GET /inquiries',
    'GET /inquiries/:id',
    'GET /instalments',
    'GET /instalments/:instalmentsId',
    'GET /instalments/:instalmentsId/act-requests/:request',
    'GET /instalments/:instalmentsId/documents',
    'GET /instalments/:instalmentsId/documents/:document',
    'GET /instalments/:instalmentsId/documents/:document/prints',
    'POST /instalments/:instalmentsId/documents/:document/prints',
    'GET /instalments/:instalmentsId/history',
    'GET /later-inspections',
    'GET /later-inspections/:inspectionId',
    'GET /later-inspections/:inspectionId/act-requests/:request',
    'GET /later-inspections/:inspectionId/history',
    'GET /ratings',
    'GET /reports',
    'GET /reports/:period',
    'GET /reports/:period/document',
    'GET /reports/:period/act-requests/:request',
    'GET /reports/:period/history',
    'GET /transfers',
    'GET /transfers/:transferNumber',
    'GET /transfers/:transferNumber/act-requests/:request',
    'GET /transfers/:transferNumber/history',
  ],
}

/** One of every kind of caller, as 赤壁市 has them. */
const CALLERS = {
  applicant: ['applicant', 'applicant'],
  intake: ['hubeiGovernmentService', 'system'],
  otherIntake: ['ehuiban', 'system'],
  clerk: ['window', 'clerk'],
  windowLead: ['window', 'lead'],
  officer: ['zigui', 'officer'],
  lead: ['zigui', 'lead'],
  inspector: ['zigui', 'inspector'],
  auditor: ['zigui', 'auditor'],
  administrator: ['zigui', 'administrator'],
  system: ['zigui', 'system'],
  assessor: ['zhujian', 'officer'],
  utility: ['shuiwu', 'officer'],
  utilityLead: ['shuiwu', 'lead'],
  utilitySystem: ['shuiwu', 'system'],
  otherUtility: ['unicom', 'officer'],
  otherSystem: ['unicom', 'system'],
  office: ['office', 'officer'],
  officeLead: ['office', 'lead'],
  officeAuditor: ['office', 'auditor'],
  officeAdministrator: ['office', 'administrator'],
  group: ['group', 'officer'],
  groupLead: ['group', 'lead'],
  groupAuditor: ['group', 'auditor'],
  platform: ['creditPlatform', 'system'],
} as const satisfies Record<string, readonly [string, Role]>
type CallerName = keyof typeof CALLERS
const NAMES = Object.keys(CALLERS) as readonly CallerName[]

/** Organisations and roles that do not go together: nobody, whatever the route. */
const NOBODY: readonly (readonly [org: string, role: Role, city?: string])[] = [
  ['shuiwu', 'auditor'],
  ['shuiwu', 'administrator'],
  ['applicant', 'officer'],
  ['window', 'officer'],
  ['window', 'administrator'],
  ['hubeiGovernmentService', 'officer'],
  ['zigui', 'clerk'],
  ['group', 'administrator'],
  ['office', 'system'],
  ['creditPlatform', 'lead'],
  ['zigui', 'applicant'],
  ['nowhere', 'officer'],
  ['zhujian', 'officer', 'nowhere'],
  ['zhujian', 'officer', 'constructor'],
]

const OVERSEERS: readonly CallerName[] = [
  'auditor',
  'administrator',
  'officeAuditor',
  'officeAdministrator',
  'groupAuditor',
]
const IN_OFFICE: readonly CallerName[] = ['office', 'officeLead']
const OUTSIDE: readonly CallerName[] = ['applicant', 'intake', 'otherIntake', 'platform']
const except = (others: readonly CallerName[]) => NAMES.filter((name) => !others.includes(name))

interface Asked {
  readonly query?: string
  readonly body?: unknown
  readonly only?: readonly CallerName[]
}

/**
 * What is needed for the route to look at the caller's organisation before it asks any server, and who is left then.
 */
const ASKED: Readonly<Record<string, Asked>> = {
  'GET /applications/:serviceNumber/construction/joint-plan': { only: except(OUTSIDE) },
  'GET /guidance': { only: except(OUTSIDE) },
  'GET /inquiries': { only: except(['platform']) },
  'POST /guidance': { body: GUIDED, only: ['officer', 'lead', 'system'] },
  'POST /inquiries': {
    body: { question: '怎样办理' },
    only: ['applicant', 'intake', 'otherIntake', 'clerk', 'windowLead'],
  },
  'GET /road-works': { query: '?road=x', only: except(OUTSIDE) },
  'GET /assessments': { query: '?period=2025-Q1', only: except(['applicant', 'intake', 'otherIntake']) },
  'GET /assessments.csv': { query: '?period=2025-Q1', only: except(['applicant', 'intake', 'otherIntake']) },
  'GET /assessments/credit': { query: '?period=2025-Q1', only: except(['applicant', 'intake', 'otherIntake']) },
  'GET /assessments/deadlines': { query: '?period=2025-Q1', only: except(['applicant', 'intake', 'otherIntake']) },
  'GET /assessments/ratings': { query: '?period=2025-Q1', only: except(['applicant', 'intake', 'otherIntake']) },
  'GET /assessments/exceptions': {
    query: '?period=2025-Q1',
    only: [...OVERSEERS, ...IN_OFFICE, 'group', 'groupLead', 'assessor'],
  },
  'GET /organisations/load': { only: [...OVERSEERS, ...IN_OFFICE] },
  'GET /organisations/:organisation/live': {
    only: [...OVERSEERS, ...IN_OFFICE, 'utility', 'utilityLead', 'utilitySystem'],
  },
  'GET /organisations/:organisation/tasks': {
    only: [...OVERSEERS, ...IN_OFFICE, 'utility', 'utilityLead', 'utilitySystem'],
  },
  'GET /later-inspections': { only: except(['applicant']) },
  'GET /ratings': { only: except(['applicant']) },
  'GET /reports': { only: except(['applicant']) },
  'POST /applications': { body: registrationBody(), only: ['intake'] },
  'POST /transfers': { body: transferBody(), only: ['intake'] },
  'POST /credit-records': { body: creditBody(), only: ['officer', 'lead', 'assessor', ...IN_OFFICE] },
  'POST /reports': { body: { period: '2025-Q4' }, only: IN_OFFICE },
  'POST /subscriptions': {
    body: { url: 'https://receiver.example/', org: 'shuiwu' },
    only: ['officeAdministrator', 'utilitySystem'],
  },
  'POST /revoked-tokens': { body: { jti: 'x', reason: '遗失' }, only: ['officeAdministrator'] },
}

const ROWS = Object.entries(MAY).flatMap(([who, routes]) => routes.map((route) => ({ route, roles: who.split(' ') })))

/** Who may is said before anybody is asked: what gets so far fails here, at once. */
const NO_DATABASE = new Proxy({} as Database, {
  get: () => {
    throw new Error('asked')
  },
})

let api: TestApi
const routes: string[] = []
const note = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance }
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push(`${each} ${url.replace('/api/v1/', '/')}`)
  })
}
beforeAll(async () => {
  subscribe('fastify.initialization', note)
  api = await testApi({ database: NO_DATABASE, environment: testEnvironment({ PAYLOAD_KEYS: newKey() }) })
  unsubscribe('fastify.initialization', note)
})
afterAll(() => api.app.close())

const PAGES = ['assets', 'cases', 'field', 'files', 'inbox', 'progress', 'sign-in', 'signed-in', 'window', 'session']
const BESIDE_THE_API = new RegExp(`^/(?:|healthz|readyz|metrics|openapi[.]json|(?:${PAGES.join('|')})(?:/.*)?)$`)

/** Numbers that no city gives out, so that nobody has to be asked for them. */
async function ask(route: string, token?: string): Promise<{ status: number; code: string }> {
  const [method = '', template = ''] = route.split(' ')
  const { query = '', body = {} } = ASKED[route] ?? {}
  const path = template.replace(':organisation', 'shuiwu').replaceAll(/:\w+/g, 'unknown')
  const url = `${BESIDE_THE_API.test(path) ? '' : '/api/v1'}${path}${query}`
  const answer = await api.app.inject({
    method: method as 'GET',
    url,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'POST'
        ? { 'idempotency-key': `who-may-${routes.length}`, 'content-type': 'application/json' }
        : {}),
    },
    ...(method === 'POST' ? { payload: JSON.stringify(body) } : {}),
  })
  const problem =
    answer.headers['content-type']?.includes('problem') === true ? answer.json<{ code: string }>().code : ''
  return { status: answer.statusCode, code: problem }
}

describe('who may', () => {
  it('is said here of every route, and of nothing that is not there', () => {
    const others = routes.filter((route) => !/^(?:HEAD|OPTIONS) /.test(route))
    expect(ROWS.map(({ route }) => route).sort()).toEqual(others.sort())
    expect(Object.keys(ASKED).filter((route) => !others.includes(route))).toEqual([])
  })

  it.each(ROWS)('$route', async ({ route, roles }) => {
    const open = roles.includes('public')
    const nobody = await Promise.all(
      [undefined, 'x.y.z', await api.token('zhujian', 'officer', { expiresInSeconds: -60 })].map(
        async (token) => (await ask(route, token)).status,
      ),
    )
    expect(nobody).toEqual(
      open
        ? [expect.not.toSatisfy(isRefusal), expect.not.toSatisfy(isRefusal), expect.not.toSatisfy(isRefusal)]
        : [401, 401, 401],
    )
    if (open) return
    if (roles.includes('code')) {
      for (const [org, role] of Object.values(CALLERS))
        expect((await ask(route, await api.token(org, role))).status).toBe(401)
      return
    }
    for (const [org, role, city] of NOBODY)
      expect([org, role, await ask(route, await api.token(org, role, city === undefined ? {} : { city }))]).toEqual([
        org,
        role,
        { status: 403, code: 'forbidden' },
      ])
    const through: CallerName[] = []
    for (const name of NAMES) {
      const [org, role] = CALLERS[name]
      const answer = await ask(route, await api.token(org, role))
      if (!isRefusal(answer.status)) through.push(name)
      else expect([name, answer]).toEqual([name, { status: 403, code: 'forbidden' }])
    }
    const only = ASKED[route]?.only
    expect(through).toEqual(
      NAMES.filter((name) => roles.includes(CALLERS[name][1]) && (only === undefined || only.includes(name))),
    )
  })
})

function isRefusal(status: number): boolean {
  return status === 401 || status === 403
}
