import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import { useNames, useTasks, useWorkingTime } from '../../data/queries.ts'
import type { Me, Task } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useKeys } from '../../ui/keys.ts'
import { useNow } from '../../ui/now.ts'
import { useSettled } from '../../ui/settled.ts'
import { takeTask } from './doing.ts'
import { FilterBar } from './filter-bar.tsx'
import { askedBy, filtersIn } from './filters.ts'
import { HastenDialog, PassOnDialog } from './task-dialogs.tsx'
import { Receipts } from './receipts.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { TaskGrid } from './task-grid.tsx'

const Inquiries = lazy(() => import('./waiting.tsx'))
const Plans = lazy(() => import('./waiting-plans.tsx'))

type Open = { readonly what: 'passOn' | 'hasten'; readonly task: Task } | { readonly what: 'shortcuts' } | undefined

/** Letters that come so soon after each other are one search. */
const TYPING_MS = 250

/** What waits for an organisation, the most urgent first. */
export function Inbox({ me }: { readonly me: Me }) {
  const { data: working } = useWorkingTime(me.city.key)
  const nameOf = useNames(me.city.key)
  const [query, setQuery] = useSearchParams()
  const filters = useMemo(() => filtersIn(query), [query])
  const words = useSettled(filters.words, TYPING_MS)
  const asked = useMemo(() => askedBy({ ...filters, words }, me), [filters, words, me])
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useTasks(me.org, asked)
  const [current, setCurrent] = useState<string>()
  const [chosen, setChosen] = useState<ReadonlyMap<string, Task>>(new Map())
  const [open, setOpen] = useState<Open>()
  const [said, setSaid] = useState<{ readonly kind: 'success' | 'error'; readonly words: string }>()
  const navigate = useNavigate()
  const client = useQueryClient()
  const search = useRef<HTMLInputElement>(null)
  const now = useNow(me.ahead)

  const counts = data?.pages[0]?.counts
  // A clock that was moved between two pages has its task on both.
  const shown = useMemo(
    () => [...new Map(data?.pages.flatMap(({ items }) => items.map((each) => [each.id, each] as const))).values()],
    [data],
  )
  const at = shown.findIndex(({ id }) => id === current)
  const task = shown[at]
  const changed = () => void client.invalidateQueries({ queryKey: ['tasks', me.org] })
  const move = (to: number) => setCurrent(shown[Math.max(0, Math.min(shown.length - 1, to))]?.id)
  const enter = (one: Task | undefined) => one !== undefined && void navigate(addressOf(one))
  const choose = (one: Task) => setChosen(toggled(chosen, one))
  const take = (one: Task) =>
    takeTask(one, me.sub).then(
      () => {
        setSaid({ kind: 'success', words: `${one.name}（${one.serviceNumber}）已由您承办。` })
        changed()
      },
      (problem: Error) => {
        setSaid({ kind: 'error', words: `没有接下：${problem.message}` })
        changed()
      },
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
    i: () => void navigate('/asked'),
    '/': () => search.current?.focus(),
    '?': () => setOpen({ what: 'shortcuts' }),
  })

  if (error !== null && data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <div className="inbox">
      <h1>
        {me.orgName}的待办 <span className="count">{counts === undefined ? '' : sumOf(counts.lights)}</span>
      </h1>
      {error !== null && <Notice kind="warning">暂时取不到最新的待办，下面是刚才的；网络恢复后自动更新。</Notice>}
      {said !== undefined && (
        <Notice kind={said.kind} live>
          {said.words}
        </Notice>
      )}
      {me.may.inquiries !== 'none' && (
        <Suspense>
          <Inquiries me={me} now={now} working={working} />
        </Suspense>
      )}
      {me.kind === 'utility' && (
        <Suspense>
          <Plans me={me} now={now} working={working} />
        </Suspense>
      )}
      <FilterBar
        filters={filters}
        counts={counts}
        me={me}
        search={search}
        onChange={(change) => setQuery((before) => changedQuery(before, change), { replace: true })}
        onHelp={() => setOpen({ what: 'shortcuts' })}
      />
      <Receipts tasks={[...chosen.values()]} onDone={changed} onClear={() => setChosen(new Map())} />
      <TaskGrid
        tasks={shown}
        loading={data === undefined}
        filtered={Object.keys(asked).length > 0}
        onMore={hasNextPage && !isFetching && error === null ? () => void fetchNextPage() : undefined}
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
          persons={counts?.people ?? []}
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

function toggled(chosen: ReadonlyMap<string, Task>, task: Task): ReadonlyMap<string, Task> {
  const other = new Map(chosen)
  if (!other.delete(task.id)) other.set(task.id, task)
  return other
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function changedQuery(before: URLSearchParams, change: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const after = new URLSearchParams(before)
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') after.delete(name)
    else after.set(name, value)
  }
  return after
}
