/** The acts that are done most: what stands over their form, on their button, and in their fields from the start. */
import type { ApplicationView, Me } from '../../data/types.ts'
import { isRecord } from '../form/shape.ts'
import type { Value } from '../form/shape.ts'
import { asForm, ownOpinion } from './filed-opinion.ts'

interface KnownAct {
  /** What pressing the button means. */
  readonly lead: string
  readonly button?: string
  readonly hints?: Readonly<Record<string, string>>
  /** What is known already, to be looked over and changed. */
  readonly prefill?: (view: ApplicationView, me: Me) => Readonly<Record<string, unknown>>
}

const SECTIONS_HINT = '桩号写作 K0+120，至多到厘米'

const KNOWN: Readonly<Record<string, KnownAct>> = {
  acceptDemand: { lead: '需求已核对无误，予以受理，随即推送各单位。', button: '确认受理' },
  acknowledgeReceipt: { lead: '本单位已收到这件申请。', button: '签收' },
  fileOpinion: {
    lead: '逐项填写踏勘意见。踏勘结束以前可以更正：从已提交的意见改起，再提交一次。',
    button: '提交意见',
    prefill: (view, me) => asForm(ownOpinion(view, me)),
    hints: {
      'lines.*.outerWorks.sections': SECTIONS_HINT,
      'lines.*.outerWorks.touches': '都不涉及的不选',
      found: '只认定本部门职责之内的；不涉及的不选',
    },
  },
  supplementDemand: {
    lead: '补正或更正采集表的任一栏，只填要改的；踏勘结束以前可以办。服务须照原样列全。',
    button: '提交补正',
  },
  confirmSuccessor: {
    lead: '凭证明文件确认由谁承接这件申请。承接人以自己的实名账号认领之后，申请归其名下，原账号不再能办。',
    button: '确认承接人',
  },
  recordAttendance: { lead: '到场的人在此签到；牵头单位可以替各单位签。', button: '签到' },
  signCommitment: {
    lead: '附件3《水、电、气、网联合服务事项承诺书》。签署后，所列审批即时办结，并告知主管部门。',
    button: '签署承诺书',
    hints: {
      sections: SECTIONS_HINT,
      approvals: '踏勘结果所需、可由承诺替代的，不多不少；无须审批的不选',
      worksFrom: '不早于今天',
    },
    prefill: (view, me) => ({ ...worksPrefill(view, me), ...signerPrefill(view, me) }),
  },
  applyForApprovals: {
    lead: '不能以承诺替代的、或不作承诺的审批，由牵头部门组织同时办理。',
    button: '申请并联审批',
    hints: { sections: SECTIONS_HINT },
    prefill: worksPrefill,
  },
  fileDesign: { lead: '设计方案可以再提交新的版本。', button: '提交设计方案' },
  fileConstructionPlan: {
    lead: '列出邻近管线的权属单位：各家交底之后才能开工。设计、施工单位和监理单位（或依法不须监理的理由）须在开工前写明。',
    button: '提交施工方案',
    hints: {
      nearbyOwners: '没有邻近管线的不选',
      designer: '开工前须写明，现在可以先不填',
      contractor: '开工前须写明，现在可以先不填',
      supervisor: '开工前须写明监理单位，或在下面写明依法不须监理的理由；现在可以先不填',
      unsupervised: '写明了监理单位的不填',
    },
    prefill: participantsPrefill,
  },
  reassignTask: { lead: '转给本单位的同事：名单里的责任人，或在这里办过事的账号。', button: '转办' },
  signHandover: { lead: '向施工单位交清本单位管线的位置。', button: '签署交底' },
  startWorks: { lead: '登记开工。未承诺或未获批、未交底的，不能开工。', button: '登记开工' },
  reportProgress: { lead: '报告到今天为止的进度。', button: '报告进度', hints: { percent: '0 到 100 的整数' } },
  reportBackfill: {
    lead: '隐蔽部位已经核查，沟槽回填。凭承诺取得的审批，须先经审批部门在回填前核查。',
    button: '报告回填',
    hints: { evidence: '写明回填以后看不见的部位（管道、接口、垫层等）验过哪些、结果如何；照片在下面上传' },
  },
  inviteToAcceptance: {
    lead: '完工后由本单位组织竣工验收：写明时间，邀请有关单位，须有验收备案的部门。',
    button: '发出邀请',
  },
  fileAcceptance: {
    lead: '验收之后备案。合格的，主管部门可以在期限内提出异议，没有异议即为验收合格；不合格的，继续施工。',
    button: '备案',
  },
  laySurface: { lead: '回填之后、正式恢复之前，临时路面已经铺好，可以安全通行。', button: '报告' },
  requestWorksExtension: {
    lead: '申请比施工时限更长的时间，由住建部门决定。原定日期照样计入考核；超出批准或承诺的施工时间的，先申请施工变更。',
    button: '申请延期',
  },
  decideWorksExtension: { lead: '决定是否同意所申请的日期。同意的，原定日期照样计入考核。', button: '作出决定' },
  requestVariation: {
    lead: '改动批准或承诺的施工时间、路段或长度，由批准或凭承诺准许的各部门事先决定。只填要改动的。',
    button: '申请变更',
    hints: { sections: SECTIONS_HINT },
  },
  decideVariation: { lead: '决定是否同意变更。各部门都同意的，变更生效。', button: '作出决定' },
  suspendClock: {
    lead: '停表须有依据和预计恢复之日，到日自行恢复计时；不能停本单位的表。',
    button: '停表',
  },
  proposeRevocation: {
    lead: '凭欺骗等不正当手段作出的承诺所取得的审批，拟予撤销。提交后即告知该单位，由其陈述申辩，另由本部门负责人决定。',
    button: '提出并告知',
  },
  answerRevocation: { lead: '可以陈述申辩，也可以要求听证；都不要的，写明放弃。', button: '提交' },
  holdHearing: { lead: '听证已经举行：记下主持人与笔录。提出撤销的人不能主持。', button: '记录听证' },
  reportSiteSafe: { lead: '开挖的现场已处于安全状态。', button: '报告' },
  decideRevocation: {
    lead: '决定是否撤销。提出撤销的人不能决定；撤销的，审批失效、停止施工，另行申请审批。',
    button: '作出决定',
  },
  completeWorks: { lead: '外线工程已全部完成。', button: '完工' },
  fileInspection: {
    lead: '逐项检查四项承诺；有未兑现的，责令限期整改，情节严重的停工。回填前核查的，请注明。',
    button: '提交检查',
  },
  reportRectified: { lead: '已按整改通知改好，请复查。', button: '报告整改' },
  reinspect: { lead: '按整改通知复查；不到位的，继续整改。', button: '提交复查结论' },
  acceptWorks: { lead: '竣工验收的结论。', button: '提交验收结论' },
  appointConnection: {
    lead: '用户约定的接入时间。不选服务的，全部具备条件的一并接入。',
    button: '约定时间',
  },
  reportConnected: { lead: '已经通水、通电、通气、通网。', button: '报告接入完成' },
}

