import type { ApplicationView, LineView, Me } from '../../data/types.ts'
import { dateWords, timeWords } from '../../ui/times.ts'
import { lineWords } from '../../ui/words.ts'
import { TOUCHED_NAMES } from '../../ui/acts/labels.ts'

interface LinesProps {
  readonly view: ApplicationView
  readonly me: Me
  readonly nameOf: (org: string) => string
}

/** Each service: who carries it out, and how far it has come. */
export function Lines({ view, me, nameOf }: LinesProps) {
  return (
    <section className="panel" aria-labelledby="lines">
      <h2 id="lines">各项服务</h2>
      <ul className="cards">
        {view.lines.map((line) => (
          <li key={line.id}>
            <h3>
              {lineWords(line.id, nameOf)} <span className="status">{line.statusName}</span>
            </h3>
            <dl className="facts">
              {factsOf(line, me).map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}

function factsOf(line: LineView, { today }: Me): readonly (readonly [string, string])[] {
  const { works, outerWorks } = line
  const at = (name: string, time: string | undefined): [string, string][] =>
    time === undefined ? [] : [[name, timeWords(time, today)]]
  const signed = works?.handovers.filter(({ signedAt }) => signedAt !== undefined).length ?? 0
  return [
    ['承办', line.utilityName],
    ...heldFacts(line, today),
    ...(outerWorks === undefined
      ? []
      : ([
          ['外线工程', `${outerWorks.lengthMetres} 米，${touchedBy(outerWorks.touches, line.needs)}`],
          ['所需审批', line.needs?.map((need) => needWords(need, line.utility)).join('；') || '无'],
          ['路段', outerWorks.sections.map(({ road, from, to }) => `${road} ${from}—${to}`).join('；')],
        ] as const)),
    ...(works === undefined
      ? []
      : ([
          ['设计 · 施工方案', `第 ${works.designs} 版 · 第 ${works.plans} 版`],
          ...(works.handovers.length === 0
            ? []
            : [['管线交底', `${signed} / ${works.handovers.length} 家`] as [string, string]]),
          ['进度', `${works.percent}%，检查合格 ${works.inspectionsPassed} 次`],
          ...participantsOf(works),
          ...(works.standsStill === true ? [['停工', '复查通过或重新取得审批后复工'] as [string, string]] : []),
        ] as [string, string][])),
    ...at('开工', works?.startedAt),
    ...at('回填', works?.backfilledAt),
    ...at('完工', works?.completedAt),
    ...at('验收合格', works?.acceptedAt),
    ...(works?.restorationConfirmedAt === undefined
      ? []
      : [['恢复原貌', `${dateWords(works.restorationConfirmedAt, today)} 确认`] as [string, string]]),
    ...at('约定接入', line.appointment),
    ...at('接通', line.connectedAt),
  ]
}

/** why the service waits, and until when the user has time. */
function heldFacts({ held, notTakenUpAt, ownVisit }: LineView, today: string): [string, string][] {
  const until = held?.until === undefined ? '' : `，${timeWords(held.until, today)} 以前补正`
  const words = held?.answeredAt === undefined ? until : '，已补正，正在推送'
  return [
    ...(held === undefined
      ? []
      : [['待用户补正', `${held.items.map(({ name }) => name).join('、')}${words}`] as [string, string]]),
    ...(notTakenUpAt === undefined ? [] : [['不予受理', timeWords(notTakenUpAt, today)] as [string, string]]),
    ...(ownVisit === undefined ? [] : [['踏勘', '补正之后单独踏勘'] as [string, string]]),
  ]
}

const PARTICIPANTS = { designer: '设计', contractor: '施工', supervisor: '监理' } as const

/** who designs, builds and supervises, as far as the plan names them. */
function participantsOf(works: NonNullable<LineView['works']>): [string, string][] {
  const named = (Object.keys(PARTICIPANTS) as (keyof typeof PARTICIPANTS)[]).flatMap((part) => {
    const who = works[part]
    return who === undefined ? [] : [`${PARTICIPANTS[part]} ${who.name}（${who.person}）`]
  })
  return named.length === 0 ? [] : [['参建单位', named.join('；')]]
}

/** The utility's words; items by their names stand with the approvals. */
const touchedBy = (touches: readonly string[], needs: LineView['needs'] = []): string =>
  touches
    .map((each) =>
      isWord(each) ? TOUCHED_NAMES[each] : (needs.find(({ approval }) => approval === each)?.name ?? each),
    )
    .join('、') || '不涉及审批'

const isWord = (said: string): said is keyof typeof TOUCHED_NAMES => Object.hasOwn(TOUCHED_NAMES, said)

/** Name, by whom it was found where not by the utility, how it is obtained and how it stands. */
const needWords = (
  { name, saidBy, promise, statusName }: NonNullable<LineView['needs']>[number],
  own: string,
): string => {
  const found = saidBy.filter(({ org }) => org !== own).map(({ orgName }) => orgName)
  const by = found.length === 0 ? '' : `，${found.join('、')}认定`
  return `${name}（${promise ? '可承诺' : '须审批'}${by}，${statusName}）`
}
