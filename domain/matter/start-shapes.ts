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
const part17 = (): Shape => ({ type: 'number', exclusiveMinimum: 0 })
const part18 = (): Shape => list(text(1), 1)
const part19 = (): Shape => list(part20())
const part20 = (): Shape => oneOf('road', 'greenery', 'traffic', 'planning')
const part21 = (): Shape => ({ anyOf: [part22(), part24(), part26(), part29()] })
const part22 = (): Shape => having({ kind: part23(), days: part17() })
const part23 = (): Shape => ({ type: 'string', const: 'workingDays' })
const part24 = (): Shape => having({ kind: part25(), hours: part17() })
const part25 = (): Shape => ({ type: 'string', const: 'workingHours' })
const part26 = (): Shape => having({ kind: part27(), days: part28() })
const part27 = (): Shape => ({ type: 'string', const: 'wholeDays' })
const part28 = (): Shape => ({ type: 'integer', exclusiveMinimum: 0 })
const part29 = (): Shape => having({ kind: part30(), seconds: part17() })
const part30 = (): Shape => ({ type: 'string', const: 'elapsedSeconds' })
const part31 = (): Shape => having({ rule: part32(), length: part33() })
const part32 = (): Shape => ({ type: 'string', pattern: '^R-\\d\\d$' })
const part33 = (): Shape => ({ anyOf: [part22(), part24(), part26(), part29(), part34()] })
const part34 = (): Shape => having({ kind: part35() })
const part35 = (): Shape => ({ type: 'string', const: 'sameDay' })
const part36 = (): Shape => ({ anyOf: [part37(), part38()] })
const part37 = (): Shape => having({ length: part21(), source: text(1) })
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
        survey: having({ convener: part11(), invited: part16(), opinionRequired: part16() }),
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
                workingDays: part17(),
              },
              {
                named: { type: 'boolean', const: true },
                opensClosedRoad: { type: 'boolean', const: true },
                remit: part13(),
                limits: having({}, { metres: part17(), lanesOpen: { type: 'boolean', const: true } }),
                notice: having({
                  version: text(1),
                  conditions: part18(),
                  duties: part18(),
                  consequences: part18(),
                }),
              },
            ),
          ),
        }),
        coordination: having({ office: part11() }),
        works: having({
          inspectedWhenTouching: part19(),
          restoredWhenTouching: part19(),
          acceptor: part11(),
          restorationConfirmer: part11(),
        }),
        transfer: having({ ownership: part21(), account: part21(), retry: part21() }, { leader: part11() }),
        credit: having(
          {
            platform: part11(),
            term: {
              anyOf: [
                having({ kind: { type: 'string', const: 'years' }, years: { type: 'integer', minimum: 1 } }),
                part29(),
              ],
            },
            decision: part21(),
          },
          {
            sanctioners: part13(),
            confirmation: part21(),
            notice: part21(),
            answer: part21(),
            determination: part21(),
            objection: part21(),
            repairAcceptance: part21(),
            repairDecision: part21(),
            performanceMonths: { type: 'integer', minimum: 1 },
            monthSeconds: part17(),
          },
        ),
        rating: having({ answer: part21(), addition: part21() }),
        deadlines: having({
          registration: part31(),
          survey: part31(),
          commitment: part31(),
          connection: part31(),
          connectionLaidInAdvance: part31(),
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
        assessment: having({ review: part21() }, { assessor: part11(), reviewer: part11() }),
        taskClocks: having(
          {
            tasks: having({
              supplementDemand: part36(),
              acknowledgeReceipt: part36(),
              redesign: part36(),
              supplyApproval: part36(),
              issueJointResult: part36(),
              signHandover: part36(),
              inspectWorks: part36(),
              reinspect: part36(),
              decideExtension: part36(),
              acceptWorks: part36(),
              restoreSite: part36(),
              confirmRestoration: part36(),
            }),
          },
          { adoptedFrom: part6(), greenery: part37() },
        ),
      },
    ),
}
