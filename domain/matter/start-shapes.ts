/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */
import type { StartPart } from './start-part.ts'
import type { Shape } from '../format/shape.ts'
import { list, oneOf, text } from '../format/shape-words.ts'

export const START_SHAPES: Readonly<Record<StartPart, () => Shape>> = {
  application: () => ({
    type: 'object',
    properties: {
      channel: text(),
      phase: oneOf('projectFiling', 'landTransfer', 'landPlanning', 'worksPlanning', 'constructionPermit', 'none'),
      area: oneOf('planningArea', 'coveredTown', 'elsewhere'),
      form: {
        type: 'object',
        properties: {
          applicant: {
            anyOf: [
              {
                type: 'object',
                properties: { kind: { type: 'string', const: 'enterprise' }, name: text(), creditCode: text() },
                required: ['kind', 'name', 'creditCode'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'individual' },
                  name: text(),
                  identityNumber: text(),
                },
                required: ['kind', 'name', 'identityNumber'],
              },
            ],
          },
          address: text(),
          surveyDate: { type: 'string', format: 'date' },
          contact: text(),
          phone: text(),
          projectCode: text(),
          services: {
            type: 'object',
            properties: {
              water: {
                type: 'object',
                properties: {
                  business: oneOf('new', 'increase', 'temporary', 'alteration'),
                  tonsPerDay: { type: 'number' },
                  accountNumber: text(),
                  until: { type: 'string', format: 'date' },
                  alteration: text(),
                },
                required: ['business'],
              },
              power: {
                type: 'object',
                properties: {
                  business: oneOf('new', 'increase', 'temporary', 'alteration'),
                  kilovoltAmperes: { type: 'number' },
                  accountNumber: text(),
                  until: { type: 'string', format: 'date' },
                  alteration: text(),
                },
                required: ['business'],
              },
              gas: {
                type: 'object',
                properties: {
                  business: oneOf('new', 'increase', 'temporary', 'alteration'),
                  use: oneOf('production', 'domestic'),
                  cubicMetresPerDay: { type: 'number' },
                  accountNumber: text(),
                  until: { type: 'string', format: 'date' },
                  alteration: text(),
                },
                required: ['business', 'use'],
              },
              network: {
                type: 'object',
                properties: {
                  operators: list(text()),
                  access: list(oneOf('broadband', 'telephone')),
                  business: oneOf('new', 'increase', 'temporary', 'alteration'),
                  accountNumber: text(),
                  until: { type: 'string', format: 'date' },
                  alteration: text(),
                },
                required: ['operators', 'access'],
              },
              catv: {
                type: 'object',
                properties: {
                  terminals: { type: 'integer' },
                  business: oneOf('new', 'increase', 'temporary', 'alteration'),
                  accountNumber: text(),
                  until: { type: 'string', format: 'date' },
                  alteration: text(),
                },
                required: ['terminals'],
              },
            },
          },
          remarks: text(),
        },
        required: ['applicant', 'address', 'contact', 'phone', 'services'],
      },
      agent: {
        type: 'object',
        properties: { name: text(), phone: text(), authorisation: text() },
        required: ['name', 'phone', 'authorisation'],
      },
      paper: {
        type: 'object',
        properties: { applicantSigner: text(), clerk: text(), scanSha256: text() },
        required: ['applicantSigner', 'clerk', 'scanSha256'],
      },
      guidedBy: text(),
      additionTo: text(),
      overLimitReason: text(),
      applicantSubject: text(),
    },
    required: ['channel', 'phase', 'area', 'form'],
  }),
  transfer: () => ({
    type: 'object',
    properties: {
      channel: text(),
      form: {
        type: 'object',
        properties: {
          from: {
            anyOf: [
              {
                type: 'object',
                properties: { kind: { type: 'string', const: 'enterprise' }, name: text(), creditCode: text() },
                required: ['kind', 'name', 'creditCode'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'individual' },
                  name: text(),
                  identityNumber: text(),
                },
                required: ['kind', 'name', 'identityNumber'],
              },
            ],
          },
          to: {
            anyOf: [
              {
                type: 'object',
                properties: { kind: { type: 'string', const: 'enterprise' }, name: text(), creditCode: text() },
                required: ['kind', 'name', 'creditCode'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'individual' },
                  name: text(),
                  identityNumber: text(),
                },
                required: ['kind', 'name', 'identityNumber'],
              },
            ],
          },
          address: text(),
          contact: text(),
          phone: text(),
          accounts: list({
            type: 'object',
            properties: {
              service: oneOf('water', 'power', 'gas', 'network', 'catv'),
              utility: text(),
              accountNumber: text(),
            },
            required: ['service', 'utility', 'accountNumber'],
          }),
          reason: text(),
        },
        required: ['from', 'to', 'address', 'contact', 'phone', 'accounts', 'reason'],
      },
      agent: {
        type: 'object',
        properties: { name: text(), phone: text(), authorisation: text() },
        required: ['name', 'phone', 'authorisation'],
      },
      paper: {
        type: 'object',
        properties: { applicantSigner: text(), clerk: text(), scanSha256: text() },
        required: ['applicantSigner', 'clerk', 'scanSha256'],
      },
      overLimitReason: text(),
      applicantSubject: text(),
    },
    required: ['channel', 'form'],
  }),
  creditRecord: () => ({
    type: 'object',
    properties: {
      kind: oneOf('broken', 'false'),
      subject: {
        type: 'object',
        properties: {
          org: text(),
          name: text(),
          creditCode: text(),
          identityNumber: text(),
          account: text(),
          accountChannel: text(),
        },
        required: ['name'],
      },
      source: {
        type: 'object',
        properties: {
          serviceNumber: text(),
          order: text(),
          promise: { type: 'integer' },
          evidence: text(),
        },
      },
      reason: text(),
    },
    required: ['kind', 'subject', 'source', 'reason'],
  }),
  rating: () => ({
    type: 'object',
    properties: {
      grade: oneOf('verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied', 'veryDissatisfied'),
      text: text(),
      organisations: list({
        type: 'object',
        properties: {
          org: text(),
          grade: oneOf('verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied', 'veryDissatisfied'),
          text: text(),
        },
        required: ['org', 'grade'],
      }),
    },
    required: ['grade', 'organisations'],
  }),
  policy: () => ({
    type: 'object',
    properties: {
      key: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
      name: text(1),
      servicePrefix: { type: 'string', pattern: '^[A-Z]{2}$' },
      drill: { type: 'boolean' },
      effectiveFrom: { type: 'string', format: 'date' },
      calendar: oneOf('china', 'always'),
      hours: {
        type: 'object',
        properties: {
          utcOffsetMinutes: { type: 'integer', minimum: -720 },
          sessions: list(
            {
              type: 'object',
              properties: {
                from: { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' },
                to: { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' },
              },
              required: ['from', 'to'],
            },
            1,
          ),
        },
        required: ['utcOffsetMinutes', 'sessions'],
      },
      organisations: list(
        {
          type: 'object',
          properties: {
            key: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
            name: text(1),
            kind: oneOf('authority', 'utility', 'window', 'group', 'office', 'intake', 'platform'),
            supervisor: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
          },
          required: ['key', 'name', 'kind'],
        },
        1,
      ),
      services: {
        type: 'object',
        properties: {
          water: list({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' }, 1),
          power: list({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' }, 1),
          gas: list({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' }, 1),
          network: list({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' }, 1),
          catv: list({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' }, 1),
        },
        required: ['water', 'power', 'gas', 'network', 'catv'],
      },
      registration: {
        type: 'object',
        properties: {
          collectors: {
            type: 'object',
            properties: {
              projectFiling: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
              landTransfer: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
              landPlanning: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
              worksPlanning: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
              constructionPermit: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
              none: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
            },
            required: ['projectFiling', 'landTransfer', 'landPlanning', 'worksPlanning', 'constructionPermit', 'none'],
          },
          window: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
          asked: {
            type: 'object',
            properties: {
              new: list(oneOf('accountNumber', 'until', 'alteration')),
              increase: list(oneOf('accountNumber', 'until', 'alteration')),
              temporary: list(oneOf('accountNumber', 'until', 'alteration')),
              alteration: list(oneOf('accountNumber', 'until', 'alteration')),
            },
          },
          onlineHall: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
        },
        required: ['collectors', 'window'],
      },
      survey: {
        type: 'object',
        properties: {
          convener: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
          invited: list({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' }),
          opinionRequired: list({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' }),
        },
        required: ['convener', 'invited', 'opinionRequired'],
      },
      approvals: {
        type: 'object',
        properties: {
          version: text(1),
          lead: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
          list: list({
            type: 'object',
            properties: {
              key: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
              name: text(1),
              authority: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
              touches: oneOf('road', 'greenery', 'traffic', 'planning'),
              replaceable: { type: 'boolean' },
              legalBasis: text(1),
              workingDays: { type: 'number', exclusiveMinimum: 0 },
            },
            required: ['key', 'name', 'authority', 'touches', 'replaceable', 'legalBasis', 'workingDays'],
          }),
        },
        required: ['version', 'lead', 'list'],
      },
      coordination: {
        type: 'object',
        properties: { office: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' } },
        required: ['office'],
      },
      works: {
        type: 'object',
        properties: {
          inspectedWhenTouching: list(oneOf('road', 'greenery', 'traffic', 'planning')),
          restoredWhenTouching: list(oneOf('road', 'greenery', 'traffic', 'planning')),
          acceptor: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
          restorationConfirmer: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
        },
        required: ['inspectedWhenTouching', 'restoredWhenTouching', 'acceptor', 'restorationConfirmer'],
      },
      roads: {
        type: 'object',
        properties: { moratoriumYears: { type: 'integer', minimum: 0 } },
        required: ['moratoriumYears'],
      },
      dataSharing: {
        type: 'object',
        properties: {
          items: list(
            {
              type: 'object',
              properties: { key: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' }, name: text(1) },
              required: ['key', 'name'],
            },
            1,
          ),
        },
        required: ['items'],
      },
      transfer: {
        type: 'object',
        properties: {
          leader: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
          ownership: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'workingDays' },
                  days: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'wholeDays' },
                  days: { type: 'integer', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'elapsedSeconds' },
                  seconds: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'seconds'],
              },
            ],
          },
          account: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'workingDays' },
                  days: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'wholeDays' },
                  days: { type: 'integer', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'elapsedSeconds' },
                  seconds: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'seconds'],
              },
            ],
          },
          retry: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'workingDays' },
                  days: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'wholeDays' },
                  days: { type: 'integer', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'elapsedSeconds' },
                  seconds: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'seconds'],
              },
            ],
          },
        },
        required: ['ownership', 'account', 'retry'],
      },
      credit: {
        type: 'object',
        properties: {
          platform: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
          sanctioners: list({ type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' }, 1),
          term: {
            anyOf: [
              {
                type: 'object',
                properties: { kind: { type: 'string', const: 'years' }, years: { type: 'integer', minimum: 1 } },
                required: ['kind', 'years'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'elapsedSeconds' },
                  seconds: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'seconds'],
              },
            ],
          },
          confirmation: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'workingDays' },
                  days: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'wholeDays' },
                  days: { type: 'integer', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'elapsedSeconds' },
                  seconds: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'seconds'],
              },
            ],
          },
          decision: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'workingDays' },
                  days: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'wholeDays' },
                  days: { type: 'integer', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'elapsedSeconds' },
                  seconds: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'seconds'],
              },
            ],
          },
        },
        required: ['platform', 'term', 'decision'],
      },
      rating: {
        type: 'object',
        properties: {
          answer: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'workingDays' },
                  days: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'wholeDays' },
                  days: { type: 'integer', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'elapsedSeconds' },
                  seconds: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'seconds'],
              },
            ],
          },
          addition: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'workingDays' },
                  days: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'wholeDays' },
                  days: { type: 'integer', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'elapsedSeconds' },
                  seconds: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'seconds'],
              },
            ],
          },
        },
        required: ['answer', 'addition'],
      },
      assessment: {
        type: 'object',
        properties: {
          assessor: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
          reviewer: { type: 'string', pattern: '^[a-z][a-zA-Z0-9]{1,30}$' },
          review: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'workingDays' },
                  days: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'wholeDays' },
                  days: { type: 'integer', exclusiveMinimum: 0 },
                },
                required: ['kind', 'days'],
              },
              {
                type: 'object',
                properties: {
                  kind: { type: 'string', const: 'elapsedSeconds' },
                  seconds: { type: 'number', exclusiveMinimum: 0 },
                },
                required: ['kind', 'seconds'],
              },
            ],
          },
        },
        required: ['review'],
      },
      deadlines: {
        type: 'object',
        properties: {
          registration: {
            type: 'object',
            properties: {
              rule: { type: 'string', pattern: '^R-\\d\\d$' },
              length: {
                anyOf: [
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'workingDays' },
                      days: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'wholeDays' },
                      days: { type: 'integer', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: { kind: { type: 'string', const: 'sameDay' } },
                    required: ['kind'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'elapsedSeconds' },
                      seconds: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'seconds'],
                  },
                ],
              },
            },
            required: ['rule', 'length'],
          },
          survey: {
            type: 'object',
            properties: {
              rule: { type: 'string', pattern: '^R-\\d\\d$' },
              length: {
                anyOf: [
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'workingDays' },
                      days: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'wholeDays' },
                      days: { type: 'integer', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: { kind: { type: 'string', const: 'sameDay' } },
                    required: ['kind'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'elapsedSeconds' },
                      seconds: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'seconds'],
                  },
                ],
              },
            },
            required: ['rule', 'length'],
          },
          commitment: {
            type: 'object',
            properties: {
              rule: { type: 'string', pattern: '^R-\\d\\d$' },
              length: {
                anyOf: [
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'workingDays' },
                      days: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'wholeDays' },
                      days: { type: 'integer', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: { kind: { type: 'string', const: 'sameDay' } },
                    required: ['kind'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'elapsedSeconds' },
                      seconds: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'seconds'],
                  },
                ],
              },
            },
            required: ['rule', 'length'],
          },
          connection: {
            type: 'object',
            properties: {
              rule: { type: 'string', pattern: '^R-\\d\\d$' },
              length: {
                anyOf: [
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'workingDays' },
                      days: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'wholeDays' },
                      days: { type: 'integer', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: { kind: { type: 'string', const: 'sameDay' } },
                    required: ['kind'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'elapsedSeconds' },
                      seconds: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'seconds'],
                  },
                ],
              },
            },
            required: ['rule', 'length'],
          },
          connectionLaidInAdvance: {
            type: 'object',
            properties: {
              rule: { type: 'string', pattern: '^R-\\d\\d$' },
              length: {
                anyOf: [
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'workingDays' },
                      days: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'wholeDays' },
                      days: { type: 'integer', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'days'],
                  },
                  {
                    type: 'object',
                    properties: { kind: { type: 'string', const: 'sameDay' } },
                    required: ['kind'],
                  },
                  {
                    type: 'object',
                    properties: {
                      kind: { type: 'string', const: 'elapsedSeconds' },
                      seconds: { type: 'number', exclusiveMinimum: 0 },
                    },
                    required: ['kind', 'seconds'],
                  },
                ],
              },
            },
            required: ['rule', 'length'],
          },
        },
        required: ['registration', 'survey', 'commitment', 'connection', 'connectionLaidInAdvance'],
      },
    },
    required: [
      'key',
      'name',
      'servicePrefix',
      'drill',
      'effectiveFrom',
      'calendar',
      'hours',
      'organisations',
      'services',
      'registration',
      'survey',
      'approvals',
      'coordination',
      'works',
      'transfer',
      'credit',
      'rating',
      'deadlines',
    ],
  }),
}
