import { describe, expect, it } from 'vitest'
import { CREDIT_API } from '../../api/matters/credit.ts'
import { INSTALMENTS_API } from '../../api/matters/instalments.ts'
import { LATER_INSPECTION_API } from '../../api/matters/later-inspection.ts'
import type { MatterApi } from '../../api/matters/matter-api.ts'
import { MEETING_REPORT_API } from '../../api/matters/meeting-report.ts'
import { RATING_API } from '../../api/matters/rating.ts'
import { eventView, lensFor, viewFor } from '../../api/matters/routes.ts'
import { TRANSFER_API } from '../../api/matters/transfer.ts'
import { callerOf } from '../../api/auth/caller.ts'
import { creditCatalogueOf } from '../../api/documents/credit-catalogue.ts'
import { creditSourceFor } from '../../api/documents/credit-papers.ts'
import { meetingReportPaper } from '../../api/documents/meeting-report.ts'
import { page } from '../../api/documents/page.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { maskingLens } from '../../domain/visibility/lens.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import { CREDIT } from '../../workflows/credit/core/acts.ts'
import { INSTALMENTS } from '../../workflows/instalments/core/acts.ts'
import { LATER_INSPECTION } from '../../workflows/later-inspection/core/acts.ts'
import { MEETING_REPORT } from '../../workflows/meeting-report/core/acts.ts'
import { RATING } from '../../workflows/rating/core/acts.ts'
import { TRANSFER } from '../../workflows/transfer/core/acts.ts'
import { APPLICANT_USER, INTAKE, officer } from '../fixtures/actors.ts'
import { decidedRecord, NOTICE } from '../fixtures/credit.ts'
import { creditInput, INSTALMENT_PLAN, laterInspectionInput, ratingInput, transferInput } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { NO_CONTENT, reportInput } from '../fixtures/reports.ts'
import { NAME, PHONE, SAID, FOUND, CITIES, leaksOf, callers, checklist } from './written-words.ts'

const auditors = callers.filter(({ role }) => role === 'auditor' || role === 'administrator')

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
    const lens = lensFor(api, state, caller)
    const shown = events.map((each) => eventView(each, api, state, { caller, lens }))
    return JSON.stringify([viewFor(api, state, { caller, lens, now: new Date(at) }), shown])
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
    const { request, ...started } = transferInput('CBT-20261123-00001-1', { reason: SAID, contact: NAME, phone: PHONE })
    const input = { ...started, request: { ...request, overLimitReason: SAID } }
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
      event('actTaken', { act: 'retryAccount', request: 'a'.repeat(40) }),
      event('actRefused', { act: 'retryAccount', request: 'b'.repeat(40), code: 'account-unknown', detail: SAID }),
    ]
    // Why an account failed is written to the user, and so read by the intake that tells them.
    expect(
      leaks(
        TRANSFER_API,
        { ...the.state, withdrawn: { at, reason: SAID }, ownership: { at, confirmed: false, reason: SAID } },
        events,
      ),
    ).toEqual(callers.map(({ org, kind }) => [org, kind === 'intake' ? [NAME] : []]))
  })

  it('R-29: a credit record', () => {
    const by = officer('chengguan')
    const input = creditInput('credit:1', { kind: 'false', reason: SAID, source: { evidence: SAID } })
    const the = new PureMatter(
      CREDIT,
      input.id,
      { type: 'recordOpened', rule: 'R-29', data: { ...input, city: 'chibi' } } as never,
      officer('chengguan'),
    )
    expect(
      leaks(
        CREDIT_API,
        {
          ...the.state,
          confirmation: { at, org: 'chengguan', remarks: SAID },
          rejection: { at, org: 'chengguan', reason: SAID },
          contest: { at, reason: SAID, org: 'x' } as never,
          notice: { ...NOTICE, at, by, number: 'n', reason: SAID, basis: SAID },
          answer: { at, by: 'shuiwu', late: false, waived: false, statement: SAID, evidence: SAID },
          determination: { at, by, number: 'n', outcome: 'performance', reason: SAID, onAnswer: SAID },
          repairs: [
            {
              id: '1',
              at,
              by: 'shuiwu',
              correction: SAID,
              evidence: SAID,
              acceptance: { at, by, remarks: SAID },
              declined: { at, by, reason: SAID },
              decision: { at, by, number: 'n', granted: false, reason: SAID },
            },
          ],
        },
        [
          ...(the.events as unknown as MatterEvent[]),
          event('recordConfirmed', { org: 'chengguan', remarks: SAID }),
          event('recordRejected', { org: 'chengguan', reason: SAID }),
          event('recordContested', { reason: SAID }),
          event('noticeGiven', { ...NOTICE, reason: SAID, basis: SAID }),
          event('answerFiled', { statement: SAID, evidence: SAID }),
          event('recordDecided', { outcome: 'performance', reason: SAID, onAnswer: SAID }),
          event('repairRequested', { correction: SAID, evidence: SAID }),
          event('repairAccepted', { remarks: SAID }),
          event('repairDeclined', { reason: SAID }),
          event('repairDecided', { reason: SAID }),
        ],
        auditors,
      ),
    ).toEqual(none(auditors))
  })

  it('R-29: the papers of a credit record say no more than its view', () => {
    const the = decidedRecord()
    const number = '11010519491231002X'
    const words = `${SAID}，身份证 ${number}`
    const { notice, answer, determination } = the.state
    const state = {
      ...the.state,
      notice: { ...notice, reason: words, basis: words },
      answer: { ...answer, statement: words },
      determination: { ...determination, reason: words, onAnswer: words },
    } as typeof the.state
    const subject = callerOf({ sub: 's', org: 'shuiwu', role: 'officer', city: 'chibi' }, CITIES)
    const printed = [...auditors, subject].map((caller) => {
      const source = creditSourceFor(state, caller, new Date(at), lensFor(CREDIT_API, state, caller))
      const papers = creditCatalogueOf(state).map(({ make }) => page(make(source)))
      return [caller.role, leaksOf(papers.join('')).includes(NAME), papers.join('').includes(number)]
    })
    expect(printed).toEqual([
      ['auditor', false, false],
      ['administrator', false, false],
      ['officer', true, false],
    ])
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
    expect(leaksOf(page({ ...meetingReportPaper(state as never, callers[0]!.city), lens: maskingLens() }))).toEqual([])
  })
})
