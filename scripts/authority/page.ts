import type { City } from '../../domain/city/city.schema.ts'
import { ORGANISATION_KIND_NAMES } from '../../domain/city/organisation-kind.ts'
import { DEGREE_NAMES, FIELD_NAMES, PERSONAL_FIELDS } from '../../domain/visibility/fields.ts'
import { PART_NAMES, PARTS, READER_KINDS } from '../../domain/visibility/part.ts'
import type { Part, ReaderKind } from '../../domain/visibility/part.ts'
import { degreeIn, rowFor } from '../../domain/visibility/sees.ts'
import { STANDARD_VISIBILITY } from '../../domain/visibility/standard-table.ts'

const BEGIN = '<!-- 谁看到什么：由 node scripts/authority-page.ts 写成，勿手改 -->'
const END = '<!-- 谁看到什么：完 -->'

/** `docs/authority.md` with the table of who sees what as the city has it; the rest as it is. */
export function authorityPage(page: string, city: City): string {
  const [before, rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error(`docs/authority.md lacks ${BEGIN} … ${END}`)
  return `${before}${[BEGIN, '', ...table(city), '', END].join('\n')}${after}`
}

function table(city: City): readonly string[] {
  return [
    `| 职责 | 单位 | ${PERSONAL_FIELDS.map((field) => FIELD_NAMES[field]).join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(PERSONAL_FIELDS.length)}`,
    ...PARTS.flatMap((part) => rowsOf(part, city)),
  ]
}

/** One line for all kinds that see the same in a part. */
function rowsOf(part: Part, city: City): readonly string[] {
  const kinds = READER_KINDS.filter((kind) => hasRow(part, kind, city))
  const cells = (kind: ReaderKind) =>
    PERSONAL_FIELDS.map((field) => DEGREE_NAMES[degreeIn(rowFor(part, kind, city), field)]).join(' | ')
  const alike = Map.groupBy(kinds, cells)
  return [...alike].map(([shown, who]) => `| ${PART_NAMES[part]} | ${who.map(kindName).join('、')} | ${shown} |`)
}

function hasRow(part: Part, kind: ReaderKind, { visibility = [] }: City): boolean {
  return [...visibility, ...STANDARD_VISIBILITY].some((row) => row.part === part && row.kinds.includes(kind))
}

function kindName(kind: ReaderKind): string {
  return kind === 'applicant' ? '申请人' : ORGANISATION_KIND_NAMES[kind]
}
