import { describe, expect, it } from 'vitest'
import { doubtsAbout, inWords } from '../../domain/demand/doubts.ts'

const codesOf = (numbers: Parameters<typeof doubtsAbout>[0]) => doubtsAbout(numbers, 'subject').map(({ code }) => code)

describe('R-08: numbers that are no numbers are a doubt for the clerk, never taken silently', () => {
  it.each([
    ['91440101MA5CJQ4N59', []],
    ['91440101MA5CJQ4N58', ['creditCodeCheckCharacter']],
    ['000000000000000000', ['creditCodeRepeated']],
    ['111111111111111111', ['creditCodeRepeated']],
    ['110105200001010016', ['creditCodeIsIdentityNumber']],
    ['440524188001010014', ['creditCodeIsIdentityNumber']],
    ['914403001922038216', []],
    ['91420000707123456X', ['creditCodeCheckCharacter']],
  ])('R-08: a company’s code %s', (creditCode, codes) => expect(codesOf({ creditCode })).toEqual(codes))

  it.each([
    ['11010519491231002X', []],
    ['110105194912310021', ['identityNumberCheckCharacter']],
    ['440524188001010014', ['identityNumberBirthYear']],
    ['111111111111111111', ['identityNumberCheckCharacter', 'identityNumberBirthYear']],
  ])('R-08: a resident’s number %s', (identityNumber, codes) => expect(codesOf({ identityNumber })).toEqual(codes))

  it('R-08: each names its field and says in words what to look at', () => {
    expect(inWords(doubtsAbout({ creditCode: '0'.repeat(18) }, 'form.applicant'))).toEqual([
      {
        field: 'form.applicant.creditCode',
        code: 'creditCodeRepeated',
        message: '统一社会信用代码通篇是同一个字符，请核对营业执照',
      },
    ])
  })
})
