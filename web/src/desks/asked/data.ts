import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { GuidanceRowSchema, GuidanceViewSchema } from '../../../../api/asked/guidance-view.schema.ts'
import type { InquiryRowSchema, InquiryViewSchema } from '../../../../api/asked/inquiry-view.schema.ts'
import type { Light } from '../../../../domain/clocks/deadline.ts'
import { get } from '../../data/api.ts'

export type Inquiry = z.infer<typeof InquiryRowSchema>
export type InquiryView = z.infer<typeof InquiryViewSchema>
export type Guidance = z.infer<typeof GuidanceRowSchema>
export type GuidanceView = z.infer<typeof GuidanceViewSchema>

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
  readonly counts?: Readonly<Record<Light, number>>
}

const EVERY_MS = 30_000

type Asked = Readonly<Record<string, string>>

/** What an organisation is to answer, the most urgent first: how many there are, and the first few. */
export function useWaiting(org: string) {
  const query = new URLSearchParams({ open: 'true', owner: org, sort: 'due', counts: 'true', limit: '3' })
  return useQuery({
    queryKey: ['inquiries', 'waiting', org],
    queryFn: ({ signal }) => get<Page<Inquiry>>(`/api/v1/inquiries?${query.toString()}`, signal),
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: true,
  })
}

function useList<Item>(path: string, asked: Asked) {
  return useInfiniteQuery({
    queryKey: [path, asked],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...asked, ...(pageParam === undefined ? {} : { cursor: pageParam }) })
      return get<Page<Item>>(`/api/v1/${path}?${query.toString()}`, signal)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : EVERY_MS),
  })
}

export const useInquiries = (asked: Asked) => useList<Inquiry>('inquiries', asked)
export const useGuidances = (asked: Asked) => useList<Guidance>('guidance', asked)

export const urlOf = (path: 'inquiries' | 'guidance', id: string) => `/api/v1/${path}/${encodeURIComponent(id)}`

export function useInquiry(id: string) {
  return useQuery({
    queryKey: ['inquiry', id],
    queryFn: ({ signal }) => get<InquiryView>(urlOf('inquiries', id), signal),
    refetchOnWindowFocus: true,
  })
}

export function useGuidance(id: string) {
  return useQuery({
    queryKey: ['guided', id],
    queryFn: ({ signal }) => get<GuidanceView>(urlOf('guidance', id), signal),
  })
}
