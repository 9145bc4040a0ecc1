import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const TOP = fileURLToPath(new URL('../../', import.meta.url))
/** Headers that only a program sends, and what people call so themselves. */
const ALLOWED = /Idempotency-Key|If-Match|Prefer: respond-async|SHA-256|YYYY-MM-DD|JSON|HTTP|PDF|R-\d+/g
const CHINESE = /\p{Script=Han}/u

/** Every call of `new Refusal(…)`, up to its closing bracket. */
function refusalsIn(source: string): readonly string[] {
  return [...source.matchAll(/new Refusal\(/g)].map(({ index }) => {
    let depth = 0
    for (let end = index + 'new Refusal'.length; end < source.length; end += 1) {
      if (source[end] === '(') depth += 1
      if (source[end] === ')') depth -= 1
      if (depth === 0) return source.slice(index, end + 1)
    }
    return source.slice(index)
  })
}

/** The words that a literal says by itself, and what it puts in between. */
function literalsOf(call: string): readonly { words: string; filled: readonly string[] }[] {
  return [...call.matchAll(/'([^'\n]*)'|`([^`]*)`/g)]
    .map(([, plain, template]) => plain ?? template ?? '')
    .filter((literal) => CHINESE.test(literal))
    .map((literal) => ({
      words: literal.replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '').replaceAll(ALLOWED, ''),
      filled: [...literal.matchAll(/(“|第 )?\$\{([^}]*)\}/g)].flatMap(([, before, inside = '']) =>
        before === undefined ? [inside.trim()] : [],
      ),
    }))
}

const CALLS = globSync('{domain,workflows}/**/*.ts', { cwd: TOP }).flatMap((file) =>
  refusalsIn(readFileSync(`${TOP}${file}`, 'utf8')).flatMap((call) =>
    literalsOf(call).map((literal) => ({ file, ...literal })),
  ),
)

describe('what a refusal says to people', () => {
  it('R-08, R-38: holds no English identifier; the code and the field are for machines', () => {
    expect(CALLS.length).toBeGreaterThan(300)
    expect(CALLS.filter(({ words }) => /[a-z]{3,}/i.test(words))).toEqual([])
  })

  it('R-38: names services, organisations and approvals, and quotes what it does not know', () => {
    const keys = CALLS.filter(({ filled }) => filled.some((each) => /^(?:\w+\.)?(?:id|key|org|utility)$/.test(each)))
    expect(keys).toEqual([])
  })
})
