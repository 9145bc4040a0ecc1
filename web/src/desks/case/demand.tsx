import type { ApplicationView } from '../../data/types.ts'
import { BUSINESS_NAMES, BUSINESS_TYPES, SERVICE_NAMES, SERVICES } from '../../../../domain/case/service.ts'

const DEMANDS: Readonly<Record<string, string>> = {
  tonsPerDay: '吨/日',
  kilovoltAmperes: '千伏安（千瓦）',
  cubicMetresPerDay: '立方米/日',
  terminals: '个终端',
}

/** 附件2 as it was filed. */
export function Demand({ view }: { readonly view: ApplicationView }) {
  const { applicant } = view
  const rows: readonly (readonly [string, string | undefined])[] = [
    [applicant.kind === 'individual' ? '姓名' : '申请单位', applicant.name],
    ['信用代码', applicant.creditCode],
    ['证件号码', applicant.identityNumber],
    ['申请地址', view.address],
    ['预约踏勘时间', view.surveyDate],
    ['联系人', view.contact],
    ['联系电话', view.phone],
    ['项目代码', view.projectCode],
    ['项目阶段', view.phaseName],
    ...SERVICES.map((service) => [`${SERVICE_NAMES[service]}报装`, demandOf(view.services[service])] as const),
    ['备注', view.remarks],
  ]
  return (
    <section className="panel" aria-labelledby="demand">
      <h2 id="demand">需求信息（附件2）</h2>
      {view.masked && <p className="hint">个人信息按您在本件中的职责显示。</p>}
      <dl className="facts">
        {rows
          .filter(([, value]) => value !== undefined && value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

function demandOf(service: Readonly<Record<string, unknown>> | undefined): string | undefined {
  if (service === undefined) return undefined
  const amount = Object.entries(DEMANDS).flatMap(([name, unit]) =>
    typeof service[name] === 'number' ? [`${service[name]} ${unit}`] : [],
  )
  const business = BUSINESS_TYPES.find((each) => each === service['business']) ?? 'new'
  return [BUSINESS_NAMES[business], ...amount].join('，')
}
