import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const top = fileURLToPath(new URL('../../', import.meta.url))

/** Two releases at work share the locks: another number is another lock. */
it('an advisory lock is taken by its name alone, and keeps its number', () => {
  const files = globSync('{activities,api,bench,db,push,scripts,temporal,watch,workflows}/**/*.ts', { cwd: top })
  expect(files.filter((file) => /pg_(try_)?advisory/.test(readFileSync(`${top}/${file}`, 'utf8')))).toEqual([
    'db/locks.ts',
  ])
  const numbers = [...readFileSync(`${top}/db/locks.ts`, 'utf8').matchAll(/^ {2}(\w+): (\d+),$/gm)]
  expect(Object.fromEntries(numbers.map(([, name, number]) => [name, Number(number)]))).toEqual({
    registration: 3,
    case: 7,
    matter: 11,
    transferRegistration: 12,
    mend: 13,
    openApplications: 14,
    openTransfers: 15,
    sums: 16,
    phoneCode: 17,
    caseFiles: 18,
    transferAccount: 22,
    documentNumbers: 23,
    asked: 27,
    inquiryNumber: 29,
  })
})
