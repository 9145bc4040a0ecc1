import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { moveToNextNumber, SERVICE_NUMBERS, takeRegistration } from '../../db/queries/registrations.ts'
import { takeTransfer, TRANSFER_NUMBERS } from '../../db/queries/transfer-registrations.ts'
import { makeServiceNumber, parseServiceNumber } from '../../domain/case/service-number.ts'
import { makeTransferNumber, parseTransferNumber } from '../../domain/transfer/transfer-number.ts'
import { transferInput } from '../fixtures/matters.ts'
import { applicationInput } from '../fixtures/pure-case.ts'
import { testDatabase } from './database.ts'

const server = testDatabase()
const DAY = '2026-11-23'

function asked(key: string) {
  const keyHash = createHash('sha256').update(key).digest('hex')
  return { keyHash, bodyHash: 'body', city: 'chibi', servicePrefix: 'CB', day: DAY }
}

const take = (key: string) =>
  takeRegistration(server.database, {
    ...asked(key),
    client: 'hubei',
    startInput: (serviceNumber) => applicationInput(undefined, { serviceNumber, keyHash: asked(key).keyHash }),
  })

it('R-07: after 99,999 of a day numbers go on, each once, and a foreign one is passed over', async () => {
  await SERVICE_NUMBERS.raiseCounter(server.database, 'chibi', makeServiceNumber('CB', DAY, 99_990))
  const taken = await Promise.all(Array.from({ length: 20 }, (_, index) => take(`many ${index}`)))
  const sequences = taken.map(({ serviceNumber }) => parseServiceNumber(serviceNumber)?.sequence ?? 0)
  expect(sequences.sort((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, index) => 99_991 + index))
  const moved = await moveToNextNumber(server.database, (await take('many 0')).input)
  expect(parseServiceNumber(moved.serviceNumber)?.sequence).toBe(100_011)
  expect((await take('many 0')).serviceNumber).toBe(moved.serviceNumber)
})

it('R-07: a counter is raised to a number of seven digits, and never lowered', async () => {
  await SERVICE_NUMBERS.raiseCounter(server.database, 'chibi', makeServiceNumber('CB', DAY, 1_234_567))
  await SERVICE_NUMBERS.raiseCounter(server.database, 'chibi', makeServiceNumber('CB', DAY, 17))
  expect((await take('beyond')).serviceNumber).toMatch(/^CB-20261123-1234568-\d$/)
})

it('R-28: transfers go on as well', async () => {
  await TRANSFER_NUMBERS.raiseCounter(server.database, 'chibi', makeTransferNumber('CB', DAY, 99_999))
  const { number } = await takeTransfer(server.database, {
    ...asked('transfer'),
    startInput: (id) => transferInput(id),
  })
  expect([number, parseTransferNumber(number)?.sequence]).toEqual([
    expect.stringMatching(/^CBT-20261123-100000-\d$/),
    100_000,
  ])
})
