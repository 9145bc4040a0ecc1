import { useSearchParams } from 'react-router'
import type { Me } from '../../data/types.ts'
import { AssessmentView } from './assessment.tsx'
import { Reports } from './reports.tsx'
import { Today } from './today.tsx'

const VIEWS = ['today', 'assessment', 'reports'] as const
const VIEW_NAMES: Readonly<Record<(typeof VIEWS)[number], string>> = {
  today: '全市今日',
  assessment: '考核',
  reports: '联席会议报告',
}

/** The city as a whole: what is late, what is next, who has how much to do, and how they did. */
export default function OfficeDesk({ me }: { readonly me: Me }) {
  const [query, setQuery] = useSearchParams()
  const view = VIEWS.find((each) => each === query.get('view')) ?? 'today'
  if (me.kind !== 'office') return <p className="empty">这一页是协调小组办公室的。</p>
  return (
    <div className="office">
      <h1>{VIEW_NAMES[view]}</h1>
      <div className="views" role="group" aria-label="看什么">
        {VIEWS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === view}
            onClick={() => setQuery(each === 'today' ? {} : { view: each })}
          >
            {VIEW_NAMES[each]}
          </button>
        ))}
      </div>
      {view === 'today' && <Today me={me} />}
      {view === 'assessment' && <AssessmentView me={me} />}
      {view === 'reports' && <Reports me={me} />}
    </div>
  )
}
