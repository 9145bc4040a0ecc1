/** 湖北***公司: of a masked name that there is one, not how long it is. */
export const shortMask = (words: string): string => words.replaceAll(/\*{4,}/g, '***')
