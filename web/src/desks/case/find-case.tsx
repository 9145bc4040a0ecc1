import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo } from 'react'
import { Link, useSearchParams } from 'react-router'
import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import type { Light } from '../../../../domain/clocks/deadline.ts'
import { STAGE_NAMES, STAGES } from '../../../../domain/case/stage.ts'
import { get } from '../../data/api.ts'
import { useOrganisations } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { LIGHT_NAMES, LightMark } from '../../ui/light.tsx'
import { useSettled } from '../../ui/settled.ts'
import { timeWords } from '../../ui/times.ts'
import { askedBy, BY, BY_NAMES, findingIn, SORT_NAMES, SORTS } from './finding.ts'

interface Summary {
  readonly serviceNumber: string
  readonly stageName: string
  readonly applicant: string
  readonly registeredAt: string
  readonly due?: string
  readonly light?: Light
}

const TYPING_MS = 250

/** The cases that concern one, found and narrowed by the server. */
export default function FindCase({ me }: { readonly me: Me }) {
  const [query, setQuery] = useSearchParams()
  const finding = useMemo(() => findingIn(query), [query])
  const words = useSettled(finding.words, TYPING_MS)
  const asked = useMemo(() => askedBy({ ...finding, words }), [finding, words])
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: ['cases', asked],
    queryFn: ({ pageParam, signal }) =>
      get<{ items: readonly Summary[]; next?: string }>(
        `/api/v1/applications?${new URLSearchParams({
          limit: '50',
          ...asked,
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        }).toString()}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    enabled: asked !== undefined,
    placeholderData: (before) => before,
  })
  const organisations = useOrganisations(me.city.key)
  const cases = data?.pages.flatMap(({ items }) => items) ?? []
  const change = (name: string, value: string) =>
    setQuery(
      (before) => {
        const after = new URLSearchParams(before)
        if (value === '') after.delete(name)
        else after.set(name, value)
        return after
      },
      { replace: true },
    )
  return (
    <>
      <h1>查件</h1>
      <div className="filters" role="search" aria-label="查件">
        <select aria-label="按什么找" value={finding.by} onChange={({ target }) => change('by', target.value)}>
          {BY.map((each) => (
            <option key={each} value={each}>
              {BY_NAMES[each]}
            </option>
          ))}
        </select>
        <input
          type="search"
          aria-label={`按${BY_NAMES[finding.by]}查找`}
          placeholder={BY_NAMES[finding.by]}
          // Left to the browser: the address follows a moment later, and would take letters away.
          defaultValue={finding.words}
          onChange={({ target }) => change('q', target.value)}
        />
        <Select
          name="阶段"
          value={finding.stage}
          options={STAGES.map((each) => [each, STAGE_NAMES[each]])}
          onChange={(value) => change('stage', value)}
        />
        {me.may.seeWholeCity && (
          <Select
            name="有关单位"
            value={finding.organisation}
            options={organisations.map(({ key, name }) => [key, name])}
            onChange={(value) => change('organisation', value)}
          />
        )}
        <Select
          name="灯"
          value={finding.light}
          options={LIGHTS.toReversed().map((each) => [each, LIGHT_NAMES[each]])}
          onChange={(value) => change('light', value)}
        />
        <select aria-label="排序" value={finding.sort} onChange={({ target }) => change('sort', target.value)}>
          {SORTS.map((each) => (
            <option key={each} value={each}>
              {SORT_NAMES[each]}
            </option>
          ))}
        </select>
      </div>
      {asked === undefined && (
        <p className="hint">
          {finding.by === 'number' ? '编号从开头起至少四位，如 20261124-00017；代码须写全。' : '请至少写两个字。'}
        </p>
      )}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {asked !== undefined && data !== undefined && cases.length === 0 && <p className="empty">没有符合的申请。</p>}
      <ul className="panel cases">
        {cases.map(({ serviceNumber, stageName, applicant, registeredAt, light, due }) => (
          <li key={serviceNumber}>
            <Link to={`/cases/${serviceNumber}`} className="number">
              {serviceNumber}
            </Link>
            <span>{applicant}</span>
            <span>{stageName}</span>
            <span>
              <LightMark light={light} />{' '}
              {due === undefined ? <span className="hint">没有在走的时限</span> : `${timeWords(due, me.today)} 到期`}
            </span>
            <span className="hint">{timeWords(registeredAt, me.today)} 登记</span>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          更多
        </Button>
      )}
    </>
  )
}

interface SelectProps {
  readonly name: string
  readonly value: string | undefined
  readonly options: readonly (readonly [string, string])[]
  readonly onChange: (value: string) => void
}

function Select({ name, value, options, onChange }: SelectProps) {
  return (
    <select aria-label={name} value={value ?? ''} onChange={({ target }) => onChange(target.value)}>
      <option value="">{name}：全部</option>
      {options.map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </select>
  )
}
