import { authoritiesOf } from '../../domain/approvals/touch-item.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { SERVICE_NAMES, SERVICES } from '../../domain/case/service.ts'
import { PHASE_NAMES, PHASES } from '../../domain/case/stage.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { table } from './page.ts'
import type { Paper } from './page.ts'
import { dateWords, lengthWords, limitWords, TOUCHED_WORDS } from './words.ts'

/** The formatter would break such sentences at their spaces, were they in the page. */
const NOTHING_ASKED = [
  '申请材料 0 份：只填《水、电、气、网联动报装需求信息采集表》，无须提交任何证照；',
  '项目立项备案、土地出让阶段由部门主动采集，用户无须申请。跑动 0 次：全程网上可办。',
  '费用 0 元：建筑区划红线外的接入工程用户不缴纳任何费用；红线内按发改部门现行价格文件。',
]

/** 一张图办事指引, R-10: all from the city's configuration. */
export function guide(city: City): Paper {
  const nameOf = (org: string) => city.organisations.find(({ key }) => key === org)?.name ?? org
  const steps = stepsOf(city, nameOf).map(
    ({ name, length }, index) => html`<li><b>${index + 1}　${name}</b><span>${length}</span></li>`,
  )
  const body = html` <ol class="flow">
      ${steps}
    </ol>
    <p>${NOTHING_ASKED.join('')}</p>
    <h2>一、到哪里办</h2>
    ${channels(city)}
    <h2>二、怎么办、谁来办、多长时间</h2>
    ${table(
      ['环节', '做什么', '责任单位', '时限'],
      stepsOf(city, nameOf).map(({ name, what, who, length }) => [name, what, who, length]),
    )}
    <p>
      工作时间：${city.hours.sessions.map(({ from, to }) => `${from}—${to}`).join('、')}（法定节假日除外，调休上班日照常）；工作日按工作时间计算，停表期间不计。
    </p>
    <h2>三、承办单位</h2>
    ${table(
      ['服务', '承办单位'],
      SERVICES.map((service) => [SERVICE_NAMES[service], city.services[service].map(nameOf).join('、')]),
    )}
    <h2>四、外线工程所需审批（由承办单位办理，用户不用办）</h2>
    ${table(
      ['审批事项', '涉及', '部门', '方式', '依据'],
      city.approvals.list.map(({ name, touches, replaceable, limits, workingDays, legalBasis, ...item }) => [
        name,
        TOUCHED_WORDS[touches],
        authoritiesOf(item).map(nameOf).join('、'),
        replaceable ? `告知承诺${limitWords(limits)}，即时办结` : `并联审批，${workingDays} 个工作日`,
        legalBasis,
      ]),
    )}`
  return {
    title: `${city.name}水电气网联动报装办事指引`,
    body,
    issuer: nameOf(city.registration.window),
    date: `自 ${dateWords(city.effectiveFrom)} 起施行`,
    dense: true,
  }
}

interface Step {
  readonly name: string
  readonly what: string
  readonly who: string
  readonly length: string
}

function stepsOf(
  { registration, survey, deadlines, approvals, works }: City,
  nameOf: (org: string) => string,
): readonly Step[] {
  const collectors = [...new Set([registration.window, ...PHASES.map((phase) => registration.collectors[phase])])]
    .map(nameOf)
    .join('、')
  const lengthOf = (kind: keyof City['deadlines']) => lengthWords(deadlines[kind].length)
  return [
    { name: '一口登记', what: '采集需求，推送各单位', who: collectors, length: lengthOf('registration') },
    {
      name: '联合踏勘',
      what: `一次到现场，形成各单位方案；须出具意见：${survey.opinionRequired.map(nameOf).join('、')}与各承办单位`,
      who: `${nameOf(survey.convener)}牵头`,
      length: lengthOf('survey'),
    },
    {
      name: '一次承诺',
      what: `有外线工程的，承办单位签署承诺书，审批即时办结；不适用承诺的由${nameOf(approvals.lead)}牵头并联审批`,
      who: '各承办单位',
      length: lengthOf('commitment'),
    },
    {
      name: '施工验收',
      what: '外线工程施工，部门监管，竣工验收，恢复原貌',
      who: `各承办单位；${nameOf(works.acceptor)}组织验收，${nameOf(works.restorationConfirmer)}确认恢复`,
      length: '按承诺的工期',
    },
    {
      name: '一并接入',
      what: '按约定时间通水、通电、通气、通网；管网已提前布设的当日接入',
      who: '各承办单位',
      length: [
        lengthWords(deadlines.connection.length),
        `已布设的 ${lengthWords(deadlines.connectionLaidInAdvance.length)}`,
      ].join('；'),
    },
  ]
}

function channels({ organisations, registration }: City): Html {
  const online = organisations.filter(({ kind }) => kind === 'intake').map(({ name }) => name)
  const window = organisations.find(({ key }) => key === registration.window)?.name ?? ''
  const early = PHASES.filter((phase) => phase === 'projectFiling' || phase === 'landTransfer')
    .map(
      (phase) =>
        `${PHASE_NAMES[phase]}（${organisations.find(({ key }) => key === registration.collectors[phase])?.name ?? ''}）`,
    )
    .join('、')
  return table(
    ['方式', '渠道'],
    [
      ['网上', online.join('、')],
      ['窗口', window],
      ['主动采集（零申请）', early],
    ],
  )
}
