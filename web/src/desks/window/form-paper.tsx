import {
  BUSINESS_DETAILS,
  BUSINESS_NAMES,
  BUSINESS_TYPES,
  SERVICE_NAMES,
  SERVICES,
} from '../../../../domain/case/service.ts'
import type { Service } from '../../../../domain/case/service.ts'
import { DETAIL_WORDS } from '../../../../domain/demand/field-words.ts'
import { isRecord, valueAt } from '../../ui/form/shape.ts'
import type { Value } from '../../ui/form/shape.ts'

interface FormPaperProps {
  readonly serviceNumber: string
  readonly value: Value
}

/** 附件2 filled in, as a paper of one page. */
export function FormPaper({ serviceNumber, value }: FormPaperProps) {
  const at = (path: string): string => {
    const own = valueAt(value, path)
    return typeof own === 'string' || typeof own === 'number' ? String(own) : ''
  }
  const has = (path: string, wanted: string) =>
    Array.isArray(valueAt(value, path)) ? (valueAt(value, path) as string[]).includes(wanted) : at(path) === wanted
  const box = (on: boolean, words: string) => `${on ? '☑' : '□'} ${words}　`
  const services = valueAt(value, 'form.services')
  const isIndividual = at('form.applicant.kind') === 'individual'
  /** What the form has no box for is written beside its boxes. */
  const besides = (service: Service, boxes: readonly string[]) => {
    const of = (name: string) => at(`form.services.${service}.${name}`)
    const business = BUSINESS_TYPES.find((each) => each === of('business'))
    if (!wants(service) || business === undefined || business === 'new') return ''
    const details = BUSINESS_DETAILS.filter((each) => of(each) !== '').map(
      (each) => `${DETAIL_WORDS[each]} ${of(each)}`,
    )
    const more = details.length === 0 ? '' : `（${details.join('；')}）　`
    return `${boxes.includes(business) ? '' : box(true, BUSINESS_NAMES[business])}${more}`
  }
  const wants = (service: string) => isRecord(services) && services[service] !== undefined
  return (
    <section className="paper" aria-label="采集表（打印）">
      <h2>水、电、气、网联动报装需求信息采集表</h2>
      <p>联合报装服务编号：{serviceNumber}</p>
      <table>
        <tbody>
          <Row name={isIndividual ? '姓名' : '申请单位'}>{at('form.applicant.name')}</Row>
          <Row name={isIndividual ? '证件号码' : '信用代码'}>
            {at(isIndividual ? 'form.applicant.identityNumber' : 'form.applicant.creditCode')}
          </Row>
          <Row name="申请地址">{at('form.address')}</Row>
          <Row name="预约踏勘时间">{at('form.surveyDate')}</Row>
          <Row name="联系人">{at('form.contact')}</Row>
          <Row name="联系电话">{at('form.phone')}</Row>
          <Row name="项目代码">{at('form.projectCode')}</Row>
          <Row name="联合报装事项">
            {SERVICES.map((service) => box(wants(service), SERVICE_NAMES[service])).join('')}
          </Row>
          <Row name="用水报装">
            {box(wants('water') && has('form.services.water.business', 'new'), '新开户')}
            {box(has('form.services.water.business', 'increase'), '增容')}
            {box(has('form.services.water.business', 'temporary'), '临时用水')}
            {besides('water', ['increase', 'temporary'])}
            {at('form.services.water.tonsPerDay')} 吨/日
          </Row>
          <Row name="用电报装">
            {box(wants('power') && has('form.services.power.business', 'new'), '新装')}
            {box(has('form.services.power.business', 'increase'), '增容')}
            {box(has('form.services.power.business', 'temporary'), '临时用电')}
            {besides('power', ['increase', 'temporary'])}
            {at('form.services.power.kilovoltAmperes')} 千伏安（千瓦）
          </Row>
          <Row name="用气报装">
            {box(has('form.services.gas.use', 'production'), '生产')}
            {box(has('form.services.gas.use', 'domestic'), '生活')}
            {besides('gas', [])}
            {at('form.services.gas.cubicMetresPerDay')} 立方米/日
          </Row>
          <Row name="意向运营商">
            {box(has('form.services.network.operators', 'telecom'), '电信')}
            {box(has('form.services.network.operators', 'mobile'), '移动')}
            {box(has('form.services.network.operators', 'unicom'), '联通')}
            {box(has('form.services.network.operators', 'chutian'), '广电（楚天视讯）')}
            {besides('network', [])}
          </Row>
          <Row name="备注">{at('form.remarks')}</Row>
        </tbody>
      </table>
    </section>
  )
}

function Row({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  )
}
