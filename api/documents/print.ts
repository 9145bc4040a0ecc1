import { z } from 'zod'
import { giveNumber } from '../../db/queries/document-numbers.ts'
import { printed, printsOf } from '../../db/queries/document-prints.ts'
import type { DocumentPrint } from '../../db/queries/document-prints.ts'
import type { ROLES } from '../../domain/actor/actor.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { writingFor } from '../views/writing.ts'
import { notReady } from './papers.ts'
import { seriesOf } from './stamp.ts'
import type { Issued } from './stamp.ts'

/** one printed copy of a paper; whose account it was, the access log says. */
export const PrintViewSchema = z.object({
  copy: z.int().describe('第几次打印；第二次起为重印'),
  printedAt: TimeSchema,
  org: z.string(),
  orgName: z.string(),
  href: z.string().describe('这一次的打印件：重新载入不另计次'),
})
export const PrintsSchema = z.object({ items: z.array(PrintViewSchema) })

export const GivenNumberSchema = z.strictObject({
  number: z
    .string()
    .trim()
    .min(3)
    .max(60)
    .regex(/^[\p{Script=Han}A-Za-z0-9〔〕［］[\]（）()第.·-]+号?$/u, '应为文号，如“赤城管许〔2026〕12号”')
    .describe('文号'),
})

/** Who may number a paper of their own organisation's. */
export const NUMBERING_ROLES = [
  'clerk',
  'officer',
  'lead',
  'system',
] as const satisfies readonly (typeof ROLES)[number][]

export interface Printing extends Issued {
  /** Its address. */
  readonly href: string
}

/** another copy, or the same again under the same key. */
export async function printPaper(
  { database, now }: Dependencies,
  caller: Caller,
  { subject, paper, href }: Printing,
  key: string,
) {
  const { sub, org, role } = caller
  const { row, created } = await printed(database, {
    subject,
    paper: numberIn({ paper }),
    key,
    printedSub: sub,
    printedOrg: org,
    printedRole: role,
    printedAt: now().toISOString(),
  })
  return { view: viewOf(row, caller, href, now()), created }
}

export async function printsOfPaper(
  { database, now }: Dependencies,
  caller: Caller,
  { subject, paper, href }: Printing,
) {
  const rows = await printsOf(database, { subject, paper: numberIn({ paper }) })
  return { items: rows.map((row) => viewOf(row, caller, href, now())) }
}

function numberIn({ paper: { number } }: Pick<Issued, 'paper'>): string {
  if (number === undefined) throw notReady('这份文书没有编号，不登记打印')
  return number
}

function viewOf(row: DocumentPrint, caller: Caller, href: string, now: Date): z.infer<typeof PrintViewSchema> {
  const { time, nameOf } = writingFor(caller.city, now)
  return {
    copy: row.copy,
    printedAt: time(row.printedAt),
    org: row.printedOrg,
    orgName: nameOf(row.printedOrg),
    href: `${href}?copy=${row.copy}`,
  }
}

/** an organisation that numbers its papers by itself does so once for each. Throws {@link Refusal}. */
export async function numberPaper(
  { database, now }: Dependencies,
  caller: Caller,
  issued: Issued,
  text: string,
): Promise<{ readonly documentNumber: string }> {
  const series = seriesOf(issued)
  if (issued.paper.issuedBy !== caller.org) throw new Refusal('not-concerned', '文号由出具文书的单位编')
  if (series?.given !== true)
    throw new Refusal('wrong-stage', '本单位的文号由系统依次编；改由单位自己编的，在配置中写明', undefined, {
      early: false,
    })
  const { given: _ours, ...of } = series
  const counted = countedIn(text, of.series, of.year)
  const paper = { subject: issued.subject, paper: numberIn(issued) }
  const { is, text: there } = await giveNumber(
    database,
    paper,
    { ...of, text, number: counted, givenBy: caller.sub },
    now().toISOString(),
  )
  if (is === 'numbered') throw new Refusal('already-done', `这份文书已编文号 ${there}，不能另编`, 'number')
  if (is === 'taken') throw new Refusal('document-number-taken', `${there} 已用于另一份文书`, 'number')
  return { documentNumber: there }
}

/** Where it is of the form that is counted, which one. */
function countedIn(text: string, series: string, year: number): number | null {
  const [, given] = new RegExp(`^${series}〔${year}〕([1-9]\\d{0,8})号$`, 'u').exec(text) ?? []
  return given === undefined ? null : Number(given)
}
