import type { RuleId } from './rules.ts'
import { rulesIn } from './rules.ts'

/**
 * The rules that a file of code or configuration cites: in its comments, or as the `rule` of an act, an event or a
 * deadline.
 */
export function citedIn(source: string): readonly RuleId[] {
  const comments = source.match(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*/gm) ?? []
  const fields = source.match(/\brule"?: ["']R-\d\d["']/g) ?? []
  return rulesIn([...comments, ...fields].join('\n'))
}
