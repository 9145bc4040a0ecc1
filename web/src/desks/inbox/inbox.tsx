import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import { useNames, useTasks, useWorkingTime } from '../../data/queries.ts'
import type { Me, Task } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useKeys } from '../../ui/keys.ts'
import { useNow } from '../../ui/now.ts'
import { takeTask } from './doing.ts'
import { FilterBar } from './filter-bar.tsx'
import { countsOf, filtersIn, fits } from './filters.ts'
import { HastenDialog, PassOnDialog } from './task-dialogs.tsx'
import { Receipts } from './receipts.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { TaskGrid } from './task-grid.tsx'

type Open = { readonly what: 'passOn' | 'hasten'; readonly task: Task } | { readonly what: 'shortcuts' } | undefined

/** What waits for an organisation, the most urgent first. */
export function Inbox({ me }: { readonly me: Me }) {
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useTasks(me.org)
  const { data: working } = useWorkingTime(me.city.key)
  const nameOf = useNames(me.city.key)
  const [query, setQuery] = useSearchParams()
  const [current, setCurrent] = useState<string>()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<Open>()
  const [said, setSaid] = useState<{ readonly kind: 'success' | 'error'; readonly words: string }>()
  const navigate = useNavigate()
  const client = useQueryClient()
  const search = useRef<HTMLInputElement>(null)
  const now = useNow(me.ahead)

  useEffect(() => {
    // What failed is asked again with the rest, a while later.
    if (hasNextPage && !isFetching && error === null) void fetchNextPage()
  }, [hasNextPage, isFetching, error, fetchNextPage])

  const all = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data])
  const filters = useMemo(() => filtersIn(query), [query])
  const fitting = useMemo(() => all.filter((task) => fits(task, filters, me)), [all, filters, me])
  const shown = useMemo(
    () => (filters.light === undefined ? fitting : fitting.filter(({ light }) => light === filters.light)),
    [fitting, filters.light],
  )
  const at = shown.findIndex(({ id }) => id === current)
  const task = shown[at]
  const changed = () => void client.invalidateQueries({ queryKey: ['tasks', me.org] })
  const move = (to: number) => setCurrent(shown[Math.max(0, Math.min(shown.length - 1, to))]?.id)
  const enter = (one: Task | undefined) => one !== undefined && void navigate(addressOf(one))
  const choose = (one: Task) => setChosen(toggled(chosen, one.id))
  const take = (one: Task) =>
    takeTask(one, me.sub).then(
      () => {
        setSaid({ kind: 'success', words: `${one.name}（${one.serviceNumber}）已由您承办。` })
        changed()
      },
      (problem: Error) => setSaid({ kind: 'error', words: `没有接下：${problem.message}` }),
    )

  useKeys({
    j: () => move(at + 1),
    k: () => move(at < 0 ? 0 : at - 1),
    Home: () => move(0),
    End: () => move(shown.length - 1),
    Enter: () => enter(task),
    x: () => task !== undefined && choose(task),
    t: () => task !== undefined && void take(task),
    g: () => task !== undefined && setOpen({ what: 'passOn', task }),
    h: () => task !== undefined && setOpen({ what: 'hasten', task }),
    '/': () => search.current?.focus(),
    '?': () => setOpen({ what: 'shortcuts' }),
  })

  if (error !== null && data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <div className="inbox">
      <h1>
        {me.orgName}的待办 <span className="count">{data === undefined ? '' : all.length}</span>
      </h1>
      {error !== null && <Notice kind="warning">暂时取不到最新的待办，下面是刚才的；网络恢复后自动更新。</Notice>}
      {said !== undefined && (
        <Notice kind={said.kind} live>
          {said.words}
        </Notice>
      )}
      <FilterBar
        filters={filters}
        counts={countsOf(fitting)}
        tasks={all}
        me={me}
        search={search}
        onChange={(change) => setQuery((before) => changedQuery(before, change), { replace: true })}
        onHelp={() => setOpen({ what: 'shortcuts' })}
      />
      <Receipts tasks={all.filter(({ id }) => chosen.has(id))} onDone={changed} onClear={() => setChosen(new Set())} />
      <TaskGrid
        tasks={shown}
        loading={data === undefined}
        filtered={all.length > 0}
        current={task?.id}
        chosen={chosen}
        view={{ me, now, working, nameOf }}
        onCurrent={setCurrent}
        onEnter={enter}
        onChoose={choose}
        actions={{
          take: (one) => void take(one),
          passOn: (one) => setOpen({ what: 'passOn', task: one }),
          hasten: (one) => setOpen({ what: 'hasten', task: one }),
        }}
      />
      {open?.what === 'shortcuts' && <Shortcuts onClose={() => setOpen(undefined)} />}
      {open?.what === 'passOn' && (
        <PassOnDialog
          task={open.task}
          me={me}
          tasks={all}
          onClose={() => setOpen(undefined)}
          onDone={(words) => {
            setOpen(undefined)
            setSaid({ kind: 'success', words })
            changed()
          }}
        />
      )}
      {open?.what === 'hasten' && (
        <HastenDialog
          task={open.task}
          me={me}
          onClose={() => setOpen(undefined)}
          onDone={(words) => {
            setOpen(undefined)
            setSaid({ kind: 'success', words })
          }}
        />
      )}
    </div>
  )
}

/** The case, with the form of what is to be done. */
function addressOf({ serviceNumber, act, about }: Task): string {
  const query = new URLSearchParams({ act, ...about })
  return `/cases/${encodeURIComponent(serviceNumber)}?${query.toString()}`
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const other = new Set(chosen)
  if (!other.delete(id)) other.add(id)
  return other
}

function changedQuery(before: URLSearchParams, change: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const after = new URLSearchParams(before)
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') after.delete(name)
    else after.set(name, value)
  }
  return after
}
