import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { CREDIT_API } from '../../api/matters/credit.ts'
import { INSTALMENTS_API } from '../../api/matters/instalments.ts'
import { LATER_INSPECTION_API } from '../../api/matters/later-inspection.ts'
import { hiddenFrom } from '../../api/matters/matter-api.ts'
import type { MatterApi } from '../../api/matters/matter-api.ts'
import { MEETING_REPORT_API } from '../../api/matters/meeting-report.ts'
import { RATING_API } from '../../api/matters/rating.ts'
import { eventView, viewFor } from '../../api/matters/routes.ts'
import { TRANSFER_API } from '../../api/matters/transfer.ts'
import { catalogueOf } from '../../api/documents/catalogue.ts'
import { meetingReportPaper } from '../../api/documents/meeting-report.ts'
import { page } from '../../api/documents/page.ts'
import { sourceFor } from '../../api/documents/papers.ts'
import { applicationView } from '../../api/views/application.ts'
import { maskEvent } from '../../api/views/masking.ts'
import { loadCities } from '../../config/load-cities.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import { EVENT_NAMES } from '../../domain/case/event.ts'
import type { EventBody, EventData, EventType } from '../../domain/case/event.ts'
import { maskNumbersIn } from '../../domain/demand/formats.ts'
import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import { CREDIT } from '../../workflows/credit/core/acts.ts'
import { INSTALMENTS } from '../../workflows/instalments/core/acts.ts'
import { LATER_INSPECTION } from '../../workflows/later-inspection/core/acts.ts'
import { MEETING_REPORT } from '../../workflows/meeting-report/core/acts.ts'
import { RATING } from '../../workflows/rating/core/acts.ts'
import { TRANSFER } from '../../workflows/transfer/core/acts.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { creditInput, INSTALMENT_PLAN, laterInspectionInput, ratingInput, transferInput } from '../fixtures/matters.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { NO_CONTENT, reportInput } from '../fixtures/reports.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { shuiwu, WATER } from '../state/branch-case.ts'

/** Wherever words may be written, a name and a telephone are. */
const [NAME, PHONE] = ['欧阳明月', '13971230000']
const SAID = `请联系${NAME}，电话 ${PHONE}`
/** An official's words: the name cannot be found by a machine, the number can. */
const FOUND = `回填不密实，现场联系 ${PHONE} 或 0715-5351234`
const LEAKS = [NAME, PHONE, '0715-5351234', 'hubei-user-7']
const leaksOf = (told: unknown) =>
  LEAKS.filter((leak) => (typeof told === 'string' ? told : JSON.stringify(told)).includes(leak))

const section = { road: '河北大道', from: '发展大道路口', to: '厂区北门' }
const checklist = inspection(WATER, [4]).checklist.map((item) => ({ ...item, evidence: FOUND }))
const lines = [WATER]

