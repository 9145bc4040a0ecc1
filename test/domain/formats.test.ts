import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCreditCode, checkIdentityNumber, isProjectCode } from '../../domain/demand/formats.ts'

const creditAlphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
const creditBody = fc
  .tuple(
    fc.array(fc.constantFrom(...creditAlphabet), { minLength: 2, maxLength: 2 }),
    fc.stringMatching(/^\d{6}$/),
    fc.array(fc.constantFrom(...creditAlphabet), { minLength: 9, maxLength: 9 }),
  )
  .map(([head, region, tail]) => head.join('') + region + tail.join(''))

describe('R-08: 统一社会信用代码 (GB 32100-2015)', () => {
  test.each(['91350200MA2YJ1XR9G', '91440101MA5CJQ4N59'])('R-08: %s is valid', (code) =>
    expect(checkCreditCode(code)).toBe('valid'),
  )
  test.each(['91350200MA2YJ1XR98', '91440101MA5CJQ4N95'])('R-08: %s has a wrong check character', (code) =>
    expect(checkCreditCode(code)).toBe('badCheckCharacter'),
  )
  test.each([
    '',
    '91350200MA2YJ1XR9',
    '91350200MA2YJ1XR9GG',
    '91350200ma2yj1xr9g',
    '91350200IA2YJ1XR9G',
    '9135020OMA2YJ1XR9G',
    ' 91350200MA2YJ1XR9G',
    '91350200MA2YJ1XR9G\n',
  ])('R-08: “%s” has the wrong shape', (code) => expect(checkCreditCode(code)).toBe('badShape'))

  test('R-08: exactly one check character fits, and every other one is found', () => {
    fc.assert(
      fc.property(creditBody, (body) => {
        expect(creditAlphabet.filter((check) => checkCreditCode(body + check) === 'valid')).toHaveLength(1)
      }),
    )
  })

  test('R-08: one wrong character is always found', () => {
    fc.assert(
      fc.property(creditBody, fc.nat({ max: 17 }), fc.constantFrom(...creditAlphabet), (body, place, wrong) => {
        const code = body + creditAlphabet.find((check) => checkCreditCode(body + check) === 'valid')
        if (code.charAt(place) !== wrong)
          expect(checkCreditCode(code.slice(0, place) + wrong + code.slice(place + 1))).not.toBe('valid')
      }),
    )
  })
})

describe('R-08: 居民身份证 (GB 11643)', () => {
  test.each(['11010519491231002X', '440524188001010014'])('R-08: %s is valid (examples of the standard)', (number) =>
    expect(checkIdentityNumber(number)).toBe('valid'),
  )
  test.each([
    ['110105194912310021', 'badCheckCharacter'],
    ['11010519490231002X', 'badDate'],
    ['110105202302290023', 'badDate'],
    ['110105200013010023', 'badDate'],
    ['11010519491231002x', 'badShape'],
    ['01010519491231002X', 'badShape'],
    ['1101054912310021', 'badShape'],
    ['110105X9491231002X', 'badShape'],
    ['', 'badShape'],
  ])('R-08: “%s” is %s', (number, expected) => expect(checkIdentityNumber(number)).toBe(expected))

  test('R-08: nobody is born after today', () => {
    expect(checkIdentityNumber('11010519491231002X', '1949-12-30')).toBe('badDate')
    expect(checkIdentityNumber('11010519491231002X', '1949-12-31')).toBe('valid')
  })
})

describe('R-08: 项目代码', () => {
  test('R-08: a project code is known by its shape', () => {
    expect(isProjectCode('2411-421281-04-01-123456')).toBe(true)
    for (const code of ['2411-421281-04-01-12345', '2411421281040112345600', '2411-421281-04-01-12345A', ''])
      expect(isProjectCode(code)).toBe(false)
  })
})
