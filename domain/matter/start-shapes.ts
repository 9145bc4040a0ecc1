/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */
import type { StartPart } from './start-part.ts'
import type { Shape } from '../format/shape.ts'
import * as shapeWords from '../format/shape-words.ts'

/** As names of this file: a bundle writes an imported one out at every call, 60 characters. */
const { having, list, oneOf, text } = shapeWords

const part1 = (): Shape =>
  oneOf('projectFiling', 'landTransfer', 'landPlanning', 'worksPlanning', 'constructionPermit', 'none')
const part2 = (): Shape => oneOf('planningArea', 'coveredTown', 'elsewhere')
const part3 = (): Shape => ({ anyOf: [part4(), part6()] })
const part4 = (): Shape => having({ kind: part5(), name: text(), creditCode: text() })
const part5 = (): Shape => ({ type: 'string', const: 'enterprise' })
const part6 = (): Shape => having({ kind: part7(), name: text(), identityNumber: text() })
const part7 = (): Shape => ({ type: 'string', const: 'individual' })
const part8 = (): Shape => ({ type: 'string', format: 'date' })
const part9 = (): Shape => oneOf('new', 'increase', 'temporary', 'alteration')
const part10 = (): Shape => having({ name: text(), phone: text(), authorisation: text() })
const part11 = (): Shape =>
  having({ applicantSigner: text(), clerk: text(), scanSha256: text() }, { receivedAt: part12(), lateReason: text() })
