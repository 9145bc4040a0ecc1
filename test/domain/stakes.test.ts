import { describe, expect, it } from 'vitest'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { OuterWorksSchema, RoadSectionSchema } from '../../domain/survey/opinion.schema.ts'
import { PARTICIPANTS } from '../fixtures/works.ts'

const CREDIT_CODE = PARTICIPANTS.contractor.creditCode

const PLACES = [
  ['Ｋ０＋１２０', 'K0+120'],
  ['k0+100', 'K0+100'],
  [' k 12 + 300.５0 ', 'K12+300.50'],
  ['厂区北门（Ｋ１＋２５０ 处）', '厂区北门（K1+250 处）'],
  ['发展大道８号', '发展大道8号'],
  ['DK0+100', 'DK0+100'],
]

const works = (from: string, to: string, lengthMetres: number) => ({
  touches: [],
  sections: [{ road: '河北大道', from, to }],
  lengthMetres,
  preliminaryDesign: '略',
})

function faults(...given: Parameters<typeof works>): readonly string[] {
  const { error } = OuterWorksSchema.safeParse(works(...given))
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`)
}

describe('R-18: chainages as people write them', () => {
  it.each(PLACES)('%s is kept as %s', (given, kept) => {
    const section = RoadSectionSchema.parse({ road: '河北大道', from: given, to: '西' })
    expect(section.from).toBe(kept)
    expect(RoadSectionSchema.parse(section)).toEqual(section)
  })

  it('a stretch that runs backwards, or nowhere, is refused with what may be meant', () => {
    expect(faults('K0+120', 'K0+100', 20)).toEqual(['sections.0.to 止点的桩号应大于起点；是否应为自 K0+100 至 K0+120'])
    expect(faults('k0+100', 'Ｋ０＋１００', 20)).toEqual(['sections.0.to 止点与起点是同一桩号，应在起点之后'])
  })

  it('a length that its chainages contradict is refused with what would be right', () => {
    expect(faults('K0+100', 'K0+120', 80)).toEqual([
      'lengthMetres 与桩号不符：各路段起止相距共 20 米，长度应在 10 至 30 米之间；请核对桩号与长度',
    ])
    expect(faults('K0+100', 'K0+120', 29)).toEqual([])
    expect(faults('K0+000', 'K1+000', 1100)).toEqual([])
    expect(faults('K0+000', 'K1+000', 1101)).toHaveLength(1)
    expect(faults('K0+100', '厂区北门', 800)).toEqual([])
  })

  it('R-16, R-19: a promise repeats what was surveyed, whatever that is; a variation is looked at', () => {
    const sections = [{ road: '河北大道', from: 'K0+120', to: 'K0+100' }]
    const varied = { line: 'water:shuiwu', reason: '绕行', sections }
    expect(ACT_BODIES.requestVariation.safeParse(varied).success).toBe(false)
    const { shape } = ACT_BODIES.applyForApprovals
    expect(shape.sections.safeParse(sections).success).toBe(true)
  })
})

describe('R-08: codes and numbers in full width', () => {
  const wide = (text: string) =>
    text.replaceAll(/[0-9A-Z-]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))

  it('are kept as they are printed, in a plan as at the window', () => {
    const plan = ACT_BODIES.fileConstructionPlan.parse({
      line: 'water:shuiwu',
      title: '方案',
      summary: '略',
      nearbyOwners: [],
      contractor: { name: '赤壁管道工程公司', creditCode: ` ${wide(CREDIT_CODE)} `, person: '钱工' },
    })
    expect(plan.contractor?.creditCode).toBe(CREDIT_CODE)
    const { form } = RegistrationSchema.shape
    const { applicant, address, projectCode, services } = form.parse({
      applicant: { kind: 'individual', name: '张三', identityNumber: wide('11010519491231002X') },
      address: '河北大道８号',
      contact: '张三',
      phone: wide('13812345678'),
      projectCode: wide('2411-421281-04-01-123456'),
      services: { water: { business: 'increase', accountNumber: wide('0715-00A1') } },
    })
    expect([applicant, address, projectCode, services.water?.accountNumber]).toEqual([
      { kind: 'individual', name: '张三', identityNumber: '11010519491231002X' },
      '河北大道8号',
      '2411-421281-04-01-123456',
      '0715-00A1',
    ])
  })
})
