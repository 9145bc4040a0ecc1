import type { RegistrationBody } from './client.ts'

const FOUR_SERVICES: RegistrationBody['form']['services'] = {
  water: { business: 'new', tonsPerDay: 120 },
  power: { business: 'new', kilovoltAmperes: 800 },
  gas: { business: 'new', use: 'production', cubicMetresPerDay: 300 },
  network: { operators: ['telecom'], access: ['broadband', 'telephone'] },
}

type Changes = Partial<Pick<RegistrationBody, 'phase'> & Pick<RegistrationBody['form'], 'services'>>

/**
 * 附件2 as 湖北政务服务网 posts it: water, power, gas and one network operator. Names and numbers are made up; the
 * codes pass their checks.
 */
export function factoryForm(
  applicant: { readonly name: string; readonly creditCode: string },
  { phase = 'worksPlanning', services = FOUR_SERVICES }: Changes = {},
): RegistrationBody {
  return {
    channel: 'hubeiGovernmentService',
    phase,
    area: 'planningArea',
    form: {
      applicant: { kind: 'enterprise', ...applicant },
      address: '赤壁市赤马港街道河北大道 188 号',
      contact: '王建国',
      phone: '13871234567',
      projectCode: '2411-421281-04-01-123456',
      services,
      remarks: '一期厂房，计划明年三月试生产',
    },
  }
}
