import { numberFor, numbersOf } from '../../db/queries/document-numbers.ts'
import type { Series } from '../../db/queries/document-numbers.ts'
import { printsOf } from '../../db/queries/document-prints.ts'
import type { DocumentPrint } from '../../db/queries/document-prints.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Dependencies } from '../dependencies.ts'
import { localTime } from '../views/local-time.ts'
import { officialNames } from '../views/writing.ts'
import { numberShown } from './number-shown.ts'
import type { Paper, Stamp } from './page.ts'
import { timeWords } from './words.ts'

/** `subject`: the case or the credit record that it belongs to. */
export interface Issued {
  readonly subject: string
  readonly paper: Paper
  readonly city: City
}

/** whose numbers a paper is counted among; undefined where its organisation has none. */
export function seriesOf({ paper, city }: Issued): (Series & { readonly given: boolean }) | undefined {
  const { number = '', issuedBy, date } = paper
  const { documents } = city.organisations.find(({ key }) => key === issuedBy) ?? {}
  const [, kind] = /\/(\p{Script=Han}+)/u.exec(number) ?? []
  const [year] = /^\d{4}/.exec(date) ?? []
  if (issuedBy === undefined || documents === undefined || kind === undefined || year === undefined) return undefined
  const series = `${documents.code}${kind}`
  return { city: city.key, org: issuedBy, series, year: Number(year), given: documents.numbering === 'given' }
}

/** a paper as it is read, or as its copy of that number was printed. Throws {@link Refusal}, `DatabaseError`. */
export async function stampOf(deps: Dependencies, issued: Issued, copy?: number): Promise<Stamp> {
  const documentNumber = await documentNumberOf(deps, issued)
  const numbered = { ...shownIn(issued), ...(documentNumber === undefined ? {} : { documentNumber }) }
  if (copy === undefined) return { ...numbered, reading: true }
  const rows = await printsOf(deps.database, { subject: issued.subject, paper: issued.paper.number ?? '' })
  const row = rows.find((each) => each.copy === copy)
  if (row === undefined) throw new Refusal('document-not-found', `这份文书没有第 ${copy} 次打印：请先登记打印`)
  return { ...numbered, ...(row.copy === 1 ? {} : { copy: copyWords(row, issued.city) }) }
}

function shownIn({ paper: { number }, city }: Issued): Pick<Stamp, 'number'> {
  return number === undefined ? {} : { number: numberShown(number, city) }
}

/** Counted as soon as it is made out for anybody; the same for ever. */
async function documentNumberOf({ database, now }: Dependencies, issued: Issued): Promise<string | undefined> {
  const series = seriesOf(issued)
  const { number } = issued.paper
  if (series === undefined || number === undefined) return undefined
  const { given, ...of } = series
  const paper = { subject: issued.subject, paper: number }
  if (given) return (await numbersOf(database, issued.subject)).get(number) ?? '（文号由出具单位编定，尚未编）'
  return numberFor(database, paper, of, now().toISOString())
}

function copyWords({ copy, printedAt, printedOrg }: DocumentPrint, city: City): string {
  const at = timeWords(localTime(city.hours.utcOffsetMinutes)(printedAt))
  return `重印 第${copy}次（${at}，${officialNames(city)(printedOrg)}）`
}
