/** What the fields of 附件2 are called, by their paths. */
import { BUSINESS_DETAILS, SERVICE_NAMES, SERVICES } from '../case/service.ts'
import type { BusinessDetail } from '../case/service.ts'

const FIELDS: Readonly<Record<string, string>> = {
  'services.water.tonsPerDay': '用水需求（吨/日）',
  'services.power.kilovoltAmperes': '用电容量（千伏安、千瓦）',
  'services.gas.cubicMetresPerDay': '用气需求（立方米/日）',
  'applicant.creditCode': '统一社会信用代码（请核对）',
  'applicant.identityNumber': '居民身份证号码（请核对）',
}

export const DETAIL_WORDS: Readonly<Record<BusinessDetail, string>> = {
  accountNumber: '现有户号',
  until: '临时用至（日期）',
  alteration: '改建内容',
}

/** A field of the form by its name on paper. */
export function fieldWords(path: string): string {
  const [, service, detail] = /^(?:form\.)?services\.(\w+)\.(\w+)$/.exec(path) ?? []
  const known = BUSINESS_DETAILS.find((each) => each === detail)
  if (known !== undefined)
    return SERVICES.flatMap((each) => (each === service ? [SERVICE_NAMES[each]] : [])).join('') + DETAIL_WORDS[known]
  return FIELDS[path.replace(/^form\./, '')] ?? path
}
