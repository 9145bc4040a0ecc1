/**
 * The signal, of applications and matters alike, by which a case takes over an act's events from a sender that may be
 * gone: its only argument is the update's id (ADR 0032).
 */
export const ORPHANED = 'orphaned'
