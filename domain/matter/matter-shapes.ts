/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */
import type { Shape } from '../format/shape.ts'
import * as shapeWords from '../format/shape-words.ts'

/** As names of this file: a bundle writes an imported one out at every call, 60 characters. */
const { fields, list, oneOf, text } = shapeWords

export const MATTER_SHAPES: Readonly<Record<string, () => Shape>> = {
  'transfer.decideOwnership': () => ({
    anyOf: [
      fields({ confirmed: { type: 'boolean', const: true } }, { remarks: text(1, 1000) }),
      fields({ confirmed: { type: 'boolean', const: false }, reason: text(1, 1000) }),
    ],
  }),
  'transfer.giveConsent': () => ({
    anyOf: [
      fields(
        {
          agreed: { type: 'boolean', const: true },
          holder: oneOf('from', 'to'),
          signer: text(1, 100),
          signedOn: { type: 'string', format: 'date' },
        },
        { scanSha256: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' } },
      ),
      fields({
        agreed: { type: 'boolean', const: false },
        holder: oneOf('from', 'to'),
        reason: text(1, 1000),
      }),
    ],
  }),
  'transfer.settleAccount': () =>
    fields(
      {
        account: text(1, 60),
        readOn: { type: 'string', format: 'date' },
        arrearsFen: { type: 'integer', minimum: 0, maximum: 1000000000000 },
      },
      { reading: { type: 'number', minimum: 0, maximum: 1000000000 } },
    ),
  'transfer.recordArrearsPaid': () =>
    fields({
      account: text(1, 60),
      paidOn: { type: 'string', format: 'date' },
      amountFen: { type: 'integer', minimum: 1, maximum: 1000000000000 },
    }),
  'transfer.confirmAccount': () =>
    fields(
      { account: text(1, 60) },
      {
        newAccountNumber: { type: 'string', pattern: '^[0-9A-Za-z-]{4,30}$' },
        remarks: text(1, 1000),
      },
    ),
  'transfer.reportAccountFailed': () => fields({ account: text(1, 60), reason: text(1, 1000) }),
  'transfer.retryAccount': () => fields({ account: text(1, 60), remarks: text(1, 1000) }),
  'transfer.closeAccount': () => fields({ account: text(1, 60), reason: text(1, 1000) }),
  'transfer.withdrawTransfer': () => fields({ reason: text(1, 1000) }),
  'creditRecord.giveNotice': () =>
    fields(
      {
        reason: text(1, 2000),
        basis: text(1, 1000),
        grade: oneOf('minor', 'general', 'serious'),
        months: { type: 'integer', minimum: 1, maximum: 36 },
        approvals: list(text(1, 31), 0, 30),
        delivery: oneOf('online', 'inPerson', 'post'),
      },
      {
        document: fields({
          kind: oneOf('judgment', 'arbitralAward', 'penalty', 'administrativeDecision', 'other'),
          number: text(1, 100),
          issuer: text(1, 100),
          date: { type: 'string', format: 'date' },
          inForceFrom: { type: 'string', format: 'date' },
        }),
        deliveredOn: { type: 'string', format: 'date' },
      },
    ),
  'creditRecord.answerNotice': () => ({
    anyOf: [
      fields(
        { waived: { type: 'boolean', const: false }, statement: text(1, 4000) },
        { evidence: text(1, 2000), paper: text(1, 200) },
      ),
      fields({ waived: { type: 'boolean', const: true } }),
    ],
  }),
  'creditRecord.decideRecord': () => ({
    anyOf: [
      fields(
        {
          outcome: { type: 'string', const: 'recorded' },
          grade: oneOf('minor', 'general', 'serious'),
          months: { type: 'integer', minimum: 1, maximum: 36 },
          approvals: list(text(1, 31), 0, 30),
          reason: text(1, 2000),
        },
        { onAnswer: text(1, 2000) },
      ),
      fields({ outcome: { type: 'string', const: 'performance' }, reason: text(1, 2000) }, { onAnswer: text(1, 2000) }),
      fields({ outcome: { type: 'string', const: 'dismissed' }, reason: text(1, 2000) }, { onAnswer: text(1, 2000) }),
    ],
  }),
  'creditRecord.requestRepair': () => fields({ correction: text(1, 2000) }, { evidence: text(1, 2000) }),
  'creditRecord.acceptRepair': () => ({
    anyOf: [
      fields({ accepted: { type: 'boolean', const: true } }, { remarks: text(1, 2000) }),
      fields({ accepted: { type: 'boolean', const: false }, reason: text(1, 2000) }),
    ],
  }),
  'creditRecord.decideRepair': () => fields({ granted: { type: 'boolean' }, reason: text(1, 2000) }),
  'creditRecord.confirmRecord': () => ({
    anyOf: [
      fields({ confirmed: { type: 'boolean', const: true } }, { remarks: text(1, 2000) }),
      fields({ confirmed: { type: 'boolean', const: false }, reason: text(1, 2000) }),
    ],
  }),
  'creditRecord.contestRecord': () => fields({ reason: text(1, 2000) }, { paper: text(1, 200) }),
  'creditRecord.decideContest': () => fields({ upheld: { type: 'boolean' }, reason: text(1, 2000) }),
  'creditRecord.withdrawRecord': () => fields({ reason: text(1, 2000) }),
  'rating.answerRating': () => fields({ answer: text(1, 1000) }, { measures: text(1, 1000) }),
  'rating.answerAsRated': () => fields({ answer: text(1, 1000) }, { measures: text(1, 1000) }),
  'rating.addToRating': () => fields({ text: text(1, 1000) }),
  'meetingReport.reviewReport': () => fields({ endorsed: { type: 'boolean' }, findings: text(1, 1000) }),
  'meetingReport.recordMeeting': () =>
    fields(
      {
        date: { type: 'string', format: 'date' },
        resolutions: list(
          fields({ text: text(1, 1000) }, { org: text(1, 31), dueDate: { type: 'string', format: 'date' } }),
          1,
          50,
        ),
      },
      { remarks: text(1, 1000) },
    ),
  'meetingReport.reportResolution': () =>
    fields({ resolution: { type: 'integer', minimum: 1, maximum: 50 }, report: text(1, 1000) }),
  'meetingReport.checkResolution': () => ({
    anyOf: [
      fields(
        {
          outcome: { type: 'string', const: 'done' },
          resolution: { type: 'integer', minimum: 1, maximum: 50 },
        },
        { words: text(1, 1000) },
      ),
      fields({
        outcome: { type: 'string', const: 'returned' },
        resolution: { type: 'integer', minimum: 1, maximum: 50 },
        words: text(1, 1000),
        dueDate: { type: 'string', format: 'date' },
      }),
      fields({
        outcome: { type: 'string', const: 'dropped' },
        resolution: { type: 'integer', minimum: 1, maximum: 50 },
        words: text(1, 1000),
      }),
    ],
  }),
  'instalments.proposePlan': () =>
    fields(
      {
        parts: list(
          fields({
            dueDate: { type: 'string', format: 'date' },
            amountFen: { type: 'integer', exclusiveMinimum: 0, maximum: 10000000000 },
          }),
          1,
          60,
        ),
        signer: text(1, 100),
        signedOn: { type: 'string', format: 'date' },
      },
      {
        scanSha256: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' },
        reason: text(1, 1000),
      },
    ),
  'instalments.answerPlan': () => ({
    anyOf: [
      fields(
        {
          signed: { type: 'boolean', const: true },
          plan: { type: 'integer', minimum: 1, maximum: 10000 },
          signer: text(1, 100),
          signedOn: { type: 'string', format: 'date' },
        },
        { scanSha256: { type: 'string', pattern: '^ *[0-9a-fA-F]{64} *$' } },
      ),
      fields({
        signed: { type: 'boolean', const: false },
        plan: { type: 'integer', minimum: 1, maximum: 10000 },
        reason: text(1, 1000),
      }),
    ],
  }),
  'instalments.receiveMoney': () =>
    fields({
      amountFen: { type: 'integer', exclusiveMinimum: 0, maximum: 1000000000000 },
      receivedOn: { type: 'string', format: 'date' },
    }),
  'instalments.refundDeposit': () =>
    fields({
      amountFen: { type: 'integer', exclusiveMinimum: 0, maximum: 1000000000000 },
      refundedOn: { type: 'string', format: 'date' },
    }),
  'instalments.giveUpInstalments': () => fields({ reason: text(1, 1000) }),
  'instalments.recordPayment': () =>
    fields({
      line: { type: 'string', pattern: '^(water|power|gas|network|catv):[a-z][a-zA-Z0-9]{1,30}$' },
      part: { type: 'integer', minimum: 1, maximum: 60 },
      paidOn: { type: 'string', format: 'date' },
    }),
  'instalments.confirmInnerWorks': () =>
    fields({}, { builtOn: { type: 'string', format: 'date' }, remarks: text(1, 1000) }),
  'instalments.releaseInstalments': () => fields({ reason: text(1, 1000) }),
  'laterInspection.reportRectified': () =>
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
  'laterInspection.reinspect': () =>
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
  'laterInspection.requestExtension': () =>
    fields({
      order: text(1, 80),
      dueDate: { type: 'string', format: 'date' },
      reason: text(1, 1000),
    }),
  'laterInspection.decideExtension': () =>
    fields({ order: text(1, 80), granted: { type: 'boolean' } }, { reason: text(1, 1000) }),
}
