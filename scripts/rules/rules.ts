/** Each rule of 《联动报装实施方案》 as we read it, in one line; ⁺ is ours, not the plan's. */
export const RULES = {
  'R-01': '零次或一次申请办成所选各项服务；立项备案、土地出让时由部门主动采集，此后告知并引导填报；公用事业单位联合上门一次',
  'R-02': '线上四个渠道与综合窗口受理；记明渠道与项目阶段；可经办人代办⁺，窗口录入留纸质表与双方签名⁺',
  'R-03': '0.5 个工作日内信息齐备并推送；缺项一次性告知，其间停表；逾期未告知视为受理⁺；签收留痕⁺',
  'R-04': '新开户、增容、临时、改建⁺',
  'R-05': '企业与个人同等办理；可只办一项',
  'R-06': '规划区与覆盖乡镇适用；其他区域参照执行，时限只作提示⁺，分开统计',
  'R-07': '采集表（附件2）各栏；零材料，不要求任何附件',
  'R-08': '统一社会信用代码、身份证号码、项目代码校验⁺',
  'R-09': '表外所需经数据共享取得，上传一次，有权者共用',
  'R-10': '一窗受理、咨询、统一出件；回执、告知书、结果编号可打印⁺',
  'R-11': '住建局函告组织联合踏勘；不需踏勘的，免于踏勘须有理由与签发人',
  'R-12': '推送起 2 个工作日出踏勘结果；用户改约后日则停表至当日',
  'R-13': '各方意见：应出者、补正、缺席记录、迟到意见、联合记录、避开不便时间⁺',
  'R-14': '具备条件者按用户约定接入；默认一并接入，可拆分⁺',
  'R-15': '外线工程审批事项清单，载明可否以告知承诺替代，有版本与法律依据',
  'R-16': '签署承诺书（附件3），审批即时办结，并告知各部门；踏勘结果起 0.5 个工作日；四项承诺逐项留痕',
  'R-17': '不可替代的审批由自规局牵头并联办理，各有时限、一次性告知与决定；退回只退到该单位的设计',
  'R-18': '设计、施工方案、开工、进度、完工；同路段共享沟槽、并行施工，一路一挖',
  'R-19': '未承诺或未批准不得施工；管线交底⁺；应急抢修先报后补⁺；工期以附件3为准',
  'R-20': '事中事后监管；责令限期整改、复查、延期；逾期则承诺未兑现，入信用，转协调小组办公室',
  'R-21': '完工、竣工验收、恢复原貌并确认；恢复不耽误接入',
  'R-22': '红线外零费用；红线内按用户需求，价格依发改局现行文件',
  'R-23': '分期付款：用户自愿，计划与付款状态留痕',
  'R-24': '提前布局与正式报装接入分两步，其间等待数月不费资源',
  'R-25': '约定时间起 1 个工作日接入；提前布设的当日（0 个工作日）；失约各有记载',
  'R-26': '各项服务各自报告接入；全部接入或撤销、恢复已确认才办结',
  'R-27': '零跑腿；每一变化推送有关各方：至少一次、逐件有序、签名、重试数日、不丢',
  'R-28': '联动过户：一次申请，所选各单位并行办理，不能办的说明原因',
  'R-29': '失信入信用记录，报信用平台与联合惩戒部门；可异议、撤销⁺；未到期则不得告知承诺⁺',
  'R-30': '住建局逐环节考核：办件量、按时、超期、用时、缺席、整改；按月、季、年',
  'R-31': '季度联席会议报告自动生成，列明超期与争议',
  'R-32': '好差评五级；差评由办公室限期答复⁺',
  'R-33': '时限有责任单位、起止与绿黄红灯；黄灯提醒，红灯留痕并告知；从不阻挡办理⁺',
  'R-34': '按赤壁工作时间与国务院节假日（含调休）计时⁺',
  'R-35': '停表须有名目、由他方办理、留痕，恢复后接着走⁺',
  'R-36': '时限一经算定即入历史；重放永远同一结果⁺',
  'R-37': '更正联系方式、改时间、撤一项或全部撤回；已开工的妥善收尾⁺',
  'R-38': '催办、转办留痕；责任到人⁺',
  'R-39': '审计：谁、何时、凭何权办了什么；历史可重放，不可改写⁺',
} as const satisfies Record<`R-${string}`, string>

export type RuleId = keyof typeof RULES
export const RULE_IDS = Object.keys(RULES) as readonly RuleId[]

/** Those that the plan's branches must hold with a test each; the rest come with their own parts. */
export const HELD_BY_TESTS: readonly RuleId[] = RULE_IDS.filter((id) => id <= 'R-32' || ['R-35', 'R-37', 'R-38'].includes(id))

/** Assessment and the meeting's report come later: said so on the page, and only as long as no code cites them. */
export const NOT_BUILT: readonly RuleId[] = ['R-30', 'R-31']

/** A range says its rules only where it is short: `R-01…R-26` says none in particular. */
const LONGEST_RANGE = 4

/** The rules that a text names: `R-03, R-35` and `R-24…R-26`. */
export function rulesIn(text: string): readonly RuleId[] {
  const found = [...text.matchAll(/R-(\d\d)(?:…R-(\d\d))?/g)].flatMap(([, from = '', to = from]) => range(Number(from), Number(to)))
  return RULE_IDS.filter((id) => found.includes(id))
}

function range(from: number, to: number): readonly string[] {
  if (to - from >= LONGEST_RANGE) return []
  return Array.from({ length: to - from + 1 }, (_, step) => `R-${String(from + step).padStart(2, '0')}`)
}
