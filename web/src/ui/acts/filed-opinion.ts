/** the opinion that we have filed: a correction begins from it, and takes nothing of it away unasked. */
import type { ApplicationView, Me } from '../../data/types.ts'
import { isRecord } from '../form/shape.ts'
import { textOf } from '../form/text.ts'
import type { Value } from '../form/shape.ts'
import { lineWords } from '../words.ts'

export type FiledOpinion = NonNullable<ApplicationView['survey']>['opinions'][number]

/** What a party filed itself; a joint record speaks for those who have not. */
export function ownOpinion({ survey }: ApplicationView, { org }: Me): FiledOpinion | undefined {
  return survey?.opinions.find((opinion) => opinion.org === org)
}

/** As its form has it. */
export function asForm(opinion: FiledOpinion | undefined): Readonly<Record<string, unknown>> {
  if (opinion === undefined) return {}
  const { lines, found, remarks, files } = opinion
  return {
    ...(lines === undefined
      ? {}
      : {
          lines: lines.map(({ line, connectable, laidInAdvance, outerWorks }) => ({
            line,
            connectable,
            ...(connectable && laidInAdvance !== undefined ? { laidInAdvance } : {}),
            ...(outerWorks === undefined ? {} : { outerWorks: worksAsForm(outerWorks) }),
          })),
        }),
    ...(found === undefined
      ? {}
      : {
          found: found.map(({ line, touches, lanesClosed }) => ({
            line,
            touches,
            ...(lanesClosed === undefined ? {} : { lanesClosed }),
          })),
        }),
    ...(remarks === undefined ? {} : { remarks }),
    ...(files === undefined ? {} : { files }),
  }
}

type WorksShown = NonNullable<NonNullable<FiledOpinion['lines']>[number]['outerWorks']>

function worksAsForm({ touches, lanesClosed, sections, lengthMetres, preliminaryDesign }: WorksShown) {
  return {
    touches,
    ...(lanesClosed === undefined ? {} : { lanesClosed }),
    sections: sections.map(({ road, from, to }) => ({ road, from, to })),
    lengthMetres,
    preliminaryDesign,
  }
}

/** What a correction would leave out of what stands, one sentence each; none where nothing is lost. */
export function lostBy(filed: Value, next: Value): readonly string[] {
  const fewer = (words: string, was: Value, is: Value) =>
    countOf(is) < countOf(was) ? [`${words}：原为 ${countOf(was)} 项，现为 ${countOf(is)} 项`] : []
  return [
    ...rowsOf(filed, 'found').flatMap((row) => {
      const now = rowsOf(next, 'found').find(({ line }) => line === row['line'])
      return fewer(`${named(row)}涉及的事项`, row['touches'], now?.['touches'])
    }),
    ...rowsOf(filed, 'lines').flatMap((row) => {
      const now = rowsOf(next, 'lines').find(({ line }) => line === row['line'])
      const [works, newWorks] = [row['outerWorks'], now?.['outerWorks']]
      if (now === undefined) return [`${named(row)}的意见没有了`]
      if (!isRecord(works)) return []
      if (!isRecord(newWorks)) return [`${named(row)}不再需要外线工程，原填的路段、长度、方案没有了`]
      return [
        ...fewer(`${named(row)}涉及的事项`, works['touches'], newWorks['touches']),
        ...fewer(`${named(row)}的路段`, works['sections'], newWorks['sections']),
      ]
    }),
    ...(said(filed, 'remarks') !== '' && said(next, 'remarks') === '' ? ['原有的部门意见没有了'] : []),
    ...fewer('照片、图纸', at(filed, 'files'), at(next, 'files')),
  ]
}

const at = (value: Value, name: string): Value => (isRecord(value) ? value[name] : undefined)
const countOf = (value: Value): number => (Array.isArray(value) ? value.length : 0)
const said = (value: Value, name: string): string => textOf(at(value, name))
const named = ({ line }: Readonly<Record<string, Value>>): string => lineWords(String(line))

function rowsOf(value: Value, name: string): readonly Record<string, Value>[] {
  const rows = at(value, name)
  return Array.isArray(rows) ? rows.filter(isRecord) : []
}
