import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPhone, normalPhone } from '../../domain/demand/phone.ts'
import { registration } from '../fixtures/forms.ts'

describe('R-07: telephones as people write them are taken, and kept in one way', () => {
  it.each([
    ['13812345678', '13812345678'],
    ['138 1234 5678', '13812345678'],
    ['138-1234-5678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['\u202d13812345678\u202c', '13812345678'],
    ['+86 138 1234 5678', '13812345678'],
    ['0086-13812345678', '13812345678'],
    ['8613812345678', '13812345678'],
    ['13812345678转1234', '13812345678-1234'],
    ['0715-5351234', '0715-5351234'],
    ['(0715)5351234', '0715-5351234'],
    ['（0715）5351234', '0715-5351234'],
    ['（0715）5351234 转 801', '0715-5351234-801'],
    ['0715-5351234-801', '0715-5351234-801'],
    ['0715-5351234-8', '0715-5351234-8'],
    ['07155351234转801', '0715-5351234-801'],
    ['0715—5351234 分机 801', '0715-5351234-801'],
    ['010 6512 3456 ext. 801', '010-65123456-801'],
    ['+86 715 5351234', '0715-5351234'],
    ['+86 (0)715 5351234', '0715-5351234'],
    ['95598', '95598'],
    ['12345', '12345'],
    ['10086', '10086'],
    ['400 800 1234', '400-800-1234'],
    ['4001234567 转 2', '400-123-4567-2'],
  ])('R-07: %s', (given, kept) => {
    expect(normalPhone(given)).toBe(kept)
    expect(isPhone(kept)).toBe(true)
    expect(registration({}, { phone: given }).form.phone).toBe(kept)
  })

  it.each(['07155351234', '01065123456', '4008001234', '800-830-1234'])(
    'R-07: what 0.2 took stays as it was sent, so that a retry across the upgrade is the same: %s',
    (given) => expect(normalPhone(given)).toBe(given),
  )

  it.each([
    '',
    '110',
    '12812345678',
    '1381234567',
    '138123456789',
    '5351234',
    '0715-535123',
    '0715-5351234-1234567',
    '0715-5351234/5351235',
    '0715-5351234转',
    '0715-5351234转1转2',
    '13812345678 13912345678',
    '500-800-1234',
    '请拨 13812345678',
  ])('R-07: “%s” is none, and stays as it was written', (given) => {
    expect(normalPhone(given)).toBe(given)
    expect(isPhone(given)).toBe(false)
  })

  it('R-07: what was normalised is not changed again', () => {
    const signs = fc.stringMatching(/^[0-9０-９ ()（）+转#-]{0,24}$/)
    fc.assert(
      fc.property(signs, (given) => {
        const once = normalPhone(given)
        expect(normalPhone(once)).toBe(once)
        expect(once === given || isPhone(once)).toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })
})