/** Every event in which somebody writes, with words in every field that takes them. */
const WRITTEN: { readonly [T in EventType]?: EventData[T] } = {
  demandAccepted: { how: 'confirmed', remarks: SAID },
  opinionFiled: {
    org: 'chengguan',
    opinion: { ...needsOuterWorks(WATER), remarks: SAID },
    late: false,
    byJointRecord: false,
  },
  commitmentSigned: {
    org: 'shuiwu',
    lines,
    commitment: {
      ...commitment('2026-11-23', '2026-11-30', ['roadExcavation']),
      legalRepresentative: NAME,
      contact: NAME,
      phone: PHONE,
      responsible: NAME,
      address: FOUND,
    },
    version: 1,
  },
  designFiled: { line: WATER, version: 1, title: FOUND, summary: FOUND },
  constructionPlanFiled: { line: WATER, version: 1, title: FOUND, summary: FOUND, nearbyOwners: [] },
  handoverSigned: { line: WATER, org: 'guowang', positions: FOUND, signer: NAME },
  worksStarted: { line: WATER, remarks: SAID },
  progressReported: { line: WATER, percent: 1, remarks: SAID },
  inspectionFiled: { line: WATER, org: 'chengguan', checklist, passed: false },
  rectificationOrdered: {
    order: 'water:shuiwu:1',
    line: WATER,
    org: 'chengguan',
    utility: 'shuiwu',
    requirement: FOUND,
    dueDate: '2026-11-30',
    promises: [4],
  },
  rectificationReported: { order: 'water:shuiwu:1', remarks: SAID },
  reinspected: { order: 'water:shuiwu:1', passed: true, evidence: FOUND },
  worksCompleted: { line: WATER, late: false, remarks: SAID },
  worksAccepted: { line: WATER, laidInAdvance: false, remarks: SAID },
  acceptanceRefused: { line: WATER, reason: FOUND },
  siteRestored: { line: WATER, remarks: SAID },
  restorationConfirmed: { line: WATER, remarks: SAID },
  serviceConnected: { line: WATER, late: false, remarks: SAID },
  supplementRequested: { items: ['form.services.water.tonsPerDay'], message: SAID },
  demandSupplemented: { services: { water: { business: 'alteration', alteration: SAID } } },
  jointVisitRecorded: { date: '2026-11-23', orgs: ['shuiwu'], findings: SAID },
  sharedDataReceived: { items: [{ name: '营业执照', value: SAID }], missing: [] },
  surveyWaived: { reason: FOUND, signer: NAME },
  approvalsApplied: {
    org: 'shuiwu',
    lead: 'zigui',
    lines,
    schedule: { worksFrom: '2026-11-23', worksTo: '2026-11-30', sections: [section], responsible: NAME },
    approvals: [],
  },
  approvalSupplementRequested: { approval: 'a', message: SAID },
  approvalSupplied: { approval: 'a', message: SAID },
  approvalDecided: { approval: 'a', approved: false, reason: FOUND },
  extensionRequested: { order: 'water:shuiwu:1', dueDate: '2026-12-01', reason: FOUND },
  extensionDecided: { order: 'water:shuiwu:1', granted: false, dueDate: '2026-12-01', reason: FOUND },
  emergencyRepairStarted: { repair: 'r', line: WATER, org: 'shuiwu', place: SAID, what: SAID },
  emergencyRepairFiled: { repair: 'r', report: SAID },
  innerWorksRequested: { line: WATER, scope: SAID },
  innerWorksQuoted: { line: WATER, items: [{ name: SAID, amountFen: 1 }], priceDocument: FOUND },
  appointmentMissed: { line: WATER, by: 'user', note: SAID },
  contactCorrected: { contact: NAME, phone: PHONE },
  serviceDropped: { lines, reason: SAID },
  hastened: { task: 't', org: 'shuiwu', note: SAID },
  taskReassigned: { task: 't', person: NAME },
  clockStopped: { deadline: 'survey', reason: 'forceMajeure', note: FOUND },
  actRefused: { act: 'hasten', code: 'task-unknown', detail: `没有未办的待办 ${SAID}`, received: SAID },
  applicationWithdrawn: { reason: SAID },
}

/** What the case says by itself, and what holds dates and keys only. `registered` has its own test. */
const WORDLESS: readonly EventType[] = [
  'registered',
  'cancellationRequested',
  'demandPushed',
  'receiptAcknowledged',
  'surveyConvened',
  'surveyClosed',
  'approvalGranted',
  'trenchSharingAgreed',
  'surveyMoved',
  'unavailabilityDeclared',
  'surveyScheduled',
  'promiseBroken',
  'instalmentsAgreed',
  'paymentRecorded',
  'clockResumed',
  'deadlineMoved',
  'connectionAppointed',
  'deadlineStarted',
  'deadlineWarned',
  'deadlinePassed',
  'applicationClosed',
]

const CITIES = loadCities()
const MASKED = [
  ['fagai', 'auditor'],
  ['zhengshu', 'administrator'],
  ['office', 'officer'],
  ['group', 'lead'],
  ['hubeiGovernmentService', 'system'],
] as const
const callers = MASKED.map(([org, role]) => callerOf({ sub: `${org}-1`, org, role, city: 'chibi' }, CITIES))
const auditors = callers.filter(({ role }) => role === 'auditor' || role === 'administrator')
const written = () => Object.entries(WRITTEN).map(([type, data]) => ({ type, rule: 'R-39', data }) as EventBody)

function everythingSaid(words = SAID, name: string = NAME): PureCase {
  const services = {
    water: { business: 'alteration', tonsPerDay: 9, accountNumber: 'A-1234567', alteration: words },
    power: { business: 'new', kilovoltAmperes: 100 },
  }
  const change = {
    agent: { name, phone: PHONE, authorisation: words },
    paper: { applicantSigner: name, clerk: name, scanSha256: 'a'.repeat(64) },
  }
  return new PureCase(
    applicationInput(registration(change, { remarks: words, contact: name, phone: PHONE, services })),
  ).atSurvey()
}

