import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { LineId, Touched } from '../../domain/case/service.ts'

/** What a utility brings to its outer works. Names and numbers are made up. */
export interface OuterWorks {
  readonly line: LineId
  readonly touches: Touched[]
  readonly section: { readonly road: string; readonly from: string; readonly to: string }
  readonly lengthMetres: number
  readonly design: string
  readonly method: string
  /** keys of the approvals that 附件3 replaces. */
  readonly approvals: string[]
  readonly signer: Pick<
    ActBodies['signCommitment'],
    'legalRepresentative' | 'address' | 'contact' | 'phone' | 'responsible'
  >
  /** whose pipelines lie nearby, and where. */
  readonly owners: readonly { readonly org: string; readonly positions: string; readonly signer: string }[]
}

/** who designs and builds, and why nobody has to supervise; made up. */
export const PARTICIPANTS = {
  designer: { name: '咸宁市政工程设计院', creditCode: '91350200MA2YJ1XR9G', person: '孙志远' },
  contractor: { name: '赤壁市长江管道工程有限公司', creditCode: '91440101MA5CJQ4N59', person: '钱立新' },
  unsupervised: '总投资不足 3000 万元，依法不须监理',
} as const

export const WATER_WORKS: OuterWorks = {
  line: 'water:shuiwu',
  touches: ['road', 'greenery'],
  section: { road: '河北大道', from: '发展大道路口', to: '厂区北门' },
  lengthMetres: 190,
  design: 'DN200 球墨铸铁管沿人行道敷设',
  method: '分段明挖，夜间回填，绿化带移植后复原',
  approvals: ['roadExcavation', 'greeneryOccupation'],
  signer: {
    legalRepresentative: '李志强',
    address: '金鸡山路 8 号',
    contact: '周敏',
    phone: '0715-5222110',
    responsible: '陈立军',
  },
  owners: [
    { org: 'ranqi', positions: '中压燃气管在车行道下 1.2 米，两侧 1 米内人工开挖', signer: '刘工' },
    { org: 'mobile', positions: '通信光缆在人行道下 0.8 米，过路处有套管', signer: '吴工' },
  ],
}

export const GAS_WORKS: OuterWorks = {
  line: 'gas:ranqi',
  touches: ['road'],
  section: { road: '经济开发区三路', from: '中压调压站', to: '厂区东门' },
  lengthMetres: 180,
  design: 'De160 聚乙烯中压管，阀井两座',
  method: '定向钻过路，两端工作坑',
  approvals: ['roadExcavation'],
  signer: {
    legalRepresentative: '赵国安',
    address: '陆水湖大道 66 号',
    contact: '孙丽',
    phone: '0715-5333119',
    responsible: '何志刚',
  },
  owners: [{ org: 'shuiwu', positions: '供水管在道路北侧 1.5 米', signer: '陈立军' }],
}

export const POWER_WORKS: OuterWorks = {
  line: 'power:guowang',
  touches: ['road'],
  section: { road: '陆水大道', from: '开闭所', to: '厂区南门' },
  lengthMetres: 160,
  design: '10 千伏电缆穿管敷设，电缆井四座',
  method: '分段明挖，当日回填',
  approvals: ['roadExcavation'],
  signer: {
    legalRepresentative: '郑建军',
    address: '银轮路 1 号',
    contact: '钱芳',
    phone: '0715-5355598',
    responsible: '冯志明',
  },
  owners: [{ org: 'shuiwu', positions: '供水管在人行道下 1.1 米', signer: '陈立军' }],
}

/** a new corridor, which no promise replaces, beside the road, which one does. */
export const NEW_CORRIDOR: OuterWorks = {
  ...WATER_WORKS,
  touches: ['road', 'planning'],
  design: 'DN300 球墨铸铁管，新辟管位',
  approvals: ['roadExcavation'],
}

/** nothing but a new corridor. */
export const GAS_CORRIDOR: OuterWorks = {
  ...GAS_WORKS,
  touches: ['planning'],
  design: 'De200 聚乙烯中压管，沿规划路新辟管位',
  approvals: [],
}

export function needsWorks({ line, touches, section, lengthMetres, design }: OuterWorks): ActBodies['fileOpinion'] {
  return {
    lines: [
      {
        line,
        connectable: false,
        outerWorks: { touches, sections: [section], lengthMetres, preliminaryDesign: design },
      },
    ],
  }
}

/** 附件3 in full; the dates are inclusive, in the city's time. */
export function commitmentOf(
  { signer, section, approvals }: OuterWorks,
  worksFrom: string,
  worksTo: string,
): ActBodies['signCommitment'] {
  return { ...signer, worksFrom, worksTo, sections: [section], promises: [1, 2, 3, 4], approvals }
}

/** What an inspector finds: every promise kept, or this one broken. */
export function checklist(broken?: {
  readonly promise: number
  readonly evidence: string
}): ActBodies['fileInspection']['checklist'] {
  return ([1, 2, 3, 4] as const).map((promise) =>
    promise === broken?.promise
      ? { promise, kept: false, evidence: broken.evidence }
      : { promise, kept: true, evidence: `现场照片 ${promise}` },
  )
}
