import { z } from 'zod'
import { INQUIRY_PREFIX } from '../asked/inquiry-number.ts'
import { ApprovalItemSchema, checkApprovalItems } from '../approvals/approval-item.schema.ts'
import { BUSINESS_DETAILS, BUSINESS_TYPES, DETAILS_OF, SERVICES, TOUCHED } from '../case/service.ts'
import { AREAS, PHASES } from '../case/stage.ts'
import { POLICY_DEADLINES } from '../clocks/deadline.ts'
import { VisibilitySchema } from '../visibility/visibility.schema.ts'
import { checkAsked, GuidersSchema, InquiryPolicySchema } from './asked.schema.ts'
import { checkConnectionConduct, ConnectionConductSchema } from './connection-conduct.schema.ts'
import { LengthOrDaySchema } from './length.schema.ts'
import { checkMatterPolicies, MATTER_POLICIES } from './matter-policy.schema.ts'
import { ORGANISATION_KINDS } from './organisation-kind.ts'
import { checkSurveyConduct, SurveyConductSchema } from './survey-conduct.schema.ts'
import { checkTaskClocks, DutySchema, TaskClocksSchema } from './task-clocks.schema.ts'
import { checkWorksTime, WorksTimeSchema } from './works-time.schema.ts'
import { ORGANISATION_KEY } from './organisation-key.ts'
import { roadKey } from '../trench/road-section.ts'

const key = z.string().regex(ORGANISATION_KEY)
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)

const DeadlinePolicySchema = z.strictObject({ rule: z.string().regex(/^R-\d\d$/), length: LengthOrDaySchema })

/** how an organisation numbers its papers: 赤城管许〔2026〕12号. */
const DocumentsSchema = z.strictObject({
  code: z
    .string()
    .regex(/^[\p{Script=Han}A-Za-z0-9]{1,20}$/u)
    .describe('机关代字，如“赤城管”；其后是文书种类的字'),
  numbering: z.enum(['counted', 'given']).default('counted').describe('由系统依次编，或由单位自己给'),
})

const road = z.string().trim().min(1).max(100)

/** a road, whatever it is called, and when it was last delivered and overhauled. */
const RoadSchema = z.strictObject({
  name: road,
  aliases: z.array(road).max(20).optional(),
  deliveredOn: z.iso.date().optional().describe('交付使用'),
  overhauledOn: z.iso.date().optional().describe('大修竣工'),
})

function isEachNameOnce(roads: readonly z.infer<typeof RoadSchema>[]): boolean {
  const names = roads.flatMap(({ name, aliases = [] }) => [name, ...aliases].map(roadKey))
  return new Set(names).size === names.length
}

/**
 * A city: its organisations, who takes part in what, its hours and deadlines. The start input of every case carries the
 * whole of it.
 */