describe('R-39: words in an application', () => {
  it('are looked at here in every type of event', () => {
    expect([...Object.keys(WRITTEN), ...WORDLESS].sort()).toEqual(Object.keys(EVENT_NAMES).sort())
  })

  it.each(written().map((body) => [EVENT_NAMES[body.type], body] as const))(
    'of or about the user are hidden in the history, official ones lose their numbers: %s',
    (_name, body) => {
      const masked = maskEvent({ ...body, seq: 2, at: '2026-11-23T01:00:00.000Z', actor: APPLICANT_USER })
      expect(leaksOf(masked)).toEqual([])
      expect(leaksOf(body)).not.toEqual([])
      expect(masked).toMatchObject({
        type: body.type,
        rule: 'R-39',
        seq: 2,
        at: '2026-11-23T01:00:00.000Z',
        actor: { org: 'applicant', role: 'applicant' },
      })
    },
  )

  it('of an audit stay: what was found, ordered, decided and why a clock stood still, and the official who did it', () => {
    const told = written().map((body) =>
      JSON.stringify(maskEvent({ ...body, seq: 2, at: '2026-11-23T01:00:00.000Z', actor: shuiwu })),
    )
    for (const type of [
      'inspectionFiled',
      'rectificationOrdered',
      'reinspected',
      'acceptanceRefused',
      'surveyWaived',
      'approvalDecided',
      'extensionRequested',
      'extensionDecided',
      'clockStopped',
    ] as const) {
      expect(told.find((text) => text.includes(`"${type}"`))).toContain(
        '回填不密实，现场联系 139****0000 或 071*-***1234',
      )
    }
    for (const text of told) expect(text).toContain(shuiwu.sub)
  })

  it('are in no view, history or document of whoever is masked', () => {
    const the = everythingSaid()
    the.act('fileOpinion', shuiwu, { ...needsOuterWorks(WATER), remarks: SAID })
    the.act('fileOpinion', officer('chengguan'), { remarks: SAID })
    the.closeSurvey()
    the.act('signCommitment', shuiwu, {
      ...commitment('2026-11-23', '2026-11-30', ['roadExcavation']),
      legalRepresentative: NAME,
      contact: NAME,
      phone: PHONE,
      responsible: NAME,
      address: FOUND,
    })
    the.act('fileDesign', shuiwu, { line: WATER, title: FOUND, summary: FOUND })
    the.act('fileConstructionPlan', shuiwu, { line: WATER, title: FOUND, summary: FOUND, nearbyOwners: [] })
    the.act('startWorks', shuiwu, { line: WATER })
    the.act('fileInspection', officer('chengguan', 'inspector'), {
      ...inspection(WATER, [4]),
      checklist,
      order: { requirement: FOUND, dueDate: '2026-11-30' },
    })
    the.act('reportEmergencyRepair', shuiwu, { line: WATER, place: SAID, what: SAID })
    the.act('requestInnerWorks', CLERK, { line: WATER, scope: SAID })
    the.act('withdrawApplication', CLERK, { reason: SAID })
    const seen = (caller: (typeof callers)[number]) => {
      const source = sourceFor(the.state, caller, new Date(the.at))
      const papers = catalogueOf(the.state, source.nameOf).flatMap(({ make }) => {
        try {
          return [page(make(source))]
        } catch {
          return []
        }
      })
      return [JSON.stringify(applicationView(the.state, caller, new Date(the.at))), ...papers]
    }
    for (const caller of callers)
      for (const text of seen(caller)) expect([caller.org, leaksOf(text)]).toEqual([caller.org, []])
    expect(leaksOf(seen(callerOf({ ...shuiwu, city: 'chibi' }, CITIES)))).toEqual([NAME, PHONE, '0715-5351234'])
    for (const event of the.events) expect([event.type, leaksOf(maskEvent(event))]).toEqual([event.type, []])
  })
})

