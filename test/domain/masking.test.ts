import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  maskAccountNumber,
  maskAddress,
  maskCreditCode,
  maskIdentityNumber,
  maskName,
  maskPerson,
  maskPhone,
  maskUser,
} from '../../domain/masking/masking.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import { withoutInvisible } from '../../domain/invisible.ts'

const digitsOf = (text: string) => Array.from(text.normalize('NFKC').matchAll(/\d/g), ([digit]) => digit).join('')
/** Every run of four digits of a number, in whatever masked text, read as a person reads it. */
function runsOf(number: string, shown: string): readonly string[] {
  const [digits, read] = [
    digitsOf(number),
    withoutInvisible(shown)
      .normalize('NFKC')
      .replace(/[\s\p{P}]/gu, (sign) => (sign === '*' ? '*' : '')),
  ]
  return Array.from({ length: Math.max(0, digits.length - 3) }, (_, at) => digits.slice(at, at + 4)).filter((run) =>
    read.includes(run),
  )
}

describe('R-39: masks of a field', () => {
  it.each([
    [maskName, '湖北赤壁某某有限公司', '湖北******公司'],
    [maskName, '赤壁市水务公司', '赤壁***公司'],
    [maskName, '某某小吃店', '某****'],
    [maskName, '王', '*'],
    [maskPerson, '王小明', '王**'],
    [maskPerson, '王　伟', '王　*'],
    [maskPerson, '𠮷小明', '𠮷**'],
    [maskPerson, '欧阳修', '欧阳*'],
    [maskPerson, '欧阳', '欧*'],
    [maskPerson, '司马相如', '司马**'],
    [maskPerson, '买买提·艾力', '买**·**'],
    [maskPerson, '阿卜杜热西提·买买提', '阿*****·***'],
    [maskPerson, 'John Smith', 'J*** *****'],
    [maskPerson, 'Jean-Luc', 'J***-***'],
    [maskPerson, '王\u200b小明', '王**'],
    [maskPerson, '王', '*'],
    [maskPerson, '\u200b', '*'],
    [maskPerson, '', ''],
    [maskPhone, '13812345678', '138*****678'],
    [maskPhone, '0715-5351234', '071*-****234'],
    [maskPhone, '0715-5351234-801', '071*-*******-801'],
    [maskPhone, '（0715）5351234', '（071*）****234'],
    [maskPhone, '138 1234 5678', '138 **** *678'],
    [maskPhone, '１３８１２３４５６７８', '１３８*****６７８'],
    [maskPhone, '400-800-1234', '400-***-*234'],
    [maskPhone, '5351234', '5*****4'],
    [maskPhone, '95598', '*****'],
    [maskCreditCode, '91350200MA2YJ1XR9G', '913************R9G'],
    [maskIdentityNumber, '11010519491231002X', '110*************2X'],
    [maskIdentityNumber, '110105 19491231 002X', '110*** ******** **2X'],
    [maskAccountNumber, '4200118', '4*****8'],
    [maskAccountNumber, '0042', '****'],
    [maskAddress, '赤壁市赤马港街道河北大道 188 号', '赤壁市赤马港******'],
    [maskAddress, '河北大道 188 号', '河北大道******'],
    [maskAddress, '８８８８号', '******'],
    [maskAddress, '赤壁市', '赤******'],
  ])('R-39: %o of %s', (mask, text, expected) => expect(mask(text)).toBe(expected))

  it('R-39: a user is masked by what they are, however long the name is', () => {
    expect(maskUser('individual', '阿卜杜热西提·买买提')).toBe('阿*****·***')
    expect(maskUser('enterprise', '湖北赤壁某某有限公司')).toBe('湖北******公司')
  })

  const masks = [maskName, maskPerson, maskCreditCode, maskIdentityNumber, maskAccountNumber, maskPhone] as const
  const written = fc.oneof(
    fc.string({ minLength: 1, unit: 'grapheme' }),
    fc.stringMatching(/^[0-9０-９ ()-]{1,30}$/),
    fc.stringMatching(/^[0-9A-Z]{1,30}$/),
  )

  it('R-39: a mask hides something of whatever it is given, and no run of four digits survives', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(...masks), (text, mask) => {
        const masked = mask(text)
        expect(masked).toContain('*')
        expect(runsOf(text, masked)).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  it('R-39: nothing of a house number stands in a masked address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1 }), (street, house) => {
        expect(maskAddress(`${street}${house} 号`)).not.toMatch(/\p{N}/u)
      }),
    )
  })
})

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
const wide = (text: string) => text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
const INVISIBLE = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202d', '\u061c']

