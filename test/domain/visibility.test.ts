import { describe, expect, it } from 'vitest'
import { THE_CASE } from '../../domain/actor/actor.ts'
import { saidToUser } from '../../domain/case/case-masking.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { maskIdentityNumber } from '../../domain/masking/masking.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import { PERSONAL_FIELDS } from '../../domain/visibility/fields.ts'
import type { PersonalField } from '../../domain/visibility/fields.ts'
import { Lens, maskingLens } from '../../domain/visibility/lens.ts'
import { PARTS, READER_KINDS } from '../../domain/visibility/part.ts'
import type { Part, ReaderKind } from '../../domain/visibility/part.ts'
import { searchable } from '../../domain/visibility/searching.ts'
import { rowFor, seesOf } from '../../domain/visibility/sees.ts'
import { CHIBI } from '../fixtures/cities.ts'

const NUMBER = '11010519491231002X'
const seen = (kind: ReaderKind, parts: readonly Part[], role?: string) => seesOf({ org: 'x', kind, role }, parts, {})
const wholeIn = (sees: ReturnType<typeof seen>) => PERSONAL_FIELDS.filter((field) => sees[field] === 'whole')
const lensOf = (kind: ReaderKind, ...parts: readonly Part[]) => new Lens(seen(kind, parts))

/** Who reads identity numbers whole, of all kinds in all parts; nobody else does. */
const KNOWS_WHO = [
  'applicant user',
  'authority collector',
  'utility collector',
  'window collector',
  'group collector',
  'office collector',
  'utility utility',
  'window window',
  'authority verifier',
  'window verifier',
  'group verifier',
  'office verifier',
  'authority deciding',
  'group deciding',
  'office deciding',
  'authority sanctioning',
  'platform sanctioning',
  'utility sanctioning',
  'group sanctioning',
  'office sanctioning',
]

describe('R-39: who sees what', () => {
  it('R-39: identity numbers are read whole by those who need them, in no other part and by no other kind', () => {
    const whole = READER_KINDS.flatMap((kind) =>
      PARTS.flatMap((part) => (rowFor(part, kind, {}).whole.includes('identityNumber') ? [`${kind} ${part}`] : [])),
    )
    expect(whole.sort()).toEqual([...KNOWS_WHO].sort())
  })

  it('R-39: one may search for a field exactly where one sees it whole, whatever parts a case gives', () => {
    const given = ['collector', 'lead', 'utility', 'opinion', 'supervising', 'invited', 'neighbour', 'channel'] as const
    for (const kind of READER_KINDS)
      for (const role of ['officer', 'auditor', 'administrator'])
        for (const field of PERSONAL_FIELDS) {
          const where = searchable({ org: 'x', kind, role }, field, {})
          for (let mask = 0; mask < 2 ** given.length; mask += 1) {
            const parts = given.filter((_, index) => (mask & (1 << index)) !== 0)
            const finds = where === 'all' || parts.some((part) => where.includes(part))
            expect([kind, role, field, parts, finds]).toEqual([
              kind,
              role,
              field,
              parts,
              seen(kind, parts, role)[field] === 'whole',
            ])
          }
        }
  })

  it('R-39: who is asked for no opinion sees where, not whom; who has no part sees nothing whole', () => {
    expect(wholeIn(seen('authority', ['invited']))).toEqual(['address'])
    expect(wholeIn(seen('utility', ['neighbour']))).toEqual(['address'])
    for (const kind of READER_KINDS.filter((each) => each !== 'applicant' && each !== 'window'))
      expect([kind, wholeIn(seen(kind, []))]).toEqual([kind, []])
    expect(seen('authority', ['opinion'])).toMatchObject({
      phone: 'whole',
      identityNumber: 'masked',
      userAccount: 'none',
    })
  })

  it('R-39: of several parts each field is seen as the best of them shows it', () => {
    const both = seen('authority', ['invited', 'verifier'])
    expect(PERSONAL_FIELDS.filter((field) => both[field] === 'whole')).toEqual(wholeIn(seen('authority', ['verifier'])))
    expect(both.signers).toBe('masked')
  })

  it('R-39: auditors and administrators see nothing whole, whatever part their organisation has', () => {
    for (const role of ['auditor', 'administrator'])
      expect(wholeIn(seen('authority', ['collector', 'lead', 'deciding'], role))).toEqual([])
  })

  it('R-39: a kind of organisation that a part is not for is given no more than who has none', () => {
    expect(seen('intake', ['utility'])).toEqual(seen('intake', []))
    expect(seen('platform', ['collector'])).toEqual(seen('platform', []))
  })
})

