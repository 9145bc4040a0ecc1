/** The key of an organisation, and of a city: `shuiwu`, `hubeiGovernmentService`. One bound for all who name one. */
export const ORGANISATION_KEY = /^[a-z][a-zA-Z0-9]{1,30}$/
export const LONGEST_ORGANISATION_KEY = 31