const part12 = (): Shape => ({ type: 'string', format: 'date-time' })
const part13 = (): Shape => oneOf('water', 'power', 'gas', 'network', 'catv')
const part14 = (): Shape => oneOf('verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied', 'veryDissatisfied')
const part15 = (): Shape => ({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' })
const part16 = (): Shape => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' })
const part17 = (): Shape => list(part15(), 1)
const part18 = (): Shape => list(part19())
const part19 = (): Shape => oneOf('accountNumber', 'until', 'alteration')
const part20 = (): Shape => having({ length: part21(), source: text(1) })
const part21 = (): Shape => ({ anyOf: [part22(), part25(), part27(), part30()] })
const part22 = (): Shape => having({ kind: part23(), days: part24() })
const part23 = (): Shape => ({ type: 'string', const: 'workingDays' })
const part24 = (): Shape => ({ type: 'number', exclusiveMinimum: 0 })
const part25 = (): Shape => having({ kind: part26(), hours: part24() })
const part26 = (): Shape => ({ type: 'string', const: 'workingHours' })
const part27 = (): Shape => having({ kind: part28(), days: part29() })
const part28 = (): Shape => ({ type: 'string', const: 'wholeDays' })
const part29 = (): Shape => ({ type: 'integer', exclusiveMinimum: 0 })
const part30 = (): Shape => having({ kind: part31(), seconds: part24() })
const part31 = (): Shape => ({ type: 'string', const: 'elapsedSeconds' })
const part32 = (): Shape => list(part15())
const part33 = (): Shape => list(text(1), 1)
const part34 = (): Shape => list(part35())
const part35 = (): Shape => oneOf('road', 'greenery', 'traffic', 'planning')
const part36 = (): Shape => having({ rule: part37(), length: part38() })
const part37 = (): Shape => ({ type: 'string', pattern: '^R-\\d\\d$' })
const part38 = (): Shape => ({ anyOf: [part22(), part25(), part27(), part30(), part39()] })
const part39 = (): Shape => having({ kind: part40() })
const part40 = (): Shape => ({ type: 'string', const: 'sameDay' })
const part41 = (): Shape => ({ anyOf: [part20(), part42()] })
const part42 = (): Shape => having({ none: text(1) })

export const START_SHAPES: Readonly<Record<StartPart, () => Shape>> = {
  application: () =>
    having(
      {
        channel: text(),
        phase: part1(),
        area: part2(),
        form: having(
          {
            applicant: part3(),
            address: text(),
            contact: text(),
            phone: text(),
            services: having(
              {},
              {
                water: having(
                  { business: part9() },
                  {
                    tonsPerDay: { type: 'number' },
                    accountNumber: text(),
                    until: part8(),
                    alteration: text(),
                  },
                ),
                power: having(
                  { business: part9() },
                  {
                    kilovoltAmperes: { type: 'number' },
                    accountNumber: text(),
                    until: part8(),
                    alteration: text(),
                  },
                ),
                gas: having(
                  { business: part9(), use: oneOf('production', 'domestic') },
                  {
                    cubicMetresPerDay: { type: 'number' },
                    accountNumber: text(),
                    until: part8(),
                    alteration: text(),
                  },
                ),
                network: having(
                  { operators: list(text()), access: list(oneOf('broadband', 'telephone')) },
                  { business: part9(), accountNumber: text(), until: part8(), alteration: text() },
                ),
                catv: having(
                  { terminals: { type: 'integer' } },
                  { business: part9(), accountNumber: text(), until: part8(), alteration: text() },
                ),
              },
            ),
          },
          { surveyDate: part8(), projectCode: text(), remarks: text() },
        ),
      },
      {
        agent: part10(),
        paper: part11(),
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
        form: having(
          {
            from: part3(),
            to: part3(),
            address: text(),
            contact: text(),
            phone: text(),
            accounts: list(having({ service: part13(), utility: text(), accountNumber: text() })),
            reason: text(),
          },
          {
            certificate: text(),
            ground: {
              anyOf: [
                having({
                  kind: { type: 'string', const: 'consent' },
                  consents: list(
                    having({ holder: oneOf('from', 'to'), signer: text(), signedOn: part8() }, { scanSha256: text() }),
                  ),
                }),
                having({
                  kind: { type: 'string', const: 'register' },
                  cause: oneOf('transfer', 'inheritance', 'courtSale', 'other'),
                  entry: text(),
                  registeredOn: part8(),
                }),
              ],
            },
          },
        ),
      },
      {
        agent: part10(),
        paper: part11(),
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
        grade: part14(),
        organisations: list(having({ org: text(), grade: part14() }, { text: text() })),
      },
      { text: text() },
    ),
  policy: () =>
    having(
      {
        key: part15(),
        name: text(1),
        servicePrefix: { type: 'string', pattern: '^[A-Z]{2}$' },
        drill: { type: 'boolean' },
        effectiveFrom: part8(),
        calendar: oneOf('china', 'always'),
        hours: having({
          utcOffsetMinutes: { type: 'integer', minimum: -720 },
          sessions: list(having({ from: part16(), to: part16() }), 1),
        }),
        organisations: list(
          having(
            {
              key: part15(),
              name: text(1),
              kind: oneOf('authority', 'utility', 'window', 'group', 'office', 'intake', 'platform'),
            },
            {
              fullName: text(1),
              documents: having({
                code: { type: 'string', pattern: '^[\\p{Script=Han}A-Za-z0-9]{1,20}$' },
                numbering: oneOf('counted', 'given'),
              }),
              supervisor: part15(),
              partOf: part15(),
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
                  decideWorksExtension: text(1),
                  decideVariation: text(1),
                  inviteToAcceptance: text(1),
                  fileAcceptance: text(1),
                  laySurface: text(1),
                  otherwise: text(1),
                },
              ),
            },
          ),
          1,
        ),
        services: having({
          water: part17(),
          power: part17(),
          gas: part17(),
          network: part17(),
          catv: part17(),
        }),
        registration: having(
          {
            collectors: having({
              projectFiling: part15(),
              landTransfer: part15(),
              landPlanning: part15(),
              worksPlanning: part15(),
              constructionPermit: part15(),
              none: part15(),
            }),
            window: part15(),
          },
          {
            asked: having({}, { new: part18(), increase: part18(), temporary: part18(), alteration: part18() }),
            guidance: having(
              {},
              {
                projectFiling: part17(),
                landTransfer: part17(),
                landPlanning: part17(),
                worksPlanning: part17(),
                constructionPermit: part17(),
                none: part17(),
              },
            ),
            inquiries: having({ window: part20(), answer: part20() }),
            paperDays: { type: 'integer', minimum: 1 },
            towns: list(having({ name: text(2), area: part2() }, { aliases: list(text(2), 1) }), 1),
            onlineHall: part15(),
          },
        ),
        survey: having(
          { convener: part15(), invited: part32(), opinionRequired: part32() },
          {
            conduct: having(
              { visit: part20(), opinion: part20() },
              {
                waived: list(
                  having(
                    { name: text(1) },
                    {
                      applicant: oneOf('enterprise', 'individual'),
                      atMost: having(
                        {},
                        { tonsPerDay: part24(), kilovoltAmperes: part24(), cubicMetresPerDay: part24() },
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
          lead: part15(),
          list: list(
            having(
              {
                key: part15(),
                name: text(1),
                authority: part15(),
                touches: oneOf('road', 'greenery', 'traffic', 'planning', 'other'),
                replaceable: { type: 'boolean' },
                legalBasis: text(1),
                workingDays: part24(),
              },
              {
                jointly: list(having({ authority: part15(), workingDays: part24() }, { legalBasis: text(1) }), 1),
                kind: oneOf('permit', 'consent', 'filing'),
                inForce: having({}, { from: part8(), to: part8() }),
                ceiling: having({ workingDays: part24(), legalBasis: text(1) }),
                named: { type: 'boolean', const: true },
                opensClosedRoad: { type: 'boolean', const: true },
                remit: part17(),
                limits: having({}, { metres: part24(), lanesOpen: { type: 'boolean', const: true } }),
                notice: having({
                  version: text(1),
                  conditions: part33(),
                  duties: part33(),
                  consequences: part33(),
                }),
              },
            ),
          ),
        }),
        coordination: having({ office: part15() }, { standIn: part15() }),
        works: having(
          {
            inspectedWhenTouching: part34(),
            restoredWhenTouching: part34(),
            acceptor: part15(),
            restorationConfirmer: part15(),
          },
          { restorationConfirmers: list(having({ org: part15(), touching: part33() })) },
        ),
        transfer: having(
          { ownership: part21(), account: part21(), retry: part21() },
          {
            leader: part15(),
            conduct: having({ consent: part20(), metered: list(part13()) }),
          },
        ),
        credit: having(
          {
            platform: part15(),
            term: {
              anyOf: [
                having({ kind: { type: 'string', const: 'years' }, years: { type: 'integer', minimum: 1 } }),
                part30(),
              ],
            },
            decision: part21(),
          },
          {
            sanctioners: part17(),
            confirmation: part21(),
            notice: part21(),
            answer: part21(),
            determination: part21(),
            objection: part21(),
            repairAcceptance: part21(),
            repairDecision: part21(),
            performanceMonths: { type: 'integer', minimum: 1 },
            monthSeconds: part24(),
          },
        ),
        rating: having({ answer: part21(), addition: part21() }, { rated: part20() }),
        deadlines: having({
          registration: part36(),
          survey: part36(),
          commitment: part36(),
          connection: part36(),
          connectionLaidInAdvance: part36(),
        }),
      },
      {
        connection: having({ offer: part20() }),
        worksTime: having({
          decider: part15(),
          longest: having({ days: part29(), source: text(1) }),
          prescribed: list(
            having(
              { services: list(part13(), 1), length: part21(), source: text(1) },
              { upToMetres: part24(), upToKilovoltAmperes: part24() },
            ),
          ),
        }),
        roads: having(
          { moratoriumYears: { type: 'integer', minimum: 0 } },
          {
            closed: having({
              afterDelivery: { type: 'integer', minimum: 0 },
              afterOverhaul: { type: 'integer', minimum: 0 },
            }),
            list: list(
              having({ name: text(1) }, { aliases: list(text(1)), deliveredOn: part8(), overhauledOn: part8() }),
            ),
          },
        ),
        dataSharing: having({ items: list(having({ key: part15(), name: text(1) }), 1) }),
        assessment: having(
          { review: part21() },
          {
            assessor: part15(),
            reviewer: part15(),
            meeting: having({ held: part20(), check: part20() }),
          },
        ),
        instalments: having({
          offer: part20(),
          signing: part20(),
          mostParts: { type: 'integer', minimum: 1 },
          longestMonths: { type: 'integer', minimum: 1 },
          leastFirstPercent: { type: 'integer', minimum: 0 },
          deposit: { type: 'boolean' },
          source: text(1),
        }),
        taskClocks: having(
          {
            tasks: having(
              {
                supplementDemand: part41(),
                acknowledgeReceipt: part41(),
                redesign: part41(),
                supplyApproval: part41(),
                issueJointResult: part41(),
                signHandover: part41(),
                inspectWorks: part41(),
                reinspect: part41(),
                decideExtension: part41(),
                acceptWorks: part41(),
                restoreSite: part41(),
                confirmRestoration: part41(),
              },
              {
                conveneSurvey: part41(),
                fileResurvey: part41(),
                answerOffer: part41(),
                answerMissed: part41(),
                decideMissed: part41(),
                verifyPromise: part41(),
                answerRevocation: part41(),
                holdHearing: part41(),
                decideRevocation: part41(),
                makeSiteSafe: part41(),
                decideWorksExtension: part41(),
                decideVariation: part41(),
                inviteToAcceptance: part41(),
                fileAcceptance: part41(),
                laySurface: part41(),
              },
            ),
          },
          { adoptedFrom: part8(), greenery: part20() },
        ),
      },
    ),
}