it.each([
  ['in full', callerOf({ ...shuiwu, city: 'chibi' }, CITIES)],
  ['masked', callers[0]!],
] as const)('R-10: whatever is written, nothing of it runs in a document: %s', (_what, caller) => {
  const [words, name] = [
    '</td></table><script>alert(1)</script><img src=x onerror=alert(1)>',
    '"><svg/onload=alert(1)>',
  ]
  const applicant = { kind: 'individual', name, identityNumber: '11010519491231002X' }
  const the = everythingSaid(words, name)
  Object.assign(the.state.registration.form, { applicant, address: words })
  the.act('fileOpinion', shuiwu, {
    ...needsOuterWorks(WATER),
    remarks: words,
    lines: needsOuterWorks(WATER).lines?.map((line) => ({
      ...line,
      ...(line.outerWorks === undefined
        ? {}
        : {
            outerWorks: {
              ...line.outerWorks,
              preliminaryDesign: words,
              sections: [{ road: words, from: words, to: words }],
            },
          }),
    })),
  })
  the.act('fileOpinion', officer('chengguan'), { remarks: words })
  the.record({ type: 'supplementRequested', rule: 'R-03', data: { items: [words], message: words } })
  the.closeSurvey()
  the.act('signCommitment', shuiwu, {
    ...commitment('2026-11-23', '2026-11-30', ['roadExcavation']),
    legalRepresentative: name,
    contact: name,
    responsible: name,
    address: words,
    sections: [{ road: words, from: words, to: words }],
  })
  const source = sourceFor(
    { ...the.state, survey: { ...the.state.survey!, waived: { reason: words, signer: name } } },
    caller,
    new Date(the.at),
  )
  const papers = catalogueOf(the.state, source.nameOf).flatMap(({ key, make }) =>
    ['result', 'commitment-guowang'].includes(key) ? [] : [page(make(source))],
  )
  expect(papers).toHaveLength(5)
  for (const text of papers) expect(text.match(/<(?:script|img|svg)|<\/td><\/table><[^/]/gi)).toBeNull()
  expect(papers.join('')).toContain('&lt;script&gt;')
})

