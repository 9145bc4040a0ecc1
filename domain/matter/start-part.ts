/**
 * What lies in a start as a schema parsed it, and is parsed once more by the workflow that it starts: what was posted
 * to the API, and the city's policy of that day.
 */
export const START_PARTS = ['application', 'transfer', 'creditRecord', 'rating', 'policy'] as const
export type StartPart = (typeof START_PARTS)[number]
