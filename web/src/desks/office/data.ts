import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  AssessmentViewShape,
  CountedDeadlineSchema,
  FiguresSchema,
} from '../../../../api/views/assessment.schema.ts'
import type { Light } from '../../../../domain/clocks/deadline.ts'
import { get } from '../../data/api.ts'
import type { Task } from '../../data/types.ts'

/** The city as a whole is looked at now and then, not watched. */
const EVERY_MS = 30_000

export interface CaseSummary {
  readonly serviceNumber: string
  readonly stageName: string
  readonly applicant: string
  readonly due?: string
  readonly light?: Light
}

const asked = (path: string, query: Readonly<Record<string, string | undefined>> = {}) => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/api/v1/${path}?${new URLSearchParams(given).toString()}`
}

export function useCityLights() {
  return useQuery({
    queryKey: ['office', 'lights'],
    queryFn: ({ signal }) =>
      get<{ counts: Readonly<Record<Light, number>> }>(
        asked('applications', { limit: '1', counts: 'true' }),
        signal,
      ).then(({ counts }) => counts),
    refetchInterval: EVERY_MS,
  })
}

/** Cases by when the earliest of their clocks is due: past, or to come. */
export function useDueNext(which: 'past' | 'next') {
  return useInfiniteQuery({
    queryKey: ['office', 'due', which],
    queryFn: ({ pageParam, signal }) => {
      const span = which === 'past' ? { light: 'red' } : { dueAfter: new Date().toISOString() }
      return get<{ items: readonly CaseSummary[]; next?: string }>(
        asked('applications', { sort: 'due', limit: '10', ...span, cursor: pageParam }),
        signal,
      )
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    refetchInterval: EVERY_MS,
  })
}

export interface Load {
  readonly org: string
  readonly orgName: string
  readonly total: number
  readonly lights: Readonly<Record<Light | 'none', number>>
}

export function useLoad() {
  return useQuery({
    queryKey: ['office', 'load'],
    queryFn: ({ signal }) =>
      get<{ items: readonly Load[] }>(asked('organisations/load'), signal).then(({ items }) => items),
    refetchInterval: EVERY_MS,
  })
}

/** What waits for one of them. */
export function useTasksOf(org: string) {
  return useInfiniteQuery({
    queryKey: ['office', 'tasks', org],
    queryFn: ({ pageParam, signal }) =>
      get<{ items: readonly Task[]; next?: string }>(
        asked(`organisations/${encodeURIComponent(org)}/tasks`, { limit: '20', cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
}

export type Figures = z.infer<typeof FiguresSchema>
type AssessmentShape = z.infer<z.ZodObject<typeof AssessmentViewShape>>
export type Parts = AssessmentShape['total']

export interface Assessment extends AssessmentShape {
  readonly period: string
  readonly periodName: string
  readonly over: boolean
  readonly at: string
}

/** */
export function useAssessment(period: string) {
  return useQuery({
    queryKey: ['office', 'assessment', period],
    queryFn: ({ signal }) => get<Assessment>(asked('assessments', { period }), signal),
    placeholderData: (before) => before,
  })
}

export const csvUrl = (period: string) => asked('assessments.csv', { period })

export type CountedDeadline = z.infer<typeof CountedDeadlineSchema>

export interface Behind {
  readonly period: string
  readonly org?: string | undefined
  readonly link?: string | undefined
  readonly result?: string | undefined
}

/** The deadlines that a figure counts. */
export function useCounted(behind: Behind) {
  return useInfiniteQuery({
    queryKey: ['office', 'counted', behind],
    queryFn: ({ pageParam, signal }) =>
      get<{ items: readonly CountedDeadline[]; next?: string }>(
        asked('assessments/deadlines', { ...behind, limit: '50', cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
}

export interface Report {
  readonly period: string
  readonly periodName: string
  readonly statusName: string
  readonly version: number
  readonly final: boolean
  readonly overdue?: number
  readonly compiledAt?: string
  readonly meetingDue?: string
  readonly meetingHeld?: string
  readonly unresolved: number
}

/** */
export function useReports() {
  return useQuery({
    queryKey: ['office', 'reports'],
    queryFn: ({ signal }) =>
      get<{ items: readonly Report[] }>(asked('reports', { limit: '50' }), signal).then(({ items }) => items),
    refetchInterval: EVERY_MS,
  })
}