/** Numbers of people, in groups that may be spaced. */
const grouped = fc.oneof(
  fc.tuple(fc.constantFrom('138', '199', '170'), digits(4), digits(4)),
  fc.tuple(fc.constantFrom('0715', '010', '021', '0571'), digits(3), digits(4)),
  fc.tuple(fc.constantFrom('400', '800'), digits(3), digits(4)),
  fc.tuple(
    digits(5).map((area) => `4${area}`),
    fc.constantFrom('19491231', '20030101', '18800101'),
    digits(3).map((tail) => `${tail}X`),
  ),
  fc.tuple(
    digits(4).map((bank) => `6${bank.slice(1)}`),
    digits(4),
    digits(4),
    digits(4),
  ),
  fc.tuple(fc.constant('91'), digits(6), fc.constant('MA5C'), digits(6)),
)
const disguised = fc
  .record({
    groups: grouped,
    between: fc.constantFrom('', ' ', '-', '　', '—', '\u00a0', '\u2009', '\n'),
    country: fc.constantFrom('', '+86 ', '0086-', '86'),
    isWide: fc.boolean(),
    hidden: fc.constantFrom('', ...INVISIBLE),
    before: fc.constantFrom('', '电话', 'wx', '请与李工', '：', '('),
    behind: fc.constantFrom('', '联系', '，', 'x', ')'),
  })
  .map(({ groups, between, country, isWide, hidden, before, behind }) => {
    const foreign = /^(?:1[379]|0)/.test(groups[0] ?? '') ? country : ''
    const plain = groups.join(between)
    const shown = Array.from(isWide ? wide(plain) : plain).join(hidden)
    return {
      number: groups.join(''),
      text: `${before}${foreign}${shown}${/^[A-Za-z]/.test(behind) && /[A-Z]/.test(plain) ? '' : behind}`,
    }
  })

describe('R-39: numbers that stand in a text', () => {
  it('R-39: no run of four of their digits survives, however they are spaced, widened or cut by what nobody sees', () => {
    fc.assert(
      fc.property(disguised, ({ number, text }) => {
        expect(runsOf(number, maskNumbersIn(text))).toEqual([])
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([
    ['请与李工 13812345678 联系', '请与李工 138*****678 联系'],
    ['（0715）5351234转801', '（071*）********801'],
    ['座机 5351234', '座机 5*****4'],
    ['wx13812345678', 'wx138*****678'],
    ['1 3 8 1 2 3 4 5 6 7 8', '1 3 8 * * * * * 6 7 8'],
    ['91440101ma5cjq4n59', '914************n59'],
    ['138\u200b1234\u200b5678', '138*****678'],
    ['1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣', '138*****678'],
    ['９１４４０１０１ＭＡ５ＣＪＱ４Ｎ５９', '914************N59'],
    ['账号 6222021234567890123', '账号 622*************123'],
    ['/api/v1/applications/CB-20261123-00001-0/13812345678', '/api/v1/applications/CB-20261123-00001-0/138*****678'],
    ['CB-20261123-00001-0:fileOpinion:1:13812345678', 'CB-20261123-00001-0:fileOpinion:1:138*****678'],
    ['CB-20261123-00001-0 13812345678', 'CB-20261123-00001-0 138*****678'],
    ['١٣٨١٢٣٤٥٦٧٨', '138*****678'],
  ])('R-39: %s', (text, masked) => expect(maskNumbersIn(text)).toBe(masked))

  it.each([
    'CB-20261123-00001-0',
    'CBT-20261124-00017-9',
    'CB-20261123-00001-0:decideApproval:zigui:ranqi:worksPlanning:1',
    '/api/v1/applications/CB-20261123-00001-0/registration/receipts',
    '2026-11-23T14:45:00+08:00',
    '2026-11-25 至 2026-12-01，2026 年第 4 季度',
    'credit:138712345670123456789012',
    'inspection:CB-20261123-00001-0:0123456789012345',
    'rectification:water:shuiwu:later:0123456789abcdef:2',
    '2411-421281-04-01-123456',
    '91440101'.repeat(8),
    '埋深 1.2 米，管径 DN200，长 1200 米，K1+250.35 至 K12+300',
    '0.30000000000000004',
    '请拨打 95598 或 12345',
    '发改价格〔2015〕2012 号',
    '共 12345 户\n共 6789 户',
  ])('R-39: nothing else is taken for one: %s', (kept) => expect(maskNumbersIn(kept)).toBe(kept))
})
