import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { catalogueOf } from '../../api/documents/catalogue.ts'
import { page } from '../../api/documents/page.ts'
import { sourceFor } from '../../api/documents/papers.ts'
import { applicationView } from '../../api/views/application.ts'
import { eventShown } from '../../domain/case/case-masking.ts'
import { EVENT_NAMES } from '../../domain/case/event.ts'
import type { CaseEvent, EventBody, EventData, EventType } from '../../domain/case/event.ts'
import { maskingLens } from '../../domain/visibility/lens.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import { APPLICANT_USER, CLERK, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { shuiwu, WATER } from '../fixtures/branch-case.ts'
import { NAME, PHONE, SAID, FOUND, leaksOf, CITIES, callers, checklist } from './written-words.ts'

const masked = (event: CaseEvent) => eventShown(event, maskingLens())
const section = { road: '河北大道', from: '发展大道路口', to: '厂区北门' }

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
  worksExtensionRequested: { line: WATER, number: 1, dueDate: '2026-12-10', reason: FOUND },
  worksExtensionDecided: {
    line: WATER,
    number: 1,
    org: 'zhujian',
    utility: 'shuiwu',
    granted: false,
    dueDate: '2026-12-10',
    reason: FOUND,
  },
  variationRequested: {
    variation: '1',
    org: 'shuiwu',
    line: WATER,
    approvers: ['chengguan'],
    change: { worksTo: '2026-12-10' },
    reason: FOUND,
  },
  worksVaried: {
    variation: '1',
    org: 'shuiwu',
    line: WATER,
    change: { sections: [{ ...section, road: FOUND }] },
    approvals: [],
  },
  variationDecided: { variation: '1', org: 'chengguan', utility: 'shuiwu', approved: false, reason: FOUND },
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
  backfilled: { line: WATER, evidence: FOUND, unverified: [] },
  revocationProposed: {
    revocation: '1',
    org: 'chengguan',
    utility: 'shuiwu',
    approvals: ['roadExcavation'],
    lines,
    openSites: lines,
    ground: 'deception',
    facts: FOUND,
    evidence: FOUND,
  },
  revocationAnswered: { revocation: '1', org: 'shuiwu', late: false, waived: false, statement: FOUND },
  hearingHeld: { revocation: '1', chair: NAME, report: SAID },
  siteMadeSafe: { revocation: '1', measures: FOUND },
  revocationDecided: {
    revocation: '1',
    outcome: 'revoked',
    utility: 'shuiwu',
    approvals: ['roadExcavation'],
    lines,
    reason: FOUND,
    onAnswer: FOUND,
    official: NAME,
  },
  worksCompleted: { line: WATER, late: false, remarks: SAID },
  acceptanceInvited: { line: WATER, at: '2026-11-24T01:00:00.000Z', invited: ['zhujian'], remarks: SAID },
  acceptanceFiled: {
    line: WATER,
    heldOn: '2026-11-24',
    passed: true,
    attended: [{ org: 'shuiwu', person: NAME }],
    report: FOUND,
  },
  surfaceLaid: { line: WATER, remarks: SAID },
  restorationRefused: { line: WATER, org: 'chengguan', reason: FOUND },
  worksAccepted: { line: WATER, laidInAdvance: false, remarks: SAID },
  acceptanceRefused: { line: WATER, reason: FOUND },
  siteRestored: { line: WATER, remarks: SAID },
  restorationConfirmed: { line: WATER, remarks: SAID },
  serviceConnected: { line: WATER, late: false, remarks: SAID },
  supplementRequested: { items: ['form.services.water.tonsPerDay'], message: SAID },
  successorConfirmed: {
    applicant: { kind: 'individual', name: NAME, identityNumber: '11010519491231002X' },
    basis: 'inherited',
    document: { kind: SAID, number: SAID, date: '2026-11-20' },
  },
  applicationClaimed: { as: 'successor', former: 'window', contact: NAME, phone: PHONE },
  demandSupplemented: { remarks: SAID, services: { water: { business: 'alteration', alteration: SAID } } },
  jointVisitRecorded: { date: '2026-11-23', orgs: ['shuiwu'], findings: SAID },
  sharedDataReceived: { items: [{ name: '营业执照', value: SAID }], missing: [] },
  surveyWaived: { reason: FOUND, signer: NAME },
  attendanceRecorded: { people: [{ org: 'zigui', person: NAME }] },
  surveyPutOff: { reason: FOUND },
  surveyTakenUp: { remarks: SAID },
  resurveyOrdered: { line: WATER, reason: FOUND, number: 1 },
  lineResurveyed: { opinion: { line: WATER, connectable: true }, remarks: SAID },
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
  jointResultIssued: { org: 'shuiwu', approvals: [{ id: 'a', approved: true }], remarks: SAID },
  extensionRequested: { order: 'water:shuiwu:1', dueDate: '2026-12-01', reason: FOUND },
  extensionDecided: { order: 'water:shuiwu:1', granted: false, dueDate: '2026-12-01', reason: FOUND },
  emergencyRepairStarted: { repair: 'r', line: WATER, org: 'shuiwu', place: SAID, what: SAID },
  emergencyRepairFiled: { repair: 'r', report: SAID },
  innerWorksRequested: { line: WATER, scope: SAID },
  innerWorksQuoted: { line: WATER, items: [{ name: SAID, amountFen: 1 }], priceDocument: FOUND },
  appointmentMissed: { line: WATER, by: 'user', note: SAID },
  missedAnswered: { claim: 'water:shuiwu:1', line: WATER, by: 'user', confirmed: false, note: SAID },
  missedDecided: { claim: 'water:shuiwu:1', line: WATER, missed: 'neither', reason: FOUND },
  appointmentCancelled: { lines, reason: SAID },
  timeOffered: { line: WATER, at: '2026-11-30T01:00:00.000Z', reason: FOUND },
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
  'actTaken',
  'registered',
  'cancellationRequested',
  'demandPushed',
  'demandNotTakenUp',
  'receiptAcknowledged',
  'surveyProposed',
  'surveyWaivedByClass',
  'surveyConvened',
  'surveyClosed',
  'opinionsDated',
  'lineResultStood',
  'approvalGranted',
  'trenchSharingAgreed',
  'overlapFound',
  'surveyMoved',
  'unavailabilityDeclared',
  'surveyScheduled',
  'promiseBroken',
  'instalmentsAgreed',
  'instalmentsRequested',
  'instalmentsTakenUp',
  'instalmentsTold',
  'paymentRecorded',
  'clockResumed',
  'deadlineMoved',
  'connectionAppointed',
  'offerAnswered',
  'deadlineStarted',
  'taskClocksStarted',
  'deadlineWarned',
  'deadlinePassed',
  'applicationClosed',
]

