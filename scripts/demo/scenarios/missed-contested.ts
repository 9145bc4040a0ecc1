import type { View } from '../answers.ts'
import { connectAppointed, fileConnectable, inChina, signReceipts, appoint } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { auditor, CLERK, INTAKE, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'

const [WATER, POWER] = ['water:shuiwu', 'power:guowang'] as const

export const missedContested: Scenario = {
  name: 'missed-contested',
  city: 'drill',
  title: '另约与失约：供电公司另提时间，用户同意；供水公司未到而有异议，综窗认定；用户未到，自己确认；都马上另约',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm(
        { name: '演练市长青印务有限公司', creditCode: '91350200MA2YJ1XR9G' },
        {
          services: {
            water: { business: 'new', tonsPerDay: 8 },
            power: { business: 'new', kilovoltAmperes: 80 },
          },
        },
      ),
    )
    await signReceipts(driven, context)
    await surveyed(driven)
    await agreed(driven, context)
    await missedByUtility(driven, context)
    await missedByUser(driven, context)
    await connectAppointed(driven, await driven.look())
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected', '两项应都接入')
    expect(
      isUnassessed(end, `connection:${POWER}:2`) && !isUnassessed(end, `connection:${WATER}`),
      '只有用户失约的那次不计',
    )
    context.tell.note('办结；供水公司的失约计入考核，用户失约的那次接入时限不计')
    await driven.finish(auditor('fagai'))
  },
}

async function surveyed(driven: DrivenCase): Promise<void> {
  await driven.act(officer('zigui'), 'fileOpinion', { remarks: '符合规划' }, '踏勘意见：符合规划')
  await driven.act(officer('chengguan'), 'fileOpinion', { remarks: '不占路、不占绿' }, '踏勘意见：不占路、不占绿')
  await fileConnectable(driven, WATER, { remarks: '供水管已预留接口' })
  await fileConnectable(driven, POWER, { remarks: '环网柜已到红线' })
}

const ahead = (seconds: number) => new Date(Date.now() + seconds * 1_000)
const timeOf = (view: View, line: string) => view.lines.find(({ id }) => id === line)?.appointment ?? ''
const isUnassessed = ({ deadlines }: View, clock: string) =>
  deadlines.some(({ id, unassessed }) => id === clock && unassessed === true)

/** one time for both; the power company cannot, and offers another. */
async function agreed(driven: DrivenCase, context: Context): Promise<void> {
  await driven.until('两项具备条件', ({ lines }) => lines.every(({ status }) => status === 'connectable'))
  await appoint(driven, ahead(5))
  const other = inChina(ahead(7))
  const body = { line: POWER, at: other, reason: '班组正在抢修' } as const
  await driven.act(officer('guowang'), 'offerTime', body, '那时来不了：另提一个时间，等用户答复')
  await driven.refused(officer('guowang'), 'offerTime', body, 'already-done', '再提一次')
  await driven.act(INTAKE, 'answerOffer', { line: POWER, answer: 'agreed' }, '用户同意所提的时间')
  const view = await driven.until('另约生效', (seen) => Date.parse(timeOf(seen, POWER)) === Date.parse(other))
  expect(timeOf(view, WATER) !== timeOf(view, POWER), '用水应仍按原约')
  context.tell.note('用水照原约，用电按另约的时间；各有各的时限')
}

async function come(driven: DrivenCase, line: string): Promise<void> {
  const at = Date.parse(timeOf(await driven.look(), line))
  await driven.until('约定时间到', () => Date.now() > at)
}

/** one side's word is not enough; the dispute keeps nobody from agreeing on another time. */
async function missedByUtility(driven: DrivenCase, { tell }: Context): Promise<void> {
  await come(driven, WATER)
  const claim = `${WATER}:1`
  await driven.act(
    INTAKE,
    'reportMissedAppointment',
    { line: WATER, by: 'utility', note: '等到下班无人来，也没有电话' },
    '用户报告供水公司没有来',
  )
  await driven.act(
    officer('shuiwu'),
    'answerMissed',
    { claim, confirmed: false, note: '到门口电话打不通' },
    '供水公司不认可，说明当时情形',
  )
  await driven.act(INTAKE, 'appointConnection', { at: inChina(ahead(2)), lines: [WATER] }, '用户马上另约时间')
  await driven.refused(
    officer('shuiwu'),
    'decideMissed',
    { claim, missed: 'user', reason: '我们到过' },
    'forbidden',
    '自己认定自己没有失约',
  )
  await driven.act(
    CLERK,
    'decideMissed',
    { claim, missed: 'utility', reason: '通话记录中没有来电，门卫登记中没有来人' },
    '综窗查明认定：供水公司失约',
  )
  tell.note('认定的计入供水公司的考核；不影响另约')
}

/** who was not there says so, and the clock of that time counts for nobody. */
async function missedByUser(driven: DrivenCase, { tell }: Context): Promise<void> {
  await come(driven, POWER)
  await driven.act(
    officer('guowang'),
    'reportMissedAppointment',
    { line: POWER, by: 'user', note: '到场，无人开门，电话未接' },
    '供电公司报告用户不在',
  )
  await driven.act(INTAKE, 'answerMissed', { claim: `${POWER}:2`, confirmed: true }, '用户确认：那天忘了')
  const view = await driven.until('约定作废', ({ lines }) =>
    lines.some(({ id, status }) => id === POWER && status === 'connectable'),
  )
  expect(isUnassessed(view, `connection:${POWER}:2`), '该次接入时限应不计入考核')
  await driven.act(INTAKE, 'appointConnection', { at: inChina(ahead(1)), lines: [POWER] }, '用户再约一个时间')
  tell.note('原约作废，时限不计入考核；另约的有自己的时限')
}