/** From the survey's result: the sections of our own lines. */
function worksPrefill({ lines, commitments }: ApplicationView, { org, today }: Me): Readonly<Record<string, unknown>> {
  const own = lines.filter(({ utility, outerWorks }) => utility === org && outerWorks !== undefined)
  const last = commitments.find((commitment) => commitment.org === org)
  const sections = own.flatMap(({ outerWorks }) => outerWorks?.sections ?? [])
  return {
    worksFrom: today,
    ...(sections.length === 0 ? {} : { sections: sections.map(({ road, from, to }) => ({ road, from, to })) }),
    ...whole({ responsible: last?.responsible }),
  }
}

/** who signed for us last. */
function signerPrefill({ commitments }: ApplicationView, { org }: Me): Readonly<Record<string, unknown>> {
  const { legalRepresentative, address, contact, phone } = commitments.find((each) => each.org === org) ?? {}
  return whole({ legalRepresentative, address, contact, phone })
}

/** who designs, builds and supervises our other lines of this case, or of the plan's last version. */
function participantsPrefill({ lines }: ApplicationView, { org }: Me): Readonly<Record<string, unknown>> {
  const own = lines.flatMap(({ utility, works }) => (utility === org && works !== undefined ? [works] : []))
  const last = (role: 'designer' | 'contractor' | 'supervisor') =>
    own.flatMap((works) => {
      const { name, creditCode, person } = works[role] ?? {}
      return name === undefined || person?.includes('*') === true ? [] : [{ name, creditCode, person }]
    })[0]
  return Object.fromEntries(
    (['designer', 'contractor', 'supervisor'] as const).flatMap((role) => {
      const known = last(role)
      return known === undefined ? [] : [[role, known]]
    }),
  )
}

/** What is known, and not shown masked. */
function whole(known: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) =>
      value === undefined || value.includes('*') ? [] : [[name, value]],
    ),
  )
}

/** What a form begins with and what is known already: of what is there once for each line, that of the same line. */
export function begunWith(start: Value, known: Readonly<Record<string, unknown>> = {}): Record<string, Value> {
  const begun = isRecord(start) ? start : {}
  const merged = Object.entries(known).map(([name, rows]) => {
    const empty = begun[name]
    const isByLine = Array.isArray(empty) && empty.length > 0 && empty.every((row) => isRecord(row) && 'line' in row)
    if (!Array.isArray(rows) || !isByLine) return [name, rows] as const
    const filed = (rows as readonly Value[]).filter(isRecord)
    const lineOf = (row: Value) => (isRecord(row) ? row['line'] : undefined)
    return [name, empty.map((row: Value) => filed.find(({ line }) => line === lineOf(row)) ?? row)] as const
  })
  return { ...begun, ...Object.fromEntries(merged) }
}

export const knownAct = (type: string): KnownAct | undefined => KNOWN[type]

export const hintsOf = (type: string): Readonly<Record<string, string>> => KNOWN[type]?.hints ?? {}