const written = () => Object.entries(WRITTEN).map(([type, data]) => ({ type, rule: 'R-39', data }) as EventBody)

function everythingSaid(words = SAID, name: string = NAME): PureCase {
  const services = {
    water: { business: 'alteration', tonsPerDay: 9, accountNumber: 'A-1234567', alteration: words },
    power: { business: 'new', kilovoltAmperes: 100 },
  }
  const change = {
    agent: { name, phone: PHONE, authorisation: words },
    overLimitReason: words,
    paper: {
      applicantSigner: name,
      clerk: name,
      scanSha256: 'a'.repeat(64),
      receivedAt: '2026-11-20T09:00:00+08:00',
      lateReason: words,
    },
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
      const shown = masked({ ...body, seq: 2, at: '2026-11-23T01:00:00.000Z', actor: APPLICANT_USER })
      expect(leaksOf(shown)).toEqual([])
      expect(leaksOf(body)).not.toEqual([])
      expect(shown).toMatchObject({
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
      JSON.stringify(masked({ ...body, seq: 2, at: '2026-11-23T01:00:00.000Z', actor: shuiwu })),
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
        '回填不密实，现场联系 139*****000 或 071*-****234',
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
    for (const event of the.events) expect([event.type, leaksOf(masked(event))]).toEqual([event.type, []])
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
