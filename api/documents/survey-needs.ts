import { lineWords } from '../../domain/case/service.ts'
import type { CaseState } from '../case.ts'
import { needsView } from '../views/needs.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { linesInOrder } from './papers.ts'
import type { Source } from './papers.ts'
import { form } from './page.ts'
import { isWord, TOUCHED_WORDS, touchWords } from './words.ts'

type Line = CaseState['lines'][string]
type Need = ReturnType<typeof needsView>[number]

/** What a line's outer works touch, who says so, and the approvals that they need (R-13, R-15). */
export function needRows(line: Line, { state, city, nameOf }: Source): readonly (readonly [string, string])[] {
  const needs = needsView(state, line, city, nameOf)
  const words = line.outerWorks?.touches.flatMap((said) => (isWord(said) ? [TOUCHED_WORDS[said]] : [])) ?? []
  return [
    ['涉及', [...words, ...needs.flatMap((need) => beyondWords(need, line))].join('、') || '均不涉及'],
    ['所需审批', needs.map(needWords).join('；') || '无'],
  ]
}

/** 告知书, R-16: of each approval that a promise may replace, once. */
export function noticesOf({ state, city, nameOf }: Source): Html {
  const needs = linesInOrder(state).flatMap((line) => needsView(state, line, city, nameOf))
  const given = [...new Map(needs.map((need) => [need.approval, need])).values()].flatMap(({ name, notice }) =>
    notice === undefined ? [] : [{ name, notice }],
  )
  if (given.length === 0) return html``
  return html`<h2>告知承诺告知书</h2>
    <p>下列审批事项可由承办单位签署承诺书（附件3）替代，即时办结；承办单位也可不作承诺，按一般程序申请审批。</p>
    ${given.map(
      ({ name, notice }) =>
        html`<h3>${name}（告知书 ${notice.version} 版）</h3>
          ${form([
            ['条件', clauses(notice.conditions)],
            ['义务', clauses(notice.duties)],
            ['后果', clauses(notice.consequences)],
          ])}`,
    )}`
}

/** What the utility's four words do not say: what it or an authority named. */
function beyondWords({ name, saidBy, closedRoad }: Need, { utility, outerWorks }: Line): readonly string[] {
  const found = saidBy.filter(({ org }) => org !== utility).map(({ orgName }) => orgName)
  if (found.length > 0) return [`${name}（${found.join('、')}认定）`]
  if (closedRoad !== undefined) return [closedRoad]
  return (outerWorks?.touches.every(isWord) ?? true) ? [] : [name]
}

function needWords({ name, authorityName, jointly = [], promise, beyond, closedRoad }: Need): string {
  const consent = jointly.length === 0 ? '' : `，须${jointly.map((each) => each.authorityName).join('、')}同意`
  const why = closedRoad ?? beyond
  const how = promise ? '告知承诺、即时办结' : '并联审批'
  return `${name}（${authorityName}${consent}，${how}${why === undefined ? '' : `：${why}`}）`
}

function clauses(texts: readonly string[]): Html {
  return html`<ol>
    ${texts.map((text) => html`<li>${text}。</li>`)}
  </ol>`
}

/** How an authority's opinion reads beside its words: what it found on each line. */
export function foundWords({ found = [] }: CaseState['opinions'][string]['opinion'], { city }: Source): string {
  return found
    .filter(({ touches }) => touches.length > 0)
    .map(({ line, touches, lanesClosed }) => {
      const names = touches.map((said) => touchWords(said, city)).join('、')
      return `${lineWords(line)}涉及${names}${lanesClosed === true ? '，须封闭车道' : ''}。`
    })
    .join('')
}
