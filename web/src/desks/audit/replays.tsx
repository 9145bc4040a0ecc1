import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReplayStatus } from '../../../../domain/replay/replay.ts'
import { get, newKey, send } from '../../data/api.ts'
import { caseUrl } from '../../data/queries.ts'
import type { Me } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { timeWords } from '../../ui/times.ts'

interface ReplayView {
  readonly id: string
  readonly status: ReplayStatus
  readonly statusName: string
  readonly askedAt: string
  readonly askedBy: { readonly sub: string; readonly orgName: string }
  readonly endedAt?: string
  readonly release?: string
  readonly runs?: number
  readonly historyEvents?: number
  readonly bytes?: number
  readonly events?: number
  readonly problems?: readonly string[]
}

const LOOK_MS = 1_000
const UNTAKEN_MS = 60_000

/** The history of one case run again on the code of today, by a program of its own, beside what was lived. */
export function Replays({ serviceNumber, me }: { readonly serviceNumber: string; readonly me: Me }) {
  const client = useQueryClient()
  const url = `${caseUrl(serviceNumber)}/replays`
  const queryKey = ['replays', serviceNumber]
  const { data: items, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => get<{ items: readonly ReplayView[] }>(url, signal).then((answer) => answer.items),
    refetchInterval: ({ state }) => (state.data?.some(isOpen) === true ? LOOK_MS : false),
  })
  const asking = useMutation({
    mutationFn: () => send<ReplayView>(url, {}, newKey()),
    onSuccess: () => client.invalidateQueries({ queryKey }),
  })
  const open = items?.some(isOpen) === true
  return (
    <section className="panel" aria-labelledby="replays">
      <h2 id="replays">重放</h2>
      <p className="hint">用现在的代码把流程历史从头走一遍，与当时记下的逐字节比较。只读，不影响办理。</p>
      <Button type="primary" loading={asking.isPending || open} onClick={() => asking.mutate()}>
        重放这件的历史
      </Button>
      {(error ?? asking.error) !== null && <Failure error={error ?? asking.error} />}
      <ol className="replays" aria-live="polite">
        {items?.map((replay) => (
          <li key={replay.id}>
            <Outcome replay={replay} me={me} />
          </li>
        ))}
      </ol>
    </section>
  )
}

const isOpen = ({ status }: ReplayView): boolean => status === 'pending' || status === 'running'

function Outcome({ replay, me }: { readonly replay: ReplayView; readonly me: Me }) {
  const { status, statusName, askedAt, askedBy, release, runs, historyEvents, bytes, events, problems = [] } = replay
  const untaken = status === 'pending' && Date.now() + me.ahead - Date.parse(askedAt) > UNTAKEN_MS
  const kind = status === 'exact' ? 'success' : isOpen(replay) ? 'info' : 'error'
  return (
    <Notice kind={kind}>
      <p>
        <b>{statusName}</b>　{timeWords(askedAt, me.today)}　{askedBy.orgName} {askedBy.sub}
      </p>
      {untaken && <p>还没有开始：重放进程没有运行，请告知运行维护人员。</p>}
      {release !== undefined && (
        <p>
          版本 {release}：流程运行 {runs} 次，历史事件 {historyEvents} 个，{bytes} 字节；办件事件 {events} 个。
        </p>
      )}
      {problems.length > 0 && (
        <ul>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
