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
const part17 = (): Shape => oneOf('road', 'greenery', 'traffic', 'planning')
const part18 = (): Shape => ({ type: 'number', exclusiveMinimum: 0 })
const part19 = (): Shape => list(part17())
const part20 = (): Shape => ({ anyOf: [part21(), part23(), part25(), part28()] })
const part21 = (): Shape => having({ kind: part22(), days: part18() })
const part22 = (): Shape => ({ type: 'string', const: 'workingDays' })
const part23 = (): Shape => having({ kind: part24(), hours: part18() })
const part24 = (): Shape => ({ type: 'string', const: 'workingHours' })
const part25 = (): Shape => having({ kind: part26(), days: part27() })
const part26 = (): Shape => ({ type: 'string', const: 'wholeDays' })
const part27 = (): Shape => ({ type: 'integer', exclusiveMinimum: 0 })
const part28 = (): Shape => having({ kind: part29(), seconds: part18() })
const part29 = (): Shape => ({ type: 'string', const: 'elapsedSeconds' })
const part30 = (): Shape => having({ rule: part31(), length: part32() })
const part31 = (): Shape => ({ type: 'string', pattern: '^R-\\d\\d$' })
const part32 = (): Shape => ({ anyOf: [part21(), part23(), part25(), part28(), part33()] })
const part33 = (): Shape => having({ kind: part34() })
const part34 = (): Shape => ({ type: 'string', const: 'sameDay' })
const part35 = (): Shape => ({ anyOf: [part36(), part37()] })
const part36 = (): Shape => having({ length: part20(), source: text(1) })
const part37 = (): Shape => having({ none: text(1) })

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
            having({
              key: part11(),
              name: text(1),
              authority: part11(),
              touches: part17(),
              replaceable: { type: 'boolean' },
              legalBasis: text(1),
              workingDays: part18(),
            }),
          ),
        }),
        coordination: having({ office: part11() }),
        works: having({
          inspectedWhenTouching: part19(),
          restoredWhenTouching: part19(),
          acceptor: part11(),
          restorationConfirmer: part11(),
        }),
        transfer: having({ ownership: part20(), account: part20(), retry: part20() }, { leader: part11() }),
        credit: having(
          {
            platform: part11(),
            term: {
              anyOf: [
                having({ kind: { type: 'string', const: 'years' }, years: { type: 'integer', minimum: 1 } }),
                part28(),
              ],
            },
            decision: part20(),
          },
          {
            sanctioners: part13(),
            confirmation: part20(),
            notice: part20(),
            answer: part20(),
            determination: part20(),
            objection: part20(),
            repairAcceptance: part20(),
            repairDecision: part20(),
            performanceMonths: { type: 'integer', minimum: 1 },
            monthSeconds: part18(),
          },
        ),
        rating: having({ answer: part20(), addition: part20() }),
        deadlines: having({
          registration: part30(),
          survey: part30(),
          commitment: part30(),
          connection: part30(),
          connectionLaidInAdvance: part30(),
        }),
      },
      {
        roads: having({ moratoriumYears: { type: 'integer', minimum: 0 } }),
        dataSharing: having({ items: list(having({ key: part11(), name: text(1) }), 1) }),
        assessment: having({ review: part20() }, { assessor: part11(), reviewer: part11() }),
        taskClocks: having(
          {
            tasks: having({
              supplementDemand: part35(),
              acknowledgeReceipt: part35(),
              redesign: part35(),
              supplyApproval: part35(),
              issueJointResult: part35(),
              signHandover: part35(),
              inspectWorks: part35(),
              reinspect: part35(),
              decideExtension: part35(),
              acceptWorks: part35(),
              restoreSite: part35(),
              confirmRestoration: part35(),
            }),
          },
          { adoptedFrom: part6(), greenery: part36() },
        ),
      },
    ),
}
