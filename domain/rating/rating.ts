import type { MatterActDescription } from '../matter/matter.ts'

/** 五级好差评, the best first; the lowest two are 差评. */
export const GRADES = ['verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied', 'veryDissatisfied'] as const
export type Grade = (typeof GRADES)[number]
export const GRADE_NAMES: Readonly<Record<Grade, string>> = {
  verySatisfied: '非常满意',
  satisfied: '满意',
  fairlySatisfied: '基本满意',
  dissatisfied: '不满意',
  veryDissatisfied: '非常不满意',
}

export function isBad(grade: Grade): boolean {
  return grade === 'dissatisfied' || grade === 'veryDissatisfied'
}

export const RATING_STATUSES = ['rated', 'awaitingAnswer', 'answered', 'closed'] as const
export type RatingStatus = (typeof RATING_STATUSES)[number]
export const RATING_STATUS_NAMES: Readonly<Record<RatingStatus, string>> = {
  rated: '已评价',
  awaitingAnswer: '待回复',
  answered: '已回复',
  closed: '结束',
}

/** Below `/api/v1/applications/{serviceNumber}/rating/`. */
export const RATING_ACTS = {
  answerRating: { name: '回复差评', rule: 'R-32', path: 'answers', roles: ['officer', 'lead'] },
  answerAsRated: { name: '被评单位回复', rule: 'R-32', path: 'rated-answers', roles: ['officer', 'lead', 'system'] },
  addToRating: { name: '追评', rule: 'R-32', path: 'additions', roles: ['applicant'] },
} as const satisfies Record<string, MatterActDescription>
export type RatingAct = keyof typeof RATING_ACTS

/** One rating a case: the workflow's id. */
export function ratingId(serviceNumber: string): string {
  return `rating:${serviceNumber}`
}