export const CitySchema = z
  .strictObject({
    key,
    name: z.string().min(1),
    servicePrefix: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .refine((prefix) => prefix !== INQUIRY_PREFIX, `${INQUIRY_PREFIX} 是咨询编号的前缀`),
    drill: z.boolean().describe('演练城市：可用以秒计的时限'),
    effectiveFrom: z.iso.date().describe('本政策施行日期'),
    calendar: z.enum(['china', 'always']),
    hours: z.strictObject({
      utcOffsetMinutes: z.int().min(-720).max(840),
      sessions: z
        .array(z.strictObject({ from: time, to: time }))
        .min(1)
        .refine(
          (sessions) =>
            sessions.every(({ from, to }, index) => from < to && from >= (sessions[index - 1]?.to ?? '00:00')),
          '工作时间应依次排列，互不重叠',
        ),
    }),
    organisations: z
      .array(
        z.strictObject({
          key,
          name: z.string().min(1),
          fullName: z.string().min(1).max(100).optional().describe('法定全称，文书用；不填为 name'),
          documents: DocumentsSchema.optional().describe('文书的文号；不填则没有文号'),
          kind: z.enum(ORGANISATION_KINDS),
          supervisor: key.optional().describe('行业主管部门（R-33）'),
          partOf: key.optional().describe('设在哪个单位之内：停表时视为该单位（R-35）'),
          duty: DutySchema.optional(),
        }),
      )
      .min(1),
    services: z.strictObject(
      Object.fromEntries(SERVICES.map((service) => [service, z.array(key).min(1)])) as Record<
        (typeof SERVICES)[number],
        z.ZodArray<typeof key>
      >,
    ),
    registration: z.strictObject({
      collectors: z.strictObject(
        Object.fromEntries(PHASES.map((phase) => [phase, key])) as Record<(typeof PHASES)[number], typeof key>,
      ),
      window: key,
      asked: z
        .strictObject(
          Object.fromEntries(
            BUSINESS_TYPES.map((type) => [type, z.array(z.enum(BUSINESS_DETAILS)).optional()]),
          ) as Record<
            (typeof BUSINESS_TYPES)[number],
            z.ZodOptional<z.ZodArray<z.ZodEnum<{ [D in (typeof BUSINESS_DETAILS)[number]]: D }>>>
          >,
        )
        .optional()
        .describe('各业务类型除用量外须填的内容（R-04），缺的一次性告知'),
      guidance: GuidersSchema.optional(),
      inquiries: InquiryPolicySchema.optional(),
      paperDays: z
        .int()
        .min(1)
        .max(30)
        .optional()
        .describe('综窗补录纸质表，实际收到的时间至多在几个工作日以前；不填则不许补录（R-03）'),
      towns: z
        .array(
          z.strictObject({
            name: z.string().min(2),
            area: z.enum(AREAS),
            aliases: z.array(z.string().min(2)).min(1).optional(),
          }),
        )
        .min(1)
        .optional()
        .describe('乡镇、街道名录：按申请地址定适用区域（R-06）；不填则照登记所填'),
      onlineHall: key.optional().describe('申请人自行登记所经的接入系统（R-02）；不填则不开放自行登记'),
    }),
    survey: z.strictObject({
      convener: key,
      invited: z.array(key).describe('参加踏勘的主管部门（附件1、R-11）'),
      opinionRequired: z.array(key).describe('必须出具意见的主管部门（R-13）'),
      conduct: SurveyConductSchema.optional(),
    }),
    connection: ConnectionConductSchema.optional(),
    approvals: z
      .strictObject({
        version: z.string().min(1),
        lead: key.describe('并联审批牵头部门（R-17）'),
        list: z
          .array(ApprovalItemSchema)
          .refine((list) => new Set(list.map((approval) => approval.key)).size === list.length, '审批事项编号不能重复'),
      })
      .describe('外线工程审批事项清单（R-15）'),
    coordination: z.strictObject({
      office: key.describe('协调小组办公室'),
      standIn: key.optional().describe('办公室所在单位自己的时限由谁停表（R-35）；不填则不能停'),
    }),
    works: z.strictObject({
      inspectedWhenTouching: z.array(z.enum(TOUCHED)).describe('涉及何者时完工前须检查合格（R-20）'),
      restoredWhenTouching: z.array(z.enum(TOUCHED)).describe('涉及何者时须恢复原貌（R-21）'),
      acceptor: key.describe('组织竣工验收的部门'),
      restorationConfirmer: key.describe('确认恢复原貌的部门'),
      restorationConfirmers: z
        .array(
          z.strictObject({
            org: key,
            touching: z
              .array(z.string().min(1).max(40))
              .min(1)
              .describe('涉及何者时由其确认：四类之一，或审批事项编号'),
          }),
        )
        .max(20)
        .optional()
        .describe(
          '涉及不同事项时各由谁确认恢复原貌（R-21），各自确认，不因时限届满视为确认；不填则由 restorationConfirmer',
        ),
    }),
    worksTime: WorksTimeSchema.optional(),
    roads: z
      .strictObject({
        moratoriumYears: z.int().min(0).max(20).describe('道路修复后几年内不再挖掘'),
        closed: z
          .strictObject({ afterDelivery: z.int().min(0).max(20), afterOverhaul: z.int().min(0).max(20) })
          .optional()
          .describe('交付、大修后几年内不得挖掘，须经市人民政府批准；不填为 5 年、3 年'),
        list: z
          .array(RoadSchema)
          .max(500)
          .refine(isEachNameOnce, '一个道路名称（含别名）只能属于一条道路')
          .optional()
          .describe('道路名录：近年交付、大修的道路，及其别名'),
      })
      .optional()
      .describe('道路挖掘（R-18）；不填为 3 年'),
    dataSharing: z
      .strictObject({
        items: z
          .array(z.strictObject({ key, name: z.string().min(1).max(50) }))
          .min(1)
          .max(50)
          .refine((items) => new Set(items.map((item) => item.key)).size === items.length, '共享数据编号不能重复'),
      })
      .optional()
      .describe('向数据共享平台索取的数据（R-09）'),
    visibility: VisibilitySchema.optional().describe('谁看到哪些个人信息（R-39），代替标准表中的行；不填为标准表'),
    ...MATTER_POLICIES,
    deadlines: z.strictObject({
      ...(Object.fromEntries(POLICY_DEADLINES.map((kind) => [kind, DeadlinePolicySchema])) as Record<
        (typeof POLICY_DEADLINES)[number],
        typeof DeadlinePolicySchema
      >),
      connectionLaidInAdvance: DeadlinePolicySchema,
    }),
    taskClocks: TaskClocksSchema.optional().describe('方案没有规定时限的待办（R-33）；不填则没有时限'),
  })
  .superRefine((city, context) => {
    const organisations = new Map(city.organisations.map((organisation) => [organisation.key, organisation.kind]))
    const known = (path: (string | number)[], org: string) => {
      if (!organisations.has(org)) context.addIssue({ code: 'custom', path, message: `没有单位 ${org}` })
    }
    Object.entries(city.services).forEach(([service, utilities]) =>
      utilities.forEach((org) => known(['services', service], org)),
    )
    Object.entries(city.registration.collectors).forEach(([phase, org]) =>
      known(['registration', 'collectors', phase], org),
    )
    known(['registration', 'window'], city.registration.window)
    if (city.registration.onlineHall !== undefined && organisations.get(city.registration.onlineHall) !== 'intake')
      context.addIssue({
        code: 'custom',
        path: ['registration', 'onlineHall'],
        message: `没有接入系统 ${city.registration.onlineHall}`,
      })
    for (const type of BUSINESS_TYPES) {
      const odd = city.registration.asked?.[type]?.find((detail) => !DETAILS_OF[type].includes(detail))
      if (odd !== undefined)
        context.addIssue({ code: 'custom', path: ['registration', 'asked', type], message: `${odd} 不属于 ${type}` })
    }
    known(['survey', 'convener'], city.survey.convener)
    known(['approvals', 'lead'], city.approvals.lead)
    known(['coordination', 'office'], city.coordination.office)
    if (city.coordination.standIn !== undefined) known(['coordination', 'standIn'], city.coordination.standIn)
    if (city.worksTime !== undefined) known(['worksTime', 'decider'], city.worksTime.decider)
    known(['works', 'acceptor'], city.works.acceptor)
    known(['works', 'restorationConfirmer'], city.works.restorationConfirmer)
    city.works.restorationConfirmers?.forEach(({ org }, index) =>
      known(['works', 'restorationConfirmers', String(index)], org),
    )
    checkApprovalItems(city, context)
    if (
      (city.roads?.list ?? []).length > 0 &&
      !city.approvals.list.some(({ opensClosedRoad }) => opensClosedRoad === true)
    )
      context.addIssue({
        code: 'custom',
        path: ['roads', 'list'],
        message: '审批事项清单中没有挖掘未满年限道路的事项（opensClosedRoad）',
      })
    city.survey.invited.forEach((org) => known(['survey', 'invited'], org))
    city.survey.opinionRequired.forEach((org) => {
      if (!city.survey.invited.includes(org))
        context.addIssue({ code: 'custom', path: ['survey', 'opinionRequired'], message: `${org} 未被邀请` })
    })
    city.organisations.forEach((organisation) => {
      if (organisation.supervisor !== undefined)
        known(['organisations', organisation.key, 'supervisor'], organisation.supervisor)
      if (organisation.partOf !== undefined) known(['organisations', organisation.key, 'partOf'], organisation.partOf)
    })
    checkMatterPolicies(city, context)
    checkTaskClocks(city, context)
    checkSurveyConduct(city, context)
    checkConnectionConduct(city, context)
    checkWorksTime(city, context)
    checkAsked(city, context)
    const shortened = Object.values(city.deadlines).some((deadline) => deadline.length.kind === 'elapsedSeconds')
    if (shortened && !city.drill)
      context.addIssue({ code: 'custom', path: ['deadlines'], message: '以秒计的时限只能用于演练城市' })
  })
export type City = z.infer<typeof CitySchema>
