/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */
import type { ActType } from './act.ts'
import type { Shape } from '../format/shape.ts'

export const ACT_SHAPES: Readonly<Record<ActType, () => Shape>> = {
  acceptDemand: () => ({
    type: 'object',
    properties: { remarks: { type: 'string', minLength: 1, maxLength: 2000 } },
    additionalProperties: false,
  }),
  acknowledgeReceipt: () => ({ type: 'object', properties: {}, additionalProperties: false }),
  requestSupplement: () => ({
    type: 'object',
    properties: {
      items: {
        minItems: 1,
        maxItems: 50,
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 100 },
      },
      message: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['items', 'message'],
    additionalProperties: false,
  }),
  supplementDemand: () => ({
    type: 'object',
    properties: {
      services: {
        type: 'object',
        properties: {
          water: {
            type: 'object',
            properties: {
              business: { type: 'string', enum: ['new', 'increase', 'temporary', 'alteration'] },
              tonsPerDay: { type: 'number', exclusiveMinimum: 0, maximum: 10000000 },
              accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
              until: { type: 'string', format: 'date' },
              alteration: { type: 'string', minLength: 1, maxLength: 500 },
            },
            required: ['business'],
            additionalProperties: false,
          },
          power: {
            type: 'object',
            properties: {
              business: { type: 'string', enum: ['new', 'increase', 'temporary', 'alteration'] },
              kilovoltAmperes: { type: 'number', exclusiveMinimum: 0, maximum: 10000000 },
              accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
              until: { type: 'string', format: 'date' },
              alteration: { type: 'string', minLength: 1, maxLength: 500 },
            },
            required: ['business'],
            additionalProperties: false,
          },
          gas: {
            type: 'object',
            properties: {
              business: { type: 'string', enum: ['new', 'increase', 'temporary', 'alteration'] },
              use: { type: 'string', enum: ['production', 'domestic'] },
              cubicMetresPerDay: { type: 'number', exclusiveMinimum: 0, maximum: 10000000 },
              accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
              until: { type: 'string', format: 'date' },
              alteration: { type: 'string', minLength: 1, maxLength: 500 },
            },
            required: ['business', 'use'],
            additionalProperties: false,
          },
          network: {
            type: 'object',
            properties: {
              operators: { minItems: 1, maxItems: 4, type: 'array', items: { type: 'string' } },
              access: {
                minItems: 1,
                maxItems: 2,
                type: 'array',
                items: { type: 'string', enum: ['broadband', 'telephone'] },
              },
              business: { type: 'string', enum: ['new', 'increase', 'temporary', 'alteration'] },
              accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
              until: { type: 'string', format: 'date' },
              alteration: { type: 'string', minLength: 1, maxLength: 500 },
            },
            required: ['operators', 'access'],
            additionalProperties: false,
          },
          catv: {
            type: 'object',
            properties: {
              terminals: { type: 'integer', exclusiveMinimum: 0, maximum: 10000 },
              business: { type: 'string', enum: ['new', 'increase', 'temporary', 'alteration'] },
              accountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
              until: { type: 'string', format: 'date' },
              alteration: { type: 'string', minLength: 1, maxLength: 500 },
            },
            required: ['terminals'],
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
    },
    required: ['services'],
    additionalProperties: false,
  }),
  recordJointVisit: () => ({
    type: 'object',
    properties: {
      date: { type: 'string', format: 'date' },
      orgs: {
        minItems: 1,
        maxItems: 20,
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 30 },
      },
      findings: { type: 'string', minLength: 1, maxLength: 4000 },
    },
    required: ['date', 'orgs', 'findings'],
    additionalProperties: false,
  }),
  correctContact: () => ({
    type: 'object',
    properties: {
      contact: { type: 'string', minLength: 1, maxLength: 50 },
      phone: { type: 'string', maxLength: 60 },
    },
    additionalProperties: false,
  }),
  fileOpinion: () => ({
    type: 'object',
    properties: {
      lines: {
        minItems: 1,
        maxItems: 20,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
            connectable: { type: 'boolean' },
            laidInAdvance: { type: 'boolean' },
            outerWorks: {
              type: 'object',
              properties: {
                touches: {
                  maxItems: 4,
                  type: 'array',
                  items: { type: 'string', enum: ['road', 'greenery', 'traffic', 'planning'] },
                },
                sections: {
                  minItems: 1,
                  maxItems: 50,
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      road: { type: 'string', minLength: 1, maxLength: 100 },
                      from: { type: 'string', minLength: 1, maxLength: 100 },
                      to: { type: 'string', minLength: 1, maxLength: 100 },
                    },
                    required: ['road', 'from', 'to'],
                    additionalProperties: false,
                  },
                },
                lengthMetres: { type: 'number', exclusiveMinimum: 0, maximum: 100000 },
                preliminaryDesign: { type: 'string', minLength: 1, maxLength: 4000 },
              },
              required: ['touches', 'sections', 'lengthMetres', 'preliminaryDesign'],
              additionalProperties: false,
            },
          },
          required: ['line', 'connectable'],
          additionalProperties: false,
        },
      },
      remarks: { type: 'string', minLength: 1, maxLength: 4000 },
    },
    additionalProperties: false,
  }),
  fileJointRecord: () => ({
    type: 'object',
    properties: {
      opinions: {
        minItems: 1,
        maxItems: 30,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            org: { type: 'string', minLength: 1, maxLength: 30 },
            opinion: {
              type: 'object',
              properties: {
                lines: {
                  minItems: 1,
                  maxItems: 20,
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
                      connectable: { type: 'boolean' },
                      laidInAdvance: { type: 'boolean' },
                      outerWorks: {
                        type: 'object',
                        properties: {
                          touches: {
                            maxItems: 4,
                            type: 'array',
                            items: { type: 'string', enum: ['road', 'greenery', 'traffic', 'planning'] },
                          },
                          sections: {
                            minItems: 1,
                            maxItems: 50,
                            type: 'array',
                            items: {
                              type: 'object',
                              properties: {
                                road: { type: 'string', minLength: 1, maxLength: 100 },
                                from: { type: 'string', minLength: 1, maxLength: 100 },
                                to: { type: 'string', minLength: 1, maxLength: 100 },
                              },
                              required: ['road', 'from', 'to'],
                              additionalProperties: false,
                            },
                          },
                          lengthMetres: { type: 'number', exclusiveMinimum: 0, maximum: 100000 },
                          preliminaryDesign: { type: 'string', minLength: 1, maxLength: 4000 },
                        },
                        required: ['touches', 'sections', 'lengthMetres', 'preliminaryDesign'],
                        additionalProperties: false,
                      },
                    },
                    required: ['line', 'connectable'],
                    additionalProperties: false,
                  },
                },
                remarks: { type: 'string', minLength: 1, maxLength: 4000 },
              },
              additionalProperties: false,
            },
          },
          required: ['org', 'opinion'],
          additionalProperties: false,
        },
      },
    },
    required: ['opinions'],
    additionalProperties: false,
  }),
  waiveSurvey: () => ({
    type: 'object',
    properties: {
      reason: { type: 'string', minLength: 1, maxLength: 1000 },
      signer: { type: 'string', minLength: 1, maxLength: 50 },
    },
    required: ['reason', 'signer'],
    additionalProperties: false,
  }),
  bookSurvey: () => ({
    type: 'object',
    properties: { date: { type: 'string', format: 'date' } },
    required: ['date'],
    additionalProperties: false,
  }),
  declareUnavailable: () => ({
    type: 'object',
    properties: {
      from: { type: 'string', format: 'date-time' },
      to: { type: 'string', format: 'date-time' },
    },
    required: ['from', 'to'],
    additionalProperties: false,
  }),
  scheduleSurvey: () => ({
    type: 'object',
    properties: { at: { type: 'string', format: 'date-time' } },
    required: ['at'],
    additionalProperties: false,
  }),
  signCommitment: () => ({
    type: 'object',
    properties: {
      legalRepresentative: { type: 'string', minLength: 1, maxLength: 50 },
      address: { type: 'string', minLength: 1, maxLength: 200 },
      contact: { type: 'string', minLength: 1, maxLength: 50 },
      phone: { type: 'string', maxLength: 60 },
      worksFrom: { type: 'string', format: 'date' },
      worksTo: { type: 'string', format: 'date' },
      sections: {
        minItems: 1,
        maxItems: 50,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            road: { type: 'string', minLength: 1, maxLength: 100 },
            from: { type: 'string', minLength: 1, maxLength: 100 },
            to: { type: 'string', minLength: 1, maxLength: 100 },
          },
          required: ['road', 'from', 'to'],
          additionalProperties: false,
        },
      },
      promises: { type: 'array', items: { type: 'number', enum: [1, 2, 3, 4] } },
      approvals: {
        minItems: 1,
        maxItems: 20,
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 40 },
      },
      responsible: { type: 'string', minLength: 1, maxLength: 50 },
    },
    required: [
      'legalRepresentative',
      'address',
      'contact',
      'phone',
      'worksFrom',
      'worksTo',
      'sections',
      'promises',
      'approvals',
      'responsible',
    ],
    additionalProperties: false,
  }),
  applyForApprovals: () => ({
    type: 'object',
    properties: {
      approvals: { maxItems: 20, type: 'array', items: { type: 'string', minLength: 1, maxLength: 40 } },
      worksFrom: { type: 'string', format: 'date' },
      worksTo: { type: 'string', format: 'date' },
      sections: {
        minItems: 1,
        maxItems: 50,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            road: { type: 'string', minLength: 1, maxLength: 100 },
            from: { type: 'string', minLength: 1, maxLength: 100 },
            to: { type: 'string', minLength: 1, maxLength: 100 },
          },
          required: ['road', 'from', 'to'],
          additionalProperties: false,
        },
      },
      responsible: { type: 'string', minLength: 1, maxLength: 50 },
    },
    required: ['approvals', 'worksFrom', 'worksTo', 'sections', 'responsible'],
    additionalProperties: false,
  }),
  requestApprovalSupplement: () => ({
    type: 'object',
    properties: {
      approval: { type: 'string', minLength: 1, maxLength: 100 },
      message: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['approval', 'message'],
    additionalProperties: false,
  }),
  supplyApproval: () => ({
    type: 'object',
    properties: {
      approval: { type: 'string', minLength: 1, maxLength: 100 },
      message: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['approval', 'message'],
    additionalProperties: false,
  }),
  decideApproval: () => ({
    type: 'object',
    properties: {
      approval: { type: 'string', minLength: 1, maxLength: 100 },
      approved: { type: 'boolean' },
      reason: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['approval', 'approved'],
    additionalProperties: false,
  }),
  fileDesign: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      title: { type: 'string', minLength: 1, maxLength: 200 },
      summary: { type: 'string', minLength: 1, maxLength: 4000 },
    },
    required: ['line', 'title', 'summary'],
    additionalProperties: false,
  }),
  fileConstructionPlan: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      title: { type: 'string', minLength: 1, maxLength: 200 },
      summary: { type: 'string', minLength: 1, maxLength: 4000 },
      nearbyOwners: { maxItems: 20, type: 'array', items: { type: 'string', minLength: 1, maxLength: 30 } },
    },
    required: ['line', 'title', 'summary', 'nearbyOwners'],
    additionalProperties: false,
  }),
  signHandover: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      positions: { type: 'string', minLength: 1, maxLength: 4000 },
      signer: { type: 'string', minLength: 1, maxLength: 50 },
    },
    required: ['line', 'positions', 'signer'],
    additionalProperties: false,
  }),
  startWorks: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      remarks: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['line'],
    additionalProperties: false,
  }),
  reportProgress: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      percent: { type: 'integer', minimum: 0, maximum: 100 },
      remarks: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['line', 'percent'],
    additionalProperties: false,
  }),
  completeWorks: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      remarks: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['line'],
    additionalProperties: false,
  }),
  agreeSharedTrench: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      with: {
        type: 'object',
        properties: {
          serviceNumber: { type: 'string', minLength: 1, maxLength: 30 },
          line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
        },
        required: ['serviceNumber', 'line'],
        additionalProperties: false,
      },
    },
    required: ['line', 'with'],
    additionalProperties: false,
  }),
  fileInspection: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      checklist: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            promise: { type: 'number', enum: [1, 2, 3, 4] },
            kept: { type: 'boolean' },
            evidence: { type: 'string', minLength: 1, maxLength: 2000 },
          },
          required: ['promise', 'kept'],
          additionalProperties: false,
        },
      },
      order: {
        type: 'object',
        properties: {
          requirement: { type: 'string', minLength: 1, maxLength: 2000 },
          dueDate: { type: 'string', format: 'date' },
        },
        required: ['requirement', 'dueDate'],
        additionalProperties: false,
      },
    },
    required: ['line', 'checklist'],
    additionalProperties: false,
  }),
  reportRectified: () => ({
    type: 'object',
    properties: {
      order: { type: 'string', minLength: 1, maxLength: 80 },
      remarks: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['order', 'remarks'],
    additionalProperties: false,
  }),
  reinspect: () => ({
    type: 'object',
    properties: {
      order: { type: 'string', minLength: 1, maxLength: 80 },
      passed: { type: 'boolean' },
      evidence: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['order', 'passed'],
    additionalProperties: false,
  }),
  requestExtension: () => ({
    type: 'object',
    properties: {
      order: { type: 'string', minLength: 1, maxLength: 80 },
      dueDate: { type: 'string', format: 'date' },
      reason: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['order', 'dueDate', 'reason'],
    additionalProperties: false,
  }),
  decideExtension: () => ({
    type: 'object',
    properties: {
      order: { type: 'string', minLength: 1, maxLength: 80 },
      granted: { type: 'boolean' },
      reason: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['order', 'granted'],
    additionalProperties: false,
  }),
  reportEmergencyRepair: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      place: { type: 'string', minLength: 1, maxLength: 200 },
      what: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['line', 'place', 'what'],
    additionalProperties: false,
  }),
  fileEmergencyRepair: () => ({
    type: 'object',
    properties: {
      repair: { type: 'string', minLength: 1, maxLength: 80 },
      report: { type: 'string', minLength: 1, maxLength: 4000 },
    },
    required: ['repair', 'report'],
    additionalProperties: false,
  }),
  acceptWorks: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      passed: { type: 'boolean' },
      remarks: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['line', 'passed'],
    additionalProperties: false,
  }),
  reportRestored: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      remarks: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['line'],
    additionalProperties: false,
  }),
  confirmRestoration: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      remarks: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['line'],
    additionalProperties: false,
  }),
  requestInnerWorks: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      scope: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['line', 'scope'],
    additionalProperties: false,
  }),
  quoteInnerWorks: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      items: {
        minItems: 1,
        maxItems: 100,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            name: { type: 'string', minLength: 1, maxLength: 100 },
            amountFen: { type: 'integer', exclusiveMinimum: 0, maximum: 10000000000 },
          },
          required: ['name', 'amountFen'],
          additionalProperties: false,
        },
      },
      priceDocument: { type: 'string', minLength: 1, maxLength: 200 },
    },
    required: ['line', 'items', 'priceDocument'],
    additionalProperties: false,
  }),
  agreeInstalments: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      parts: {
        minItems: 1,
        maxItems: 60,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            dueDate: { type: 'string', format: 'date' },
            amountFen: { type: 'integer', exclusiveMinimum: 0, maximum: 10000000000 },
          },
          required: ['dueDate', 'amountFen'],
          additionalProperties: false,
        },
      },
    },
    required: ['line', 'parts'],
    additionalProperties: false,
  }),
  recordPayment: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      part: { type: 'integer', minimum: 1, maximum: 60 },
      paidOn: { type: 'string', format: 'date' },
    },
    required: ['line', 'part', 'paidOn'],
    additionalProperties: false,
  }),
  appointConnection: () => ({
    type: 'object',
    properties: {
      at: { type: 'string', format: 'date-time' },
      lines: {
        minItems: 1,
        maxItems: 20,
        type: 'array',
        items: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      },
    },
    required: ['at'],
    additionalProperties: false,
  }),
  reportConnected: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      remarks: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['line'],
    additionalProperties: false,
  }),
  reportMissedAppointment: () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      by: { type: 'string', enum: ['user', 'utility'] },
      note: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['line', 'by', 'note'],
    additionalProperties: false,
  }),
  suspendClock: () => ({
    type: 'object',
    properties: {
      deadline: { type: 'string', minLength: 1, maxLength: 100 },
      reason: { type: 'string', enum: ['awaitingUser', 'forceMajeure', 'statutoryProcedure'] },
      note: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['deadline', 'reason', 'note'],
    additionalProperties: false,
  }),
  resumeClock: () => ({
    type: 'object',
    properties: { deadline: { type: 'string', minLength: 1, maxLength: 100 } },
    required: ['deadline'],
    additionalProperties: false,
  }),
  hasten: () => ({
    type: 'object',
    properties: {
      task: { type: 'string', minLength: 1, maxLength: 120 },
      note: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['task', 'note'],
    additionalProperties: false,
  }),
  reassignTask: () => ({
    type: 'object',
    properties: {
      task: { type: 'string', minLength: 1, maxLength: 120 },
      person: { type: 'string', minLength: 1, maxLength: 100 },
    },
    required: ['task', 'person'],
    additionalProperties: false,
  }),
  dropServices: () => ({
    type: 'object',
    properties: {
      lines: {
        minItems: 1,
        maxItems: 20,
        type: 'array',
        items: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      },
      reason: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['lines', 'reason'],
    additionalProperties: false,
  }),
  withdrawApplication: () => ({
    type: 'object',
    properties: { reason: { type: 'string', minLength: 1, maxLength: 2000 } },
    required: ['reason'],
    additionalProperties: false,
  }),
}
