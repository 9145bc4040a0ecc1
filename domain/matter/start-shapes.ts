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
const part10 = (): Shape => having({ applicantSigner: text(), clerk: text(), scanSha256: text() })
const part11 = (): Shape => oneOf('verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied', 'veryDissatisfied')
const part12 = (): Shape => ({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' })
const part13 = (): Shape => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' })
const part14 = (): Shape => list(part12(), 1)
const part15 = (): Shape => list(part16())
const part16 = (): Shape => oneOf('accountNumber', 'until', 'alteration')
const part17 = (): Shape => list(part12())
const part18 = (): Shape => having({ length: part19(), source: text(1) })
const part19 = (): Shape => ({ anyOf: [part20(), part23(), part25(), part28()] })
const part20 = (): Shape => having({ kind: part21(), days: part22() })
const part21 = (): Shape => ({ type: 'string', const: 'workingDays' })
const part22 = (): Shape => ({ type: 'number', exclusiveMinimum: 0 })
const part23 = (): Shape => having({ kind: part24(), hours: part22() })
const part24 = (): Shape => ({ type: 'string', const: 'workingHours' })
const part25 = (): Shape => having({ kind: part26(), days: part27() })
const part26 = (): Shape => ({ type: 'string', const: 'wholeDays' })
const part27 = (): Shape => ({ type: 'integer', exclusiveMinimum: 0 })
const part28 = (): Shape => having({ kind: part29(), seconds: part22() })
const part29 = (): Shape => ({ type: 'string', const: 'elapsedSeconds' })
const part30 = (): Shape => list(text(1), 1)
const part31 = (): Shape => list(part32())
const part32 = (): Shape => oneOf('road', 'greenery', 'traffic', 'planning')
const part33 = (): Shape => having({ rule: part34(), length: part35() })
const part34 = (): Shape => ({ type: 'string', pattern: '^R-\\d\\d$' })
const part35 = (): Shape => ({ anyOf: [part20(), part23(), part25(), part28(), part36()] })
const part36 = (): Shape => having({ kind: part37() })
const part37 = (): Shape => ({ type: 'string', const: 'sameDay' })
const part38 = (): Shape => ({ anyOf: [part18(), part39()] })
const part39 = (): Shape => having({ none: text(1) })

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
        grade: part11(),
        organisations: list(having({ org: text(), grade: part11() }, { text: text() })),
      },
      { text: text() },
    ),
  policy: () =>
    having(
      {
        key: part12(),
        name: text(1),
        servicePrefix: { type: 'string', pattern: '^[A-Z]{2}$' },
        drill: { type: 'boolean' },
        effectiveFrom: part7(),
        calendar: oneOf('china', 'always'),
        hours: having({
          utcOffsetMinutes: { type: 'integer', minimum: -720 },
          sessions: list(having({ from: part13(), to: part13() }), 1),
        }),
        organisations: list(
          having(
            {
              key: part12(),
              name: text(1),
              kind: oneOf('authority', 'utility', 'window', 'group', 'office', 'intake', 'platform'),
            },
            {
              fullName: text(1),
              documents: having({
                code: { type: 'string', pattern: '^[\\p{Script=Han}A-Za-z0-9]{1,20}$' },
                numbering: oneOf('counted', 'given'),
              }),
              supervisor: part12(),
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
          water: part14(),
          power: part14(),
          gas: part14(),
          network: part14(),
          catv: part14(),
        }),
        registration: having(
          {
            collectors: having({
              projectFiling: part12(),
              landTransfer: part12(),
              landPlanning: part12(),
              worksPlanning: part12(),
              constructionPermit: part12(),
              none: part12(),
            }),
            window: part12(),
          },
          {
            asked: having({}, { new: part15(), increase: part15(), temporary: part15(), alteration: part15() }),
            onlineHall: part12(),
          },
        ),
        survey: having(
          { convener: part12(), invited: part17(), opinionRequired: part17() },
          {
            conduct: having(
              { visit: part18(), opinion: part18() },
              {
                waived: list(
                  having(
                    { name: text(1) },
                    {
                      applicant: oneOf('enterprise', 'individual'),
                      atMost: having(
                        {},
                        { tonsPerDay: part22(), kilovoltAmperes: part22(), cubicMetresPerDay: part22() },
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
          lead: part12(),
          list: list(
            having(
              {
                key: part12(),
                name: text(1),
                authority: part12(),
                touches: oneOf('road', 'greenery', 'traffic', 'planning', 'other'),
                replaceable: { type: 'boolean' },
                legalBasis: text(1),
                workingDays: part22(),
              },
              {
                jointly: list(having({ authority: part12(), workingDays: part22() }, { legalBasis: text(1) }), 1),
                kind: oneOf('permit', 'consent', 'filing'),
                inForce: having({}, { from: part7(), to: part7() }),
                ceiling: having({ workingDays: part22(), legalBasis: text(1) }),
                named: { type: 'boolean', const: true },
                opensClosedRoad: { type: 'boolean', const: true },
                remit: part14(),
                limits: having({}, { metres: part22(), lanesOpen: { type: 'boolean', const: true } }),
                notice: having({
                  version: text(1),
                  conditions: part30(),
                  duties: part30(),
                  consequences: part30(),
                }),
              },
            ),
          ),
        }),
        coordination: having({ office: part12() }),
        works: having({
          inspectedWhenTouching: part31(),
          restoredWhenTouching: part31(),
          acceptor: part12(),
          restorationConfirmer: part12(),
        }),
        transfer: having({ ownership: part19(), account: part19(), retry: part19() }, { leader: part12() }),
        credit: having(
          {
            platform: part12(),
            term: {
              anyOf: [
                having({ kind: { type: 'string', const: 'years' }, years: { type: 'integer', minimum: 1 } }),
                part28(),
              ],
            },
            decision: part19(),
          },
          {
            sanctioners: part14(),
            confirmation: part19(),
            notice: part19(),
            answer: part19(),
            determination: part19(),
            objection: part19(),
            repairAcceptance: part19(),
            repairDecision: part19(),
            performanceMonths: { type: 'integer', minimum: 1 },
            monthSeconds: part22(),
          },
        ),
        rating: having({ answer: part19(), addition: part19() }),
        deadlines: having({
          registration: part33(),
          survey: part33(),
          commitment: part33(),
          connection: part33(),
          connectionLaidInAdvance: part33(),
        }),
      },
      {
        connection: having({ offer: part18() }),
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
        dataSharing: having({ items: list(having({ key: part12(), name: text(1) }), 1) }),
        assessment: having({ review: part19() }, { assessor: part12(), reviewer: part12() }),
        taskClocks: having(
          {
            tasks: having(
              {
                supplementDemand: part38(),
                acknowledgeReceipt: part38(),
                redesign: part38(),
                supplyApproval: part38(),
                issueJointResult: part38(),
                signHandover: part38(),
                inspectWorks: part38(),
                reinspect: part38(),
                decideExtension: part38(),
                acceptWorks: part38(),
                restoreSite: part38(),
                confirmRestoration: part38(),
              },
              {
                conveneSurvey: part38(),
                fileResurvey: part38(),
                answerOffer: part38(),
                answerMissed: part38(),
                decideMissed: part38(),
                verifyPromise: part38(),
                answerRevocation: part38(),
                holdHearing: part38(),
                decideRevocation: part38(),
                makeSiteSafe: part38(),
              },
            ),
          },
          { adoptedFrom: part7(), greenery: part18() },
        ),
      },
    ),
}