describe('R-39: words in a matter', () => {
  const at = '2026-11-23T01:00:00.000Z'
  const event = (type: string, data: object): MatterEvent => ({
    seq: 2,
    type,
    at,
    actor: APPLICANT_USER,
    rule: 'R-39',
    data,
  })

  /** What a caller is given of a matter: its view, and these events of its history. */
  function given<Kind extends MatterKind>(
    api: MatterApi<Kind>,
    state: MatterStates[Kind],
    events: readonly MatterEvent[],
    caller: (typeof callers)[number],
  ): string {
    const hidden = hiddenFrom(caller, api, state)
    const shown = events.map((each) =>
      eventView(api.seesPersonalData(caller, state) ? each : api.maskEvent(each), api, caller, hidden),
    )
    return JSON.stringify([viewFor(api, state, caller, new Date(at)), shown])
  }
  const leaks = <Kind extends MatterKind>(
    api: MatterApi<Kind>,
    state: MatterStates[Kind],
    events: readonly MatterEvent[],
    who = callers,
  ) =>
    who
      .filter((caller) => api.mayRead(caller, state))
      .map((caller) => [caller.org, leaksOf(given(api, state, events, caller))])
  const none = (who = callers) => who.map(({ org }) => [org, []])

  it('R-28: a transfer', () => {
    const input = transferInput('CBT-20261123-00001-1', { reason: SAID, contact: NAME, phone: PHONE })
    const the = new PureMatter(
      TRANSFER,
      input.id,
      {
        type: 'transferRequested',
        rule: 'R-28',
        data: { ...input, city: 'chibi', origin: { keyHash: '', bodyHash: '' }, accounts: [] },
      } as never,
      INTAKE,
    )
    const events = [
      ...(the.events as unknown as MatterEvent[]),
      event('ownershipConfirmed', { remarks: SAID }),
      event('ownershipRefused', { reason: SAID }),
      event('accountRetried', { remarks: SAID }),
      event('accountNotDone', { reason: SAID }),
      event('accountFailed', { account: 'a', reason: SAID }),
      event('transferWithdrawn', { reason: SAID }),
    ]
    expect(
      leaks(
        TRANSFER_API,
        { ...the.state, withdrawn: { at, reason: SAID }, ownership: { at, confirmed: false, reason: SAID } },
        events,
      ),
    ).toEqual(none())
  })

  it('R-29: a credit record', () => {
    const input = creditInput('credit:1', { reason: SAID, source: { evidence: SAID } })
    const the = new PureMatter(
      CREDIT,
      input.id,
      { type: 'recordOpened', rule: 'R-29', data: { ...input, city: 'chibi' } } as never,
      officer('chengguan'),
    )
    expect(
      leaks(
        CREDIT_API,
        { ...the.state, contest: { at, reason: SAID, org: 'x' } as never },
        [...(the.events as unknown as MatterEvent[]), event('recordContested', { reason: SAID })],
        auditors,
      ),
    ).toEqual(none(auditors))
  })

  it('R-32: a rating, and what it is answered', () => {
    const input = ratingInput('CB-20261123-00001-0', {
      grade: 'dissatisfied',
      text: SAID,
      organisations: [{ org: 'shuiwu', grade: 'dissatisfied', text: SAID }],
    })
    const the = new PureMatter(
      RATING,
      input.id,
      { type: 'caseRated', rule: 'R-32', data: { ...input, city: 'chibi', bad: true } } as never,
      INTAKE,
    )
    const state = {
      ...the.state,
      answer: { at, answer: SAID, measures: SAID, late: false },
      addition: { at, text: SAID },
    }
    expect(
      leaks(
        RATING_API,
        state,
        [
          ...(the.events as unknown as MatterEvent[]),
          event('ratingAnswered', { answer: SAID, measures: SAID }),
          event('ratingAdded', { text: SAID }),
        ],
        auditors,
      ),
    ).toEqual(none(auditors))
  })

  it('R-23: instalments: an auditor sees the amounts and no words', () => {
    const the = new PureMatter(
      INSTALMENTS,
      'instalments:CB-20261123-00001-0:water:shuiwu',
      { type: 'instalmentsOpened', rule: 'R-23', data: { ...INSTALMENT_PLAN, city: 'chibi', origin: {} } } as never,
      THE_CASE,
    )
    const state = { ...the.state, released: { at, org: 'shuiwu', reason: SAID, remainingFen: 1 } }
    const events = [
      ...(the.events as unknown as MatterEvent[]),
      event('instalmentsReleased', { reason: SAID, remainingFen: 1 }),
      event('innerWorksConfirmed', { remarks: SAID }),
    ]
    const who = [...auditors, ...callers.filter(({ org }) => org === 'office')]
    expect(leaks(INSTALMENTS_API, state, events, who)).toEqual(none(who))
    for (const caller of auditors) expect(given(INSTALMENTS_API, state, events, caller)).toContain('"remainingFen":1')
  })

  it('R-20: a later inspection: an auditor sees what was found and ordered', () => {
    const input = laterInspectionInput('inspection:CB-20261123-00001-0:0000000000000000', {
      id: 'water:shuiwu:later:0',
      dueDate: '2026-11-30',
    })
    const the = new PureMatter(
      LATER_INSPECTION,
      input.id,
      {
        type: 'laterInspectionFiled',
        rule: 'R-20',
        data: { ...input.finding, checklist, city: 'chibi', origin: {} },
      } as never,
      input.openedBy,
    )
    const events = [
      ...(the.events as unknown as MatterEvent[]),
      event('rectificationOrdered', { order: 'o', requirement: FOUND }),
      event('rectificationReported', { remarks: SAID }),
    ]
    expect(leaks(LATER_INSPECTION_API, the.state, events, auditors)).toEqual(none(auditors))
    for (const caller of auditors)
      expect(given(LATER_INSPECTION_API, the.state, events, caller)).toContain('回填不密实')
  })

  it('R-31: a report of the quarter, printed too', () => {
    const { roles, ...input } = reportInput('2026-Q3')
    const the = new PureMatter(
      MEETING_REPORT,
      input.id,
      { type: 'reportOpened', rule: 'R-31', data: { ...input, ...roles, city: 'chibi' } } as never,
      officer('office'),
    )
    const state = {
      ...the.state,
      content: NO_CONTENT,
      review: { at, endorsed: true, findings: FOUND, late: false },
      meeting: { at, date: '2026-10-10', resolutions: [{ text: FOUND }], remarks: FOUND },
    }
    expect(leaks(MEETING_REPORT_API, state as never, [event('reportReviewed', { findings: FOUND })], auditors)).toEqual(
      none(auditors),
    )
    expect(leaksOf(page({ ...meetingReportPaper(state as never, callers[0]!.city), masked: true }))).toEqual([])
  })
})

it('R-39: numbers are found in words, and nothing else is taken for one', () => {
  expect(
    maskNumbersIn(
      '13871234567、138-7123-4567、+86 13871234567、0715 5351234、400-123-4567、11010519491231002X、91440101MA5CJQ4N59',
    ),
  ).not.toMatch(/1234567|7123-4567|5351234|400-123|19491231|MA5CJQ/)
  for (const kept of [
    'CB-20261123-00001-0',
    '2026-11-23T14:45:00+08:00',
    'credit:138712345670123456789012',
    '2411-421281-04-01-123456',
    'a'.repeat(64),
    '埋深 1.2 米，管径 DN200',
  ])
    expect(maskNumbersIn(kept)).toBe(kept)
})
