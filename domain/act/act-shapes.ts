/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */
import type { ActType } from './act.ts'
import type { Shape } from '../format/shape.ts'
import * as shapeWords from '../format/shape-words.ts'

/** As names of this file: a bundle writes an imported one out at every call, 60 characters. */
const { fields, list, oneOf, text } = shapeWords

export const ACT_SHAPES: Readonly<Record<ActType, () => Shape>> = {
  acceptDemand: () => fields({}, { remarks: text(1, 2000) }),
  acknowledgeReceipt: () => fields({}),
  requestSupplement: () =>
    fields(
      { items: list(text(1, 100), 1, 50), message: text(1, 1000) },
      {
        concerns: list(
          fields({
            item: text(1, 100),
            services: list(oneOf('water', 'power', 'gas', 'network', 'catv'), 1, 5),
          }),
          0,
          50,
        ),
      },
    ),
  supplementDemand: () =>
    fields(
      {},
      {
        applicant: {
          anyOf: [
            fields({
              kind: { type: 'string', const: 'enterprise' },
              name: text(1, 100),
              creditCode: {
                type: 'string',
                pattern: '^ *[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10} *$',
              },
            }),
            fields({
              kind: { type: 'string', const: 'individual' },
              name: text(1, 100),
              identityNumber: { type: 'string', pattern: '^ *[1-9][0-9]{16}[0-9Xx] *$' },
            }),
          ],
        },
        address: text(1, 200),
        surveyDate: { type: 'string', format: 'date' },
        contact: text(1, 50),
        phone: text(0, 60),
        projectCode: { type: 'string', pattern: '^ *[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6} *$' },
        services: fields(
          {},
          {
            water: fields(
              { business: oneOf('new', 'increase', 'temporary', 'alteration') },
              {
                tonsPerDay: { type: 'number', exclusiveMinimum: 0, maximum: 10000000 },
                accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
                until: { type: 'string', format: 'date' },
                alteration: text(1, 500),
              },
            ),
            power: fields(
              { business: oneOf('new', 'increase', 'temporary', 'alteration') },
              {
                kilovoltAmperes: { type: 'number', exclusiveMinimum: 0, maximum: 10000000 },
                accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
                until: { type: 'string', format: 'date' },
                alteration: text(1, 500),
              },
            ),
            gas: fields(
              {
                business: oneOf('new', 'increase', 'temporary', 'alteration'),
                use: oneOf('production', 'domestic'),
              },
              {
                cubicMetresPerDay: { type: 'number', exclusiveMinimum: 0, maximum: 10000000 },
                accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
                until: { type: 'string', format: 'date' },
                alteration: text(1, 500),
              },
            ),
            network: fields(
              { operators: list(text(), 1, 4), access: list(oneOf('broadband', 'telephone'), 1, 2) },
              {
                business: oneOf('new', 'increase', 'temporary', 'alteration'),
                accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
                until: { type: 'string', format: 'date' },
                alteration: text(1, 500),
              },
            ),
            catv: fields(
              { terminals: { type: 'integer', exclusiveMinimum: 0, maximum: 10000 } },
              {
                business: oneOf('new', 'increase', 'temporary', 'alteration'),
                accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
                until: { type: 'string', format: 'date' },
                alteration: text(1, 500),
              },
            ),
          },
        ),
        remarks: text(0, 1000),
      },
    ),
  recordJointVisit: () =>
    fields({
      date: { type: 'string', format: 'date' },
      orgs: list(text(1, 31), 1, 20),
      findings: text(1, 4000),
    }),
  correctContact: () => fields({}, { contact: text(1, 50), phone: text(0, 60) }),
  claimApplication: () => fields({}, { contact: text(1, 50), phone: text(0, 60) }),
  confirmSuccessor: () =>
    fields(
      {
        applicant: {
          anyOf: [
            fields({
              kind: { type: 'string', const: 'enterprise' },
              name: text(1, 100),
              creditCode: {
                type: 'string',
                pattern: '^ *[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10} *$',
              },
            }),
            fields({
              kind: { type: 'string', const: 'individual' },
              name: text(1, 100),
              identityNumber: { type: 'string', pattern: '^ *[1-9][0-9]{16}[0-9Xx] *$' },
            }),
          ],
        },
        basis: oneOf('projectCompany', 'reorganised', 'transferred', 'inherited', 'account'),
        document: fields({
          kind: text(1, 50),
          number: text(1, 100),
          date: { type: 'string', format: 'date' },
        }),
      },
      {
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  fileOpinion: () =>
    fields(
      {},
      {
        lines: list(
          fields(
            {
              line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
              connectable: { type: 'boolean' },
            },
            {
              laidInAdvance: { type: 'boolean' },
              outerWorks: fields(
                {
                  touches: list(text(1, 40), 0, 50),
                  sections: list(fields({ road: text(1, 100), from: text(1, 100), to: text(1, 100) }), 1, 50),
                  lengthMetres: { type: 'number', exclusiveMinimum: 0, maximum: 100000 },
                  preliminaryDesign: text(1, 4000),
                },
                { lanesClosed: { type: 'boolean' } },
              ),
            },
          ),
          1,
          20,
        ),
        found: list(
          fields(
            {
              line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
              touches: list(text(1, 40), 0, 50),
            },
            { lanesClosed: { type: 'boolean' } },
          ),
          0,
          20,
        ),
        remarks: text(1, 4000),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  fileJointRecord: () =>
    fields({
      opinions: list(
        fields({
          org: text(1, 31),
          opinion: fields(
            {},
            {
              lines: list(
                fields(
                  {
                    line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
                    connectable: { type: 'boolean' },
                  },
                  {
                    laidInAdvance: { type: 'boolean' },
                    outerWorks: fields(
                      {
                        touches: list(text(1, 40), 0, 50),
                        sections: list(fields({ road: text(1, 100), from: text(1, 100), to: text(1, 100) }), 1, 50),
                        lengthMetres: { type: 'number', exclusiveMinimum: 0, maximum: 100000 },
                        preliminaryDesign: text(1, 4000),
                      },
                      { lanesClosed: { type: 'boolean' } },
                    ),
                  },
                ),
                1,
                20,
              ),
              found: list(
                fields(
                  {
                    line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
                    touches: list(text(1, 40), 0, 50),
                  },
                  { lanesClosed: { type: 'boolean' } },
                ),
                0,
                20,
              ),
              remarks: text(1, 4000),
              files: list(
                fields({
                  original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
                  stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
                }),
                0,
                20,
              ),
            },
          ),
        }),
        1,
        30,
      ),
    }),
  waiveSurvey: () => fields({ reason: text(1, 1000), signer: text(1, 50) }),
  bookSurvey: () => fields({ date: { type: 'string', format: 'date' } }),
  declareUnavailable: () =>
    fields({
      from: { type: 'string', format: 'date-time' },
      to: { type: 'string', format: 'date-time' },
    }),
  conveneSurvey: () => fields({}, { at: { type: 'string', format: 'date-time' }, parties: list(text(1, 31), 0, 30) }),
  scheduleSurvey: () => fields({ at: { type: 'string', format: 'date-time' } }),
  putOffSurvey: () => fields({ reason: text(1, 1000) }),
  takeUpSurvey: () => fields({}, { remarks: text(1, 1000) }),
  recordAttendance: () =>
    fields(
      { people: list(fields({ org: text(1, 31), person: text(1, 50) }), 1, 50) },
      {
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  orderResurvey: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      reason: text(1, 1000),
    }),
  fileResurvey: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        connectable: { type: 'boolean' },
      },
      {
        laidInAdvance: { type: 'boolean' },
        outerWorks: fields(
          {
            touches: list(text(1, 40), 0, 50),
            sections: list(fields({ road: text(1, 100), from: text(1, 100), to: text(1, 100) }), 1, 50),
            lengthMetres: { type: 'number', exclusiveMinimum: 0, maximum: 100000 },
            preliminaryDesign: text(1, 4000),
          },
          { lanesClosed: { type: 'boolean' } },
        ),
        remarks: text(1, 1000),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  signCommitment: () =>
    fields({
      legalRepresentative: text(1, 50),
      address: text(1, 200),
      contact: text(1, 50),
      phone: text(0, 60),
      worksFrom: { type: 'string', format: 'date' },
      worksTo: { type: 'string', format: 'date' },
      sections: list(fields({ road: text(1, 100), from: text(1, 100), to: text(1, 100) }), 1, 50),
      promises: list({ type: 'number', enum: [1, 2, 3, 4] }),
      approvals: list(text(1, 40), 0, 20),
      responsible: text(1, 50),
    }),
  applyForApprovals: () =>
    fields({
      approvals: list(text(1, 40), 0, 20),
      worksFrom: { type: 'string', format: 'date' },
      worksTo: { type: 'string', format: 'date' },
      sections: list(fields({ road: text(1, 100), from: text(1, 100), to: text(1, 100) }), 1, 50),
      responsible: text(1, 50),
    }),
  requestApprovalSupplement: () => fields({ approval: text(1, 100), message: text(1, 2000) }),
  supplyApproval: () => fields({ approval: text(1, 100), message: text(1, 2000) }),
  decideApproval: () =>
    fields(
      { approval: text(1, 100), approved: { type: 'boolean' } },
      {
        reason: text(1, 2000),
        validFrom: { type: 'string', format: 'date' },
        validTo: { type: 'string', format: 'date' },
      },
    ),
  issueJointResult: () => fields({ utility: text(1, 31) }, { remarks: text(1, 2000) }),
  fileDesign: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        title: text(1, 200),
        summary: text(1, 4000),
      },
      {
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  fileConstructionPlan: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        title: text(1, 200),
        summary: text(1, 4000),
        nearbyOwners: list(text(1, 31), 0, 20),
      },
      {
        designer: fields({
          name: text(1, 200),
          creditCode: {
            type: 'string',
            pattern: '^ *[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10} *$',
          },
          person: text(1, 50),
        }),
        contractor: fields({
          name: text(1, 200),
          creditCode: {
            type: 'string',
            pattern: '^ *[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10} *$',
          },
          person: text(1, 50),
        }),
        supervisor: fields({
          name: text(1, 200),
          creditCode: {
            type: 'string',
            pattern: '^ *[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10} *$',
          },
          person: text(1, 50),
        }),
        unsupervised: text(1, 500),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  signHandover: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      positions: text(1, 4000),
      signer: text(1, 50),
    }),
  startWorks: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      },
      { remarks: text(1, 2000) },
    ),
  reportProgress: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        percent: { type: 'integer', minimum: 0, maximum: 100 },
      },
      {
        remarks: text(1, 2000),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  requestWorksExtension: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        dueDate: { type: 'string', format: 'date' },
        reason: text(1, 1000),
      },
      {
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  decideWorksExtension: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        granted: { type: 'boolean' },
      },
      { reason: text(1, 1000) },
    ),
  requestVariation: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        reason: text(1, 1000),
      },
      {
        worksFrom: { type: 'string', format: 'date' },
        worksTo: { type: 'string', format: 'date' },
        sections: list(fields({ road: text(1, 100), from: text(1, 100), to: text(1, 100) }), 1, 50),
        lengthMetres: { type: 'number', exclusiveMinimum: 0, maximum: 100000 },
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  decideVariation: () =>
    fields(
      {
        variation: { type: 'string', pattern: '^\\d{1,4}$' },
        approved: { type: 'boolean' },
      },
      { reason: text(1, 1000) },
    ),
  reportBackfill: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        evidence: text(1, 2000),
      },
      {
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  completeWorks: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      },
      {
        remarks: text(1, 2000),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  agreeSharedTrench: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      with: fields({
        serviceNumber: text(1, 30),
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      }),
    }),
  fileInspection: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        checklist: list(
          fields(
            { promise: { type: 'number', enum: [1, 2, 3, 4] }, kept: { type: 'boolean' } },
            { evidence: text(1, 2000) },
          ),
        ),
      },
      {
        order: fields(
          { requirement: text(1, 2000), dueDate: { type: 'string', format: 'date' } },
          { stop: text(1, 1000) },
        ),
        verification: oneOf('open', 'covered'),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  reportRectified: () =>
    fields(
      { order: text(1, 80), remarks: text(1, 2000) },
      {
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  reinspect: () =>
    fields(
      { order: text(1, 80), passed: { type: 'boolean' } },
      {
        evidence: text(1, 2000),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  requestExtension: () =>
    fields({
      order: text(1, 80),
      dueDate: { type: 'string', format: 'date' },
      reason: text(1, 1000),
    }),
  decideExtension: () => fields({ order: text(1, 80), granted: { type: 'boolean' } }, { reason: text(1, 1000) }),
  proposeRevocation: () =>
    fields({
      utility: text(1, 31),
      approvals: list(text(1, 40), 1, 20),
      ground: oneOf('deception', 'bribery'),
      facts: text(1, 2000),
      evidence: text(1, 2000),
    }),
  answerRevocation: () =>
    fields(
      { revocation: { type: 'string', pattern: '^[1-9]\\d{0,2}$' } },
      {
        statement: text(1, 2000),
        hearing: { type: 'boolean', const: true },
        waived: { type: 'boolean', const: true },
      },
    ),
  holdHearing: () =>
    fields({
      revocation: { type: 'string', pattern: '^[1-9]\\d{0,2}$' },
      chair: text(1, 50),
      report: text(1, 2000),
    }),
  reportSiteSafe: () =>
    fields({
      revocation: { type: 'string', pattern: '^[1-9]\\d{0,2}$' },
      measures: text(1, 2000),
    }),
  decideRevocation: () =>
    fields(
      {
        revocation: { type: 'string', pattern: '^[1-9]\\d{0,2}$' },
        outcome: oneOf('revoked', 'publicHarm', 'dismissed'),
        reason: text(1, 2000),
        official: text(1, 50),
      },
      { onAnswer: text(1, 2000) },
    ),
  reportEmergencyRepair: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      place: text(1, 200),
      what: text(1, 1000),
    }),
  fileEmergencyRepair: () => fields({ repair: text(1, 80), report: text(1, 4000) }),
  inviteToAcceptance: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        at: { type: 'string', format: 'date-time' },
        invited: list(text(1, 31), 1, 30),
      },
      { remarks: text(1, 2000) },
    ),
  fileAcceptance: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        heldOn: { type: 'string', format: 'date' },
        passed: { type: 'boolean' },
        attended: list(fields({ org: text(1, 31), person: text(1, 50) }), 1, 50),
        report: text(1, 4000),
      },
      {
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  laySurface: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      },
      {
        remarks: text(1, 2000),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  acceptWorks: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        passed: { type: 'boolean' },
      },
      {
        remarks: text(1, 2000),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  reportRestored: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      },
      {
        remarks: text(1, 2000),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
      },
    ),
  confirmRestoration: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      },
      {
        remarks: text(1, 2000),
        files: list(
          fields({
            original: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
            stored: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
          }),
          0,
          20,
        ),
        passed: { type: 'boolean' },
      },
    ),
  requestInnerWorks: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      scope: text(1, 1000),
    }),
  quoteInnerWorks: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      items: list(
        fields({
          name: text(1, 100),
          amountFen: { type: 'integer', exclusiveMinimum: 0, maximum: 10000000000 },
        }),
        1,
        100,
      ),
      priceDocument: text(1, 200),
    }),
  agreeInstalments: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      parts: list(
        fields({
          dueDate: { type: 'string', format: 'date' },
          amountFen: { type: 'integer', exclusiveMinimum: 0, maximum: 10000000000 },
        }),
        1,
        60,
      ),
    }),
  requestInstalments: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        mode: oneOf('payLater', 'deposit'),
      },
      { works: oneOf('inner', 'outer') },
    ),
  recordPayment: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      part: { type: 'integer', minimum: 1, maximum: 60 },
      paidOn: { type: 'string', format: 'date' },
    }),
  appointConnection: () =>
    fields(
      { at: { type: 'string', format: 'date-time' } },
      {
        lines: list({ type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' }, 1, 20),
      },
    ),
  reportConnected: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      },
      { remarks: text(1, 2000) },
    ),
  cancelAppointment: () =>
    fields(
      { reason: text(1, 500) },
      {
        lines: list({ type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' }, 1, 20),
      },
    ),
  offerTime: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      at: { type: 'string', format: 'date-time' },
      reason: text(1, 500),
    }),
  answerOffer: () =>
    fields(
      {
        line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        answer: oneOf('agreed', 'kept', 'other'),
      },
      { at: { type: 'string', format: 'date-time' } },
    ),
  reportMissedAppointment: () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      by: oneOf('user', 'utility'),
      note: text(1, 1000),
    }),
  answerMissed: () =>
    fields(
      {
        claim: { type: 'string', pattern: '^[a-z]+:[A-Za-z]+:\\d{1,4}$' },
        confirmed: { type: 'boolean' },
      },
      { note: text(1, 1000) },
    ),
  decideMissed: () =>
    fields({
      claim: { type: 'string', pattern: '^[a-z]+:[A-Za-z]+:\\d{1,4}$' },
      missed: oneOf('user', 'utility', 'neither'),
      reason: text(1, 1000),
    }),
  suspendClock: () =>
    fields(
      {
        deadline: text(1, 100),
        reason: oneOf('awaitingUser', 'forceMajeure', 'statutoryProcedure', 'userNotReady'),
        note: text(1, 1000),
      },
      { evidence: text(1, 1000), until: { type: 'string', format: 'date' } },
    ),
  resumeClock: () => fields({ deadline: text(1, 100) }),
  hasten: () => fields({ task: text(1, 120), note: text(1, 1000) }),
  reassignTask: () => fields({ task: text(1, 120), person: text(1, 100) }),
  dropServices: () =>
    fields({
      lines: list({ type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' }, 1, 20),
      reason: text(1, 1000),
    }),
  withdrawApplication: () => fields({ reason: text(1, 2000) }),
}
