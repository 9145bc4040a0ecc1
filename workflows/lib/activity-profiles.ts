import type { ActivityOptions } from '@temporalio/workflow'

/** Into PostgreSQL, for as long as it takes: a case waits for its projection, never the other way round. */
export const PROJECTION: ActivityOptions = {
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
}

/**
 * Reads the calendar in memory. It fails only where the calendar lacks a year, and then goes on when one is deployed.
 */
export const CALENDAR: ActivityOptions = {
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '1 hour' },
}

/** Checks what a signal carried: no effect, and every answer is an answer. */
export const PARSING: ActivityOptions = {
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
}

/** Opens a credit record, which must not be lost: tried for as long as it takes, and idempotent by the record's id. */
export const CREDIT: ActivityOptions = {
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 minutes' },
}

/**
 * Hands a case's instalments over before it ends, which must not be lost: tried for as long as it takes, and idempotent
 * by the case's line.
 */
export const INSTALMENTS: ActivityOptions = {
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 minutes' },
}

/** Asks another platform's data: a minute in all, and then the case says what is missing. */
export const SHARED_DATA: ActivityOptions = {
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '1 minute',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '15 seconds', maximumAttempts: 5 },
}

/** Reads a quarter's figures: a report waits for the database as long as it takes. */
export const REPORT: ActivityOptions = {
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 minutes' },
}

/** What a schedule starts: tried for a day; the next quarter's run opens what this one could not. */
export const HOUSEKEEPING: ActivityOptions = {
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 minutes' },
}