describe("R-39: a city's own table", () => {
  const cityWith = (visibility: unknown) => CitySchema.safeParse({ ...CHIBI, visibility })
  const row = { part: 'invited', kinds: ['authority'], whole: ['name', 'address'], masked: ['phone'] }

  it('R-39: its rows take the place of the standard ones, what they do not name is not shown', () => {
    const { visibility } = cityWith([row]).data ?? {}
    const sees = seesOf({ org: 'kejing', kind: 'authority' }, ['invited'], { visibility })
    expect(sees).toMatchObject({ name: 'whole', address: 'whole', phone: 'masked', identityNumber: 'none' })
    expect(seesOf({ org: 'shuiwu', kind: 'utility' }, ['utility'], { visibility })).toEqual(
      seen('utility', ['utility']),
    )
  })

  it.each<[string, unknown, string]>([
    ['a field twice', [{ ...row, masked: ['name'] }], 'name 写了两次'],
    ['a row twice', [row, row], 'invited（authority） 写了两次'],
    ['words that would be masked', [{ ...row, masked: ['words'] }], 'Invalid option'],
    ['no name, by which lists tell cases apart', [{ ...row, whole: ['address'] }], 'name 至少脱敏显示'],
    ['something whole for who has no part', [{ ...row, part: 'neither' }], '没有职责的不能完整显示'],
    ['a part that there is not', [{ ...row, part: 'curious' }], 'Invalid option'],
    ['a field that there is not', [{ ...row, whole: ['name', 'age'] }], 'Invalid option'],
  ])('R-39: refuses %s', (_what, visibility, said) => {
    expect(
      cityWith(visibility)
        .error?.issues.map(({ message }) => message)
        .join(),
    ).toContain(said)
  })
})

describe('R-39: a lens', () => {
  it('R-39: remembers what it gave whole, and whether anything was masked; what is empty is nothing', () => {
    const lens = lensOf('authority', 'opinion')
    expect([lens.given, lens.masked, lens.show('phone', '')]).toEqual([[], false, ''])
    expect(lens.show('phone', '13871234567')).toBe('13871234567')
    expect([lens.given, lens.masked]).toEqual([['phone'], false])
    expect(lens.show('identityNumber', NUMBER, maskIdentityNumber)).toBe('110*************2X')
    expect(lens.show('userAccount', 'hubei-user-7')).toBe('***')
    expect([lens.given, lens.masked]).toEqual([['phone'], true])
  })

  it('R-39: a number in words is shown by its own kind, and any other only to who sees all', () => {
    const text = `户主 ${NUMBER}，电话 13871234567，卡 6222020200112233445`
    const read = (lens: Lens): [string, readonly PersonalField[]] => [maskNumbersIn(text, lens), lens.given]
    expect(read(lensOf('authority', 'opinion'))).toEqual([
      '户主 110*************2X，电话 13871234567，卡 622*************445',
      ['phone'],
    ])
    // What no kind can be told of counts as an account.
    expect(read(lensOf('utility', 'utility'))).toEqual([text, ['identityNumber', 'phone', 'accountNumber']])
    expect(read(maskingLens())).toEqual([maskNumbersIn(text), []])
    expect(maskNumbersIn(text)).not.toMatch(/1234567|19491231|2233/)
  })
  it('R-03, R-39: what is written to the user is given to their channel with the numbers in it', () => {
    const message = '请补日用水量，或致电 13871234567'
    const items = ['form.services.water.tonsPerDay']
    const data = { items, message }
    const rest = { seq: 2, at: '2026-11-23T01:00:00.000Z', rule: 'R-03', actor: THE_CASE } as const
    const lens = maskingLens()
    expect(saidToUser({ ...rest, type: 'supplementRequested', data }, lens).data).toEqual(data)
    expect(lens.given).toEqual(['phone', 'words'])
  })
})
