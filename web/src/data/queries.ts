import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Light } from '../../../domain/clocks/deadline.ts'
import { useMemo } from 'react'
import { get, Problem } from './api.ts'
import { useLive } from './live.ts'
import type { ApplicationView, FileView, HistoryEvent, Me, Offers, PaperEntry, Task, WorkingTime } from './types.ts'

const SOON_MS = 10_000
const LATER_MS = 60_000
/** Above so many pages the whole list is not asked for every few seconds. */
const FEW_PAGES = 5

/** Null: nobody is signed in. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) =>
      get<Omit<Me, 'ahead'>>('/api/v1/me', signal).then(
        (me): Me => ({ ...me, ahead: Date.parse(me.now) - Date.now() }),
        (error: unknown) => {
          if (error instanceof Problem && error.status === 401) return null
          throw error
        },
      ),
    staleTime: 5 * LATER_MS,
  })
}

interface TaskPage {
  readonly items: readonly Task[]
  readonly next?: string
  readonly counts?: TaskCounts
}

/** Of an inbox, as far as it is asked for: how many of each light, and by what it can be narrowed. */
export interface TaskCounts {
  readonly lights: Readonly<Record<Light | 'none', number>>
  readonly kinds: readonly { readonly kind: string; readonly name: string }[]
  readonly persons: readonly string[]
  /** Whom one may pass a task on to. */
  readonly people: readonly string[]
}

/** What an organisation is awaited for, as narrowed by the server, page after page; new work comes by itself. */
export function useTasks(org: string, asked: Readonly<Record<string, string>>) {
  const client = useQueryClient()
  const live = useLive(`/api/v1/organisations/${encodeURIComponent(org)}/live`, 'inbox', () =>
    client.invalidateQueries({ queryKey: ['tasks', org] }),
  )
  return useInfiniteQuery({
    queryKey: ['tasks', org, asked],
    queryFn: ({ pageParam, signal }) => {
      const page = pageParam === undefined ? { counts: 'true' } : { cursor: pageParam }
      const query = new URLSearchParams({ limit: '200', ...asked, ...page })
      return get<TaskPage>(`/api/v1/organisations/${encodeURIComponent(org)}/tasks?${query.toString()}`, signal)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    // Lights turn by themselves.
    refetchInterval: ({ state }) => (!live && (state.data?.pages.length ?? 0) <= FEW_PAGES ? SOON_MS : LATER_MS),
    refetchOnWindowFocus: true,
  })
}

export function useWorkingTime(city: string) {
  return useQuery({
    queryKey: ['working-time', city],
    queryFn: ({ signal }) =>
      get<WorkingTime>(`/api/v1/calendar/working-time?${new URLSearchParams({ city }).toString()}`, signal),
    staleTime: 60 * LATER_MS,
  })
}

interface Organisation {
  readonly key: string
  readonly name: string
  readonly kind: string
}

const NO_ORGANISATIONS: readonly Organisation[] = []

export function useOrganisations(city: string): readonly Organisation[] {
  const { data } = useQuery({
    queryKey: ['organisations', city],
    queryFn: ({ signal }) =>
      get<{ organisations: readonly Organisation[] }>(
        `/api/v1/organisations?${new URLSearchParams({ city }).toString()}`,
        signal,
      ).then(({ organisations }) => organisations),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data ?? NO_ORGANISATIONS
}

/** The name of an organisation by its key; the key itself until it is known. */
export function useNames(city: string): (org: string) => string {
  const organisations = useOrganisations(city)
  const names = useMemo(() => new Map(organisations.map(({ key, name }) => [key, name])), [organisations])
  return (org) => names.get(org) ?? org
}

export const caseUrl = (serviceNumber: string) => `/api/v1/applications/${encodeURIComponent(serviceNumber)}`

export function useCase(serviceNumber: string) {
  const client = useQueryClient()
  const live = useLive(`${caseUrl(serviceNumber)}/live`, 'case', ({ seq }) => {
    const known = client.getQueryData<ApplicationView>(['case', serviceNumber])?.seq ?? 0
    return typeof seq === 'number' && seq > known
      ? client.invalidateQueries({ queryKey: ['case', serviceNumber] })
      : undefined
  })
  return useQuery({
    queryKey: ['case', serviceNumber],
    queryFn: ({ signal }) => get<ApplicationView>(caseUrl(serviceNumber), signal),
    refetchInterval: live ? LATER_MS : SOON_MS,
    refetchOnWindowFocus: true,
  })
}

/** As of the case that is shown: asked again whenever that has changed. */
export function useOffers(serviceNumber: string, seq: number | undefined) {
  return useQuery({
    queryKey: ['offers', serviceNumber, seq],
    queryFn: ({ signal }) => get<Offers>(`${caseUrl(serviceNumber)}/acts`, signal),
    enabled: seq !== undefined,
    placeholderData: (before) => before,
  })
}

export function usePapers(serviceNumber: string, seq: number | undefined) {
  return useQuery({
    queryKey: ['papers', serviceNumber, seq],
    queryFn: ({ signal }) =>
      get<{ items: readonly PaperEntry[] }>(`${caseUrl(serviceNumber)}/documents`, signal).then(({ items }) => items),
    enabled: seq !== undefined,
    placeholderData: (before) => before,
  })
}

export function useFiles(serviceNumber: string, seq: number | undefined) {
  return useQuery({
    queryKey: ['files', serviceNumber, seq],
    queryFn: ({ signal }) =>
      get<{ items: readonly FileView[] }>(`${caseUrl(serviceNumber)}/files`, signal).then(({ items }) => items),
    enabled: seq !== undefined,
    placeholderData: (before) => before,
  })
}

const HISTORY_PAGE = 200

/** The events before `before`, newest first; of a case with thousands only what is looked at. */
export function useHistory(serviceNumber: string, seq: number | undefined) {
  return useInfiniteQuery({
    queryKey: ['history', serviceNumber, seq],
    queryFn: async ({ pageParam, signal }) => {
      const after = Math.max(0, pageParam - HISTORY_PAGE)
      const query = new URLSearchParams({ after: String(after), limit: String(pageParam - after) })
      const { items } = await get<{ items: readonly HistoryEvent[] }>(
        `${caseUrl(serviceNumber)}/history?${query.toString()}`,
        signal,
      )
      return { items: items.toReversed(), after }
    },
    initialPageParam: seq ?? 0,
    getNextPageParam: ({ after }) => (after > 0 ? after : undefined),
    enabled: seq !== undefined && seq > 0,
    placeholderData: (before) => before,
  })
}

/** What has happened to a case since one looked at it. */
export function eventsSince(serviceNumber: string, seq: number): Promise<readonly HistoryEvent[]> {
  const query = new URLSearchParams({ after: String(seq), limit: '50' })
  return get<{ items: readonly HistoryEvent[] }>(`${caseUrl(serviceNumber)}/history?${query.toString()}`).then(
    ({ items }) => items,
  )
}
