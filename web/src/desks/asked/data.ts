import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { GuidanceRowSchema, GuidanceViewSchema } from '../../../../api/views/guidance.schema.ts'
import type { InquiryRowSchema, InquiryViewSchema } from '../../../../api/views/inquiry.schema.ts'
import { get } from '../../data/api.ts'

export type Inquiry = z.infer<typeof InquiryRowSchema>
export type InquiryView = z.infer<typeof InquiryViewSchema>
export type Guidance = z.infer<typeof GuidanceRowSchema>
export type GuidanceView = z.infer<typeof GuidanceViewSchema>

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

const EVERY_MS = 30_000

type Asked = Readonly<Record<string, string>>

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
