/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */
import type { StartPart } from './start-part.ts'
import type { Shape } from '../format/shape.ts'
import * as shapeWords from '../format/shape-words.ts'

/** As names of this file: a bundle writes an imported one out at every call, 60 characters. */
const { having, list, oneOf, text } = shapeWords

const part1 = (): Shape => ({ anyOf: [part2(), part4()] })
const part2 = (): Shape => having({ kind: part3(), name: text(), creditCode: text() })
const part3 = (): Shape => ({ type: 'string', const: 'enterprise' })
const part4 = (): Shape => having({ kind: part5(), name: text(), identityNumber: text() })
const part5 = (): Shape => ({ type: 'string', const: 'individual' })
const part6 = (): Shape => ({ type: 'string', format: 'date' })
const part7 = (): Shape => oneOf('new', 'increase', 'temporary', 'alteration')
const part8 = (): Shape => having({ name: text(), phone: text(), authorisation: text() })
const part9 = (): Shape => having({ applicantSigner: text(), clerk: text(), scanSha256: text() })
const part10 = (): Shape => oneOf('verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied', 'veryDissatisfied')
const part11 = (): Shape => ({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' })
const part12 = (): Shape => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' })
const part13 = (): Shape => list(part11(), 1)
const part14 = (): Shape => list(part15())
const part15 = (): Shape => oneOf('accountNumber', 'until', 'alteration')
const part16 = (): Shape => list(part11())
const part17 = (): Shape => having({ length: part18(), source: text(1) })
const part18 = (): Shape => ({ anyOf: [part19(), part22(), part24(), part27()] })
const part19 = (): Shape => having({ kind: part20(), days: part21() })
const part20 = (): Shape => ({ type: 'string', const: 'workingDays' })
const part21 = (): Shape => ({ type: 'number', exclusiveMinimum: 0 })
const part22 = (): Shape => having({ kind: part23(), hours: part21() })
const part23 = (): Shape => ({ type: 'string', const: 'workingHours' })
const part24 = (): Shape => having({ kind: part25(), days: part26() })
const part25 = (): Shape => ({ type: 'string', const: 'wholeDays' })
const part26 = (): Shape => ({ type: 'integer', exclusiveMinimum: 0 })
const part27 = (): Shape => having({ kind: part28(), seconds: part21() })
const part28 = (): Shape => ({ type: 'string', const: 'elapsedSeconds' })
const part29 = (): Shape => list(text(1), 1)
const part30 = (): Shape => list(part31())
const part31 = (): Shape => oneOf('road', 'greenery', 'traffic', 'planning')
const part32 = (): Shape => having({ rule: part33(), length: part34() })
const part33 = (): Shape => ({ type: 'string', pattern: '^R-\\d\\d$' })
const part34 = (): Shape => ({ anyOf: [part19(), part22(), part24(), part27(), part35()] })
const part35 = (): Shape => having({ kind: part36() })
const part36 = (): Shape => ({ type: 'string', const: 'sameDay' })
const part37 = (): Shape => ({ anyOf: [part17(), part38()] })
const part38 = (): Shape => having({ none: text(1) })

export const START_SHAPES: Readonly<Record<StartPart, () => Shape>> = {
  application: () =>
    having(
      {
        channel: text(),
        phase: oneOf('projectFiling', 'landTransfer', 'landPlanning', 'worksPlanning', 'constructionPermit', 'none'),
        area: oneOf('planningArea', 'coveredTown', 'elsewhere'),
        form: having(
          {
            applicant: part1(),
            address: text(),
            contact: text(),
            phone: text(),
            services: having(
              {},
              {
                water: having(
                  { business: part7() },
                  {
                    tonsPerDay: { type: 'number' },
                    accountNumber: text(),
                    until: part6(),
                    alteration: text(),
                  },
                ),
                power: having(
                  { business: part7() },
                  {
                    kilovoltAmperes: { type: 'number' },
                    accountNumber: text(),
                    until: part6(),
                    alteration: text(),
                  },
                ),
                gas: having(
                  { business: part7(), use: oneOf('production', 'domestic') },
                  {
                    cubicMetresPerDay: { type: 'number' },
                    accountNumber: text(),
                    until: part6(),
                    alteration: text(),
                  },
                ),
                network: having(
                  { operators: list(text()), access: list(oneOf('broadband', 'telephone')) },
                  { business: part7(), accountNumber: text(), until: part6(), alteration: text() },
                ),
                catv: having(
                  { terminals: { type: 'integer' } },
                  { business: part7(), accountNumber: text(), until: part6(), alteration: text() },
                ),
              },
            ),
          },
          { surveyDate: part6(), projectCode: text(), remarks: text() },
        ),
      },
      {
        agent: part8(),
        paper: part9(),
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
          from: part1(),
          to: part1(),
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
        agent: part8(),
        paper: part9(),
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
        grade: part10(),
        organisations: list(having({ org: text(), grade: part10() }, { text: text() })),
      },
      { text: text() },
    ),
  policy: () =>
    having(
      {
        key: part11(),
        name: text(1),
        servicePrefix: { type: 'string', pattern: '^[A-Z]{2}$' },
        drill: { type: 'boolean' },
        effectiveFrom: part6(),
        calendar: oneOf('china', 'always'),
        hours: having({
          utcOffsetMinutes: { type: 'integer', minimum: -720 },
          sessions: list(having({ from: part12(), to: part12() }), 1),
        }),
        organisations: list(
          having(
            {
              key: part11(),
              name: text(1),
              kind: oneOf('authority', 'utility', 'window', 'group', 'office', 'intake', 'platform'),
            },
            {
              supervisor: part11(),
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
                  otherwise: text(1),
                },
              ),
            },
          ),
          1,
        ),
        services: having({
          water: part13(),
          power: part13(),
          gas: part13(),
          network: part13(),
          catv: part13(),
        }),
        registration: having(
          {
            collectors: having({
              projectFiling: part11(),
              landTransfer: part11(),
              landPlanning: part11(),
              worksPlanning: part11(),
              constructionPermit: part11(),
              none: part11(),
            }),
            window: part11(),
          },
          {
            asked: having({}, { new: part14(), increase: part14(), temporary: part14(), alteration: part14() }),
            onlineHall: part11(),
          },
        ),
        survey: having(
          { convener: part11(), invited: part16(), opinionRequired: part16() },
          {
            conduct: having(
              { visit: part17(), opinion: part17() },
              {
                waived: list(
                  having(
                    { name: text(1) },
                    {
                      applicant: oneOf('enterprise', 'individual'),
                      atMost: having(
                        {},
                        { tonsPerDay: part21(), kilovoltAmperes: part21(), cubicMetresPerDay: part21() },
                      ),
                    },
                  ),
                ),
              },
            ),
          },
        ),
        approvals: having({
          version: text(1),
          lead: part11(),
          list: list(
            having(
              {
                key: part11(),
                name: text(1),
                authority: part11(),
                touches: oneOf('road', 'greenery', 'traffic', 'planning', 'other'),
                replaceable: { type: 'boolean' },
                legalBasis: text(1),
                workingDays: part21(),
              },
              {
                named: { type: 'boolean', const: true },
                opensClosedRoad: { type: 'boolean', const: true },
                remit: part13(),
                limits: having({}, { metres: part21(), lanesOpen: { type: 'boolean', const: true } }),
                notice: having({
                  version: text(1),
                  conditions: part29(),
                  duties: part29(),
                  consequences: part29(),
                }),
              },
            ),
          ),
        }),
        coordination: having({ office: part11() }),
        works: having({
          inspectedWhenTouching: part30(),
          restoredWhenTouching: part30(),
          acceptor: part11(),
          restorationConfirmer: part11(),
        }),
        transfer: having({ ownership: part18(), account: part18(), retry: part18() }, { leader: part11() }),
        credit: having(
          {
            platform: part11(),
            term: {
              anyOf: [
                having({ kind: { type: 'string', const: 'years' }, years: { type: 'integer', minimum: 1 } }),
                part27(),
              ],
            },
            decision: part18(),
          },
          {
            sanctioners: part13(),
            confirmation: part18(),
            notice: part18(),
            answer: part18(),
            determination: part18(),
            objection: part18(),
            repairAcceptance: part18(),
            repairDecision: part18(),
            performanceMonths: { type: 'integer', minimum: 1 },
            monthSeconds: part21(),
          },
        ),
        rating: having({ answer: part18(), addition: part18() }),
        deadlines: having({
          registration: part32(),
          survey: part32(),
          commitment: part32(),
          connection: part32(),
          connectionLaidInAdvance: part32(),
        }),
      },
      {
        roads: having(
          { moratoriumYears: { type: 'integer', minimum: 0 } },
          {
            closed: having({
              afterDelivery: { type: 'integer', minimum: 0 },
              afterOverhaul: { type: 'integer', minimum: 0 },
            }),
            list: list(
              having({ name: text(1) }, { aliases: list(text(1)), deliveredOn: part6(), overhauledOn: part6() }),
            ),
          },
        ),
        dataSharing: having({ items: list(having({ key: part11(), name: text(1) }), 1) }),
        assessment: having({ review: part18() }, { assessor: part11(), reviewer: part11() }),
        taskClocks: having(
          {
            tasks: having(
              {
                supplementDemand: part37(),
                acknowledgeReceipt: part37(),
                redesign: part37(),
                supplyApproval: part37(),
                issueJointResult: part37(),
                signHandover: part37(),
                inspectWorks: part37(),
                reinspect: part37(),
                decideExtension: part37(),
                acceptWorks: part37(),
                restoreSite: part37(),
                confirmRestoration: part37(),
              },
              { conveneSurvey: part37(), fileResurvey: part37() },
            ),
          },
          { adoptedFrom: part6(), greenery: part17() },
        ),
      },
    ),
}
