/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */
import type { StartPart } from './start-part.ts'
import type { Shape } from '../format/shape.ts'
import * as shapeWords from '../format/shape-words.ts'

/** As names of this file: a bundle writes an imported one out at every call, 60 characters. */
const { having, list, oneOf, text } = shapeWords

const part1 = (): Shape =>
  oneOf('projectFiling', 'landTransfer', 'landPlanning', 'worksPlanning', 'constructionPermit', 'none')
const part2 = (): Shape => ({ anyOf: [part3(), part5()] })
const part3 = (): Shape => having({ kind: part4(), name: text(), creditCode: text() })
const part4 = (): Shape => ({ type: 'string', const: 'enterprise' })
const part5 = (): Shape => having({ kind: part6(), name: text(), identityNumber: text() })
const part6 = (): Shape => ({ type: 'string', const: 'individual' })
const part7 = (): Shape => ({ type: 'string', format: 'date' })
const part8 = (): Shape => oneOf('new', 'increase', 'temporary', 'alteration')
const part9 = (): Shape => having({ name: text(), phone: text(), authorisation: text() })
const part10 = (): Shape =>
  having({ applicantSigner: text(), clerk: text(), scanSha256: text() }, { receivedAt: part11(), lateReason: text() })
const part11 = (): Shape => ({ type: 'string', format: 'date-time' })
const part12 = (): Shape => oneOf('verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied', 'veryDissatisfied')
const part13 = (): Shape => ({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' })
const part14 = (): Shape => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' })
const part15 = (): Shape => list(part13(), 1)
const part16 = (): Shape => list(part17())
const part17 = (): Shape => oneOf('accountNumber', 'until', 'alteration')
const part18 = (): Shape => list(part13())
const part19 = (): Shape => having({ length: part20(), source: text(1) })
const part20 = (): Shape => ({ anyOf: [part21(), part24(), part26(), part29()] })
const part21 = (): Shape => having({ kind: part22(), days: part23() })
const part22 = (): Shape => ({ type: 'string', const: 'workingDays' })
const part23 = (): Shape => ({ type: 'number', exclusiveMinimum: 0 })
const part24 = (): Shape => having({ kind: part25(), hours: part23() })
const part25 = (): Shape => ({ type: 'string', const: 'workingHours' })
const part26 = (): Shape => having({ kind: part27(), days: part28() })
const part27 = (): Shape => ({ type: 'string', const: 'wholeDays' })
const part28 = (): Shape => ({ type: 'integer', exclusiveMinimum: 0 })
const part29 = (): Shape => having({ kind: part30(), seconds: part23() })
const part30 = (): Shape => ({ type: 'string', const: 'elapsedSeconds' })
const part31 = (): Shape => list(text(1), 1)
const part32 = (): Shape => list(part33())
const part33 = (): Shape => oneOf('road', 'greenery', 'traffic', 'planning')
const part34 = (): Shape => having({ rule: part35(), length: part36() })
const part35 = (): Shape => ({ type: 'string', pattern: '^R-\\d\\d$' })
const part36 = (): Shape => ({ anyOf: [part21(), part24(), part26(), part29(), part37()] })
const part37 = (): Shape => having({ kind: part38() })
const part38 = (): Shape => ({ type: 'string', const: 'sameDay' })
const part39 = (): Shape => ({ anyOf: [part19(), part40()] })
const part40 = (): Shape => having({ none: text(1) })

export const START_SHAPES: Readonly<Record<StartPart, () => Shape>> = {
  application: () =>
    having(
      {
        channel: text(),
        phase: part1(),
        area: oneOf('planningArea', 'coveredTown', 'elsewhere'),
        form: having(
          {
            applicant: part2(),
            address: text(),
            contact: text(),
            phone: text(),
            services: having(
              {},
              {
                water: having(
                  { business: part8() },
                  {
                    tonsPerDay: { type: 'number' },
                    accountNumber: text(),
                    until: part7(),
                    alteration: text(),
                  },
                ),
                power: having(
                  { business: part8() },
                  {
                    kilovoltAmperes: { type: 'number' },
                    accountNumber: text(),
                    until: part7(),
                    alteration: text(),
                  },
                ),
                gas: having(
                  { business: part8(), use: oneOf('production', 'domestic') },
                  {
                    cubicMetresPerDay: { type: 'number' },
                    accountNumber: text(),
                    until: part7(),
                    alteration: text(),
                  },
                ),
                network: having(
                  { operators: list(text()), access: list(oneOf('broadband', 'telephone')) },
                  { business: part8(), accountNumber: text(), until: part7(), alteration: text() },
                ),
                catv: having(
                  { terminals: { type: 'integer' } },
                  { business: part8(), accountNumber: text(), until: part7(), alteration: text() },
                ),
              },
            ),
          },
          { surveyDate: part7(), projectCode: text(), remarks: text() },
        ),
      },
      {
        agent: part9(),
        paper: part10(),
        guidedBy: text(),
        additionTo: text(),
        overLimitReason: text(),
        applicantSubject: text(),
      },
    ),
  transfer: () =>
    having(
      {
        channel: text(),
        form: having({
          from: part2(),
          to: part2(),
          address: text(),
          contact: text(),
          phone: text(),
          accounts: list(
            having({
              service: oneOf('water', 'power', 'gas', 'network', 'catv'),
              utility: text(),
              accountNumber: text(),
            }),
          ),
          reason: text(),
        }),
      },
      {
        agent: part9(),
        paper: part10(),
        overLimitReason: text(),
        applicantSubject: text(),
      },
    ),
  creditRecord: () =>
    having({
      kind: oneOf('broken', 'false'),
      subject: having(
        { name: text() },
        {
          org: text(),
          creditCode: text(),
          identityNumber: text(),
          account: text(),
          accountChannel: text(),
          capacity: oneOf('utility', 'user', 'designer', 'contractor', 'supervisor'),
        },
      ),
      source: having(
        {},
        {
          serviceNumber: text(),
          order: text(),
          promise: { type: 'integer' },
          evidence: text(),
        },
      ),
      reason: text(),
    }),
  rating: () =>
    having(
      {
        grade: part12(),
        organisations: list(having({ org: text(), grade: part12() }, { text: text() })),
      },
      { text: text() },
    ),
  policy: () =>
    having(
      {
        key: part13(),
        name: text(1),
        servicePrefix: { type: 'string', pattern: '^[A-Z]{2}$' },
        drill: { type: 'boolean' },
        effectiveFrom: part7(),
        calendar: oneOf('china', 'always'),
        hours: having({
          utcOffsetMinutes: { type: 'integer', minimum: -720 },
          sessions: list(having({ from: part14(), to: part14() }), 1),
        }),
        organisations: list(
          having(
            {
              key: part13(),
              name: text(1),
              kind: oneOf('authority', 'utility', 'window', 'group', 'office', 'intake', 'platform'),
            },
            {
              supervisor: part13(),
              duty: having(
                {},
                {
                  acceptDemand: text(1),
                  acknowledgeReceipt: text(1),
                  fileOpinion: text(1),
                  signCommitment: text(1),
                  signHandover: text(1),
                  startWorks: text(1),
                  completeWorks: text(1),
                  inspectWorks: text(1),
                  rectify: text(1),
                  reinspect: text(1),
                  acceptWorks: text(1),
                  restoreSite: text(1),
                  confirmRestoration: text(1),
                  reportConnected: text(1),
                  supplementDemand: text(1),
                  applyForApprovals: text(1),
                  decideApproval: text(1),
                  issueJointResult: text(1),
                  supplyApproval: text(1),
                  redesign: text(1),
                  decideExtension: text(1),
                  fileEmergencyRepair: text(1),
                  fileDesign: text(1),
                  fileConstructionPlan: text(1),
                  reportProgress: text(1),
                  conveneSurvey: text(1),
                  fileResurvey: text(1),
                  answerOffer: text(1),
                  answerMissed: text(1),
                  decideMissed: text(1),
                  verifyPromise: text(1),
                  answerRevocation: text(1),
                  holdHearing: text(1),
                  decideRevocation: text(1),
                  makeSiteSafe: text(1),
                  otherwise: text(1),
                },
              ),
            },
          ),
          1,
        ),
        services: having({
          water: part15(),
          power: part15(),
          gas: part15(),
          network: part15(),
          catv: part15(),
        }),
        registration: having(
          {
            collectors: having({
              projectFiling: part13(),
              landTransfer: part13(),
              landPlanning: part13(),
              worksPlanning: part13(),
              constructionPermit: part13(),
              none: part13(),
            }),
            window: part13(),
          },
          {
            asked: having({}, { new: part16(), increase: part16(), temporary: part16(), alteration: part16() }),
            paperDays: { type: 'integer', minimum: 1 },
            onlineHall: part13(),
          },
        ),
        survey: having(
          { convener: part13(), invited: part18(), opinionRequired: part18() },
          {
            conduct: having(
              { visit: part19(), opinion: part19() },
              {
                waived: list(
                  having(
                    { name: text(1) },
                    {
                      applicant: oneOf('enterprise', 'individual'),
                      atMost: having(
                        {},
                        { tonsPerDay: part23(), kilovoltAmperes: part23(), cubicMetresPerDay: part23() },
                      ),
                    },
                  ),
                ),
                putOffAt: list(part1()),
              },
            ),
          },
        ),
        approvals: having({
          version: text(1),
          lead: part13(),
          list: list(
            having(
              {
                key: part13(),
                name: text(1),
                authority: part13(),
                touches: oneOf('road', 'greenery', 'traffic', 'planning', 'other'),
                replaceable: { type: 'boolean' },
                legalBasis: text(1),
                workingDays: part23(),
              },
              {
                named: { type: 'boolean', const: true },
                opensClosedRoad: { type: 'boolean', const: true },
                remit: part15(),
                limits: having({}, { metres: part23(), lanesOpen: { type: 'boolean', const: true } }),
                notice: having({
                  version: text(1),
                  conditions: part31(),
                  duties: part31(),
                  consequences: part31(),
                }),
              },
            ),
          ),
        }),
        coordination: having({ office: part13() }),
        works: having({
          inspectedWhenTouching: part32(),
          restoredWhenTouching: part32(),
          acceptor: part13(),
          restorationConfirmer: part13(),
        }),
        transfer: having({ ownership: part20(), account: part20(), retry: part20() }, { leader: part13() }),
        credit: having(
          {
            platform: part13(),
            term: {
              anyOf: [
                having({ kind: { type: 'string', const: 'years' }, years: { type: 'integer', minimum: 1 } }),
                part29(),
              ],
            },
            decision: part20(),
          },
          {
            sanctioners: part15(),
            confirmation: part20(),
            notice: part20(),
            answer: part20(),
            determination: part20(),
            objection: part20(),
            repairAcceptance: part20(),
            repairDecision: part20(),
            performanceMonths: { type: 'integer', minimum: 1 },
            monthSeconds: part23(),
          },
        ),
        rating: having({ answer: part20(), addition: part20() }),
        deadlines: having({
          registration: part34(),
          survey: part34(),
          commitment: part34(),
          connection: part34(),
          connectionLaidInAdvance: part34(),
        }),
      },
      {
        connection: having({ offer: part19() }),
        roads: having(
          { moratoriumYears: { type: 'integer', minimum: 0 } },
          {
            closed: having({
              afterDelivery: { type: 'integer', minimum: 0 },
              afterOverhaul: { type: 'integer', minimum: 0 },
            }),
            list: list(
              having({ name: text(1) }, { aliases: list(text(1)), deliveredOn: part7(), overhauledOn: part7() }),
            ),
          },
        ),
        dataSharing: having({ items: list(having({ key: part13(), name: text(1) }), 1) }),
        assessment: having({ review: part20() }, { assessor: part13(), reviewer: part13() }),
        taskClocks: having(
          {
            tasks: having(
              {
                supplementDemand: part39(),
                acknowledgeReceipt: part39(),
                redesign: part39(),
                supplyApproval: part39(),
                issueJointResult: part39(),
                signHandover: part39(),
                inspectWorks: part39(),
                reinspect: part39(),
                decideExtension: part39(),
                acceptWorks: part39(),
                restoreSite: part39(),
                confirmRestoration: part39(),
              },
              {
                conveneSurvey: part39(),
                fileResurvey: part39(),
                answerOffer: part39(),
                answerMissed: part39(),
                decideMissed: part39(),
                verifyPromise: part39(),
                answerRevocation: part39(),
                holdHearing: part39(),
                decideRevocation: part39(),
                makeSiteSafe: part39(),
              },
            ),
          },
          { adoptedFrom: part7(), greenery: part19() },
        ),
      },
    ),
}
