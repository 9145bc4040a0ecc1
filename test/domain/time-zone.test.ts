import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const program = `
  import { readFileSync } from 'node:fs'
  import { dueTime, firstWorkingMinuteOfDate, workingMinutesBetween } from './domain/clocks/working-time.ts'
  import { checkIdentityNumber } from './domain/demand/formats.ts'
  import { makeServiceNumber } from './domain/case/service-number.ts'
  import { chinaCalendarText } from './scripts/make-calendar.ts'
  const china = JSON.parse(readFileSync('config/calendar/china.json', 'utf8'))
  const hours = { utcOffsetMinutes: 480, sessions: [{ from: '08:30', to: '12:00' }, { from: '14:30', to: '17:30' }] }
  const rules = [
    { kind: 'workingDays', days: 0.5 }, { kind: 'workingDays', days: 7 }, { kind: 'wholeDays', days: 3 },
    { kind: 'sameDay' }, { kind: 'elapsedSeconds', seconds: 45 },
  ]
  const answers = []
  for (let at = Date.UTC(2026, 0, 1, 0, 3, 21); at < Date.UTC(2027, 2, 1); at += 7 * 3600_000 + 11 * 60_000) {
    const from = new Date(at).toISOString()
    for (const rule of rules) answers.push(dueTime(from, rule, hours, china))
    answers.push(firstWorkingMinuteOfDate(from.slice(0, 10), hours, china))
    answers.push(workingMinutesBetween('2026-01-05T01:00:00Z', from, hours, china))
  }
  answers.push(checkIdentityNumber('11010519491231002X'), makeServiceNumber('CB', '2026-11-24', 17))
  answers.push(chinaCalendarText())
  const { createHash } = await import('node:crypto')
  const hash = createHash('sha256').update(JSON.stringify(answers)).digest('hex')
  console.log(JSON.stringify({ offset: new Date(0).getTimezoneOffset(), count: answers.length, hash }))
`

function answersIn(TZ: string): { offset: number; count: number; hash: string } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: new URL('../..', import.meta.url),
    env: { ...process.env, NODE_OPTIONS: '', TZ },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as { offset: number; count: number; hash: string }
}

test('R-34: the machine’s time zone changes nothing', { timeout: 60_000 }, () => {
  const china = answersIn('Asia/Shanghai')
  expect([china.offset, china.count > 1_000]).toEqual([-480, true])
  const elsewhere = ['America/New_York', 'Pacific/Apia', 'UTC'].map(answersIn)
  expect(elsewhere.map(({ offset }) => offset)).toEqual([300, 660, 0])
  expect(elsewhere.map(({ hash }) => hash)).toEqual([china.hash, china.hash, china.hash])
})
