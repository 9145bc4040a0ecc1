/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */
import type { Shape } from '../format/shape.ts'

export const MATTER_SHAPES: Readonly<Record<string, () => Shape>> = {
  'transfer.decideOwnership': () => ({
    anyOf: [
      {
        type: 'object',
        properties: {
          confirmed: { type: 'boolean', const: true },
          remarks: { type: 'string', minLength: 1, maxLength: 1000 },
        },
        required: ['confirmed'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: {
          confirmed: { type: 'boolean', const: false },
          reason: { type: 'string', minLength: 1, maxLength: 1000 },
        },
        required: ['confirmed', 'reason'],
        additionalProperties: false,
      },
    ],
  }),
  'transfer.confirmAccount': () => ({
    type: 'object',
    properties: {
      account: { type: 'string', minLength: 1, maxLength: 60 },
      newAccountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
      remarks: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['account'],
    additionalProperties: false,
  }),
  'transfer.reportAccountFailed': () => ({
    type: 'object',
    properties: {
      account: { type: 'string', minLength: 1, maxLength: 60 },
      reason: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['account', 'reason'],
    additionalProperties: false,
  }),
  'transfer.retryAccount': () => ({
    type: 'object',
    properties: {
      account: { type: 'string', minLength: 1, maxLength: 60 },
      remarks: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['account', 'remarks'],
    additionalProperties: false,
  }),
  'transfer.closeAccount': () => ({
    type: 'object',
    properties: {
      account: { type: 'string', minLength: 1, maxLength: 60 },
      reason: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['account', 'reason'],
    additionalProperties: false,
  }),
  'transfer.withdrawTransfer': () => ({
    type: 'object',
    properties: { reason: { type: 'string', minLength: 1, maxLength: 1000 } },
    required: ['reason'],
    additionalProperties: false,
  }),
  'creditRecord.confirmRecord': () => ({
    anyOf: [
      {
        type: 'object',
        properties: {
          confirmed: { type: 'boolean', const: true },
          remarks: { type: 'string', minLength: 1, maxLength: 2000 },
        },
        required: ['confirmed'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: {
          confirmed: { type: 'boolean', const: false },
          reason: { type: 'string', minLength: 1, maxLength: 2000 },
        },
        required: ['confirmed', 'reason'],
        additionalProperties: false,
      },
    ],
  }),
  'creditRecord.contestRecord': () => ({
    type: 'object',
    properties: { reason: { type: 'string', minLength: 1, maxLength: 2000 } },
    required: ['reason'],
    additionalProperties: false,
  }),
  'creditRecord.decideContest': () => ({
    type: 'object',
    properties: { upheld: { type: 'boolean' }, reason: { type: 'string', minLength: 1, maxLength: 2000 } },
    required: ['upheld', 'reason'],
    additionalProperties: false,
  }),
  'creditRecord.withdrawRecord': () => ({
    type: 'object',
    properties: { reason: { type: 'string', minLength: 1, maxLength: 2000 } },
    required: ['reason'],
    additionalProperties: false,
  }),
  'rating.answerRating': () => ({
    type: 'object',
    properties: {
      answer: { type: 'string', minLength: 1, maxLength: 1000 },
      measures: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['answer'],
    additionalProperties: false,
  }),
  'rating.addToRating': () => ({
    type: 'object',
    properties: { text: { type: 'string', minLength: 1, maxLength: 1000 } },
    required: ['text'],
    additionalProperties: false,
  }),
  'meetingReport.reviewReport': () => ({
    type: 'object',
    properties: {
      endorsed: { type: 'boolean' },
      findings: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['endorsed', 'findings'],
    additionalProperties: false,
  }),
  'meetingReport.recordMeeting': () => ({
    type: 'object',
    properties: {
      date: { type: 'string', format: 'date' },
      resolutions: {
        minItems: 1,
        maxItems: 50,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            text: { type: 'string', minLength: 1, maxLength: 1000 },
            org: { type: 'string', minLength: 1, maxLength: 31 },
            dueDate: { type: 'string', format: 'date' },
          },
          required: ['text'],
          additionalProperties: false,
        },
      },
      remarks: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['date', 'resolutions'],
    additionalProperties: false,
  }),
  'instalments.recordPayment': () => ({
    type: 'object',
    properties: {
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      part: { type: 'integer', minimum: 1, maximum: 60 },
      paidOn: { type: 'string', format: 'date' },
    },
    required: ['line', 'part', 'paidOn'],
    additionalProperties: false,
  }),
  'instalments.confirmInnerWorks': () => ({
    type: 'object',
    properties: { remarks: { type: 'string', minLength: 1, maxLength: 1000 } },
    additionalProperties: false,
  }),
  'instalments.releaseInstalments': () => ({
    type: 'object',
    properties: { reason: { type: 'string', minLength: 1, maxLength: 1000 } },
    required: ['reason'],
    additionalProperties: false,
  }),
  'laterInspection.reportRectified': () => ({
    type: 'object',
    properties: {
      order: { type: 'string', minLength: 1, maxLength: 80 },
      remarks: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['order', 'remarks'],
    additionalProperties: false,
  }),
  'laterInspection.reinspect': () => ({
    type: 'object',
    properties: {
      order: { type: 'string', minLength: 1, maxLength: 80 },
      passed: { type: 'boolean' },
      evidence: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['order', 'passed'],
    additionalProperties: false,
  }),
  'laterInspection.requestExtension': () => ({
    type: 'object',
    properties: {
      order: { type: 'string', minLength: 1, maxLength: 80 },
      dueDate: { type: 'string', format: 'date' },
      reason: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['order', 'dueDate', 'reason'],
    additionalProperties: false,
  }),
  'laterInspection.decideExtension': () => ({
    type: 'object',
    properties: {
      order: { type: 'string', minLength: 1, maxLength: 80 },
      granted: { type: 'boolean' },
      reason: { type: 'string', minLength: 1, maxLength: 1000 },
    },
    required: ['order', 'granted'],
    additionalProperties: false,
  }),
}
