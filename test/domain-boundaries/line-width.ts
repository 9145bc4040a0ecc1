/** What oxfmt leaves wide, since it breaks no string and no template. */
const MOST_COLUMNS = 120

/** The title of a test stands whole on its line: behind `it(`, behind the table of an `each`, or alone. */
const TITLE = [
  /^\s*(?:it|test|describe)(?:\.\w+)*(?:<.*>)?\(['"`]/,
  /^\s*(?:\]|\})?(?: as const)?\)\(['"`]/,
  /^\s*(?:it|test)(?:\.\w+)*(?:<[^(]*>)?\(.*\)\(['"`]/,
  /^\s*(['"])R-\d\d.*\1,$/,
]

/** A sentence for each line that is too wide to read, in characters; the titles of tests may be. */
export function tooWide(file: string, source: string): readonly string[] {
  return source.split('\n').flatMap((line, index) => {
    const columns = [...line].length
    if (columns <= MOST_COLUMNS || (file.startsWith('test/') && TITLE.some((title) => title.test(line)))) return []
    return [`${file}:${index + 1} is ${columns} columns wide; the most is ${MOST_COLUMNS}`]
  })
}
