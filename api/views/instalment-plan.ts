import { z } from 'zod'
import type { City } from '../../domain/city/city.schema.ts'
import { LIGHTS, lightOf } from '../../domain/clocks/deadline.ts'
import { instalmentDeadlineId, totalsOf } from '../../domain/instalments/instalments.ts'
import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import type { MatterState } from '../../domain/matter/matter.ts'
import { SERVICE_NAMES, SERVICES } from '../../domain/case/service.ts'
import { writingFor } from './writing.ts'

const Fen = z.int().optional().describe('金额（分）；无关单位不显示')
const Yuan = z.string().optional().describe('金额（元）')

const PartSchema = z.object({
  part: z.int().describe('第几期'),
  dueDate: z.string(),
  amountFen: Fen,
  amountYuan: Yuan,
  movedFen: Fen.describe('未付（退）清的一期已付（退）的金额，分'),
  paid: z.boolean(),
  paidOn: z.string().optional(),
  late: z.boolean().describe('付款日期晚于约定'),
  overdue: z.boolean().describe('约定日期已过而未付'),
  light: z.enum(LIGHTS).optional().describe('在计时的一期'),
})

/** one line's plan, in its case or after it. */
export const planViewShape = {
  serviceNumber: z.string(),
  line: z.string(),
  service: z.enum(SERVICES),
  serviceName: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  agreedOn: z.string().describe('约定分期之日'),
  parts: z.array(PartSchema),
  totalFen: Fen,
  totalYuan: Yuan,
  paidFen: Fen,
  paidYuan: Yuan,
  overdueFen: Fen,
  overdueYuan: Yuan,
  remainingFen: Fen,
  remainingYuan: Yuan,
}
const PlanSchema = z.object(planViewShape)

/** 40001 → `400.01`. */
export function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}

interface PlanReading {
  readonly masked: boolean
  readonly city: City
  readonly now: Date
  readonly deadlines?: MatterState['deadlines'] | undefined
  /** Which plan is in force, where there have been several. */
  readonly number?: number | undefined
}

export function planView(
  plan: InstalmentPlan,
  { masked, city, now, deadlines = {}, number }: PlanReading,
): z.infer<typeof PlanSchema> {
  const writing = writingFor(city, now)
  const today = localDate(writing.now, city.hours)
  const { serviceNumber, line, service, utility, agreedAt } = plan
  return {
    serviceNumber,
    line,
    service,
    serviceName: SERVICE_NAMES[service],
    utility,
    utilityName: writing.nameOf(utility),
    agreedOn: localDate(agreedAt, city.hours),
    parts: plan.parts.map(({ dueDate, amountFen, paidOn, movedFen }, index) => {
      const deadline = deadlines[instalmentDeadlineId(index + 1, number)]
      return {
        part: index + 1,
        dueDate,
        ...(masked ? {} : { amountFen, amountYuan: yuan(amountFen), movedFen }),
        paid: paidOn !== undefined,
        paidOn,
        late: paidOn !== undefined && paidOn > dueDate,
        overdue: paidOn === undefined && dueDate < today,
        light: deadline === undefined ? undefined : lightOf(deadline, writing.now),
      }
    }),
    ...(masked ? {} : totals(plan, today)),
  }
}

function totals({ parts }: InstalmentPlan, today: string) {
  const { totalFen, paidFen, overdueFen, remainingFen } = totalsOf(parts, today)
  return {
    totalFen,
    paidFen,
    overdueFen,
    remainingFen,
    totalYuan: yuan(totalFen),
    paidYuan: yuan(paidFen),
    overdueYuan: yuan(overdueFen),
    remainingYuan: yuan(remainingFen),
  }
}
