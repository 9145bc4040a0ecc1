/** R-24, R-25: the forms about the time of the connection. */
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { claimOn, claimsOf, standingOf } from '../../workflows/application/core/missed-claims.ts'
import { html } from '../documents/html.ts'
import type { Html } from '../documents/html.ts'
import { choices, input, select, textarea } from './fields.ts'
import type { Shown } from './fields.ts'
import { form } from './form.ts'
import type { SeenCase } from './seen-case.ts'
import { READY } from './awaited.ts'
import { instantOf, whenWords } from './when.ts'
import { wordsShown } from './words-shown.ts'

type Line = SeenCase['state']['lines'][string]

const SLOT_MINUTES = 30

/** Half hours of the city's working time. */
function slotsOf({ city: { hours } }: SeenCase): readonly (readonly [string, string])[] {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  const two = (value: number) => String(value).padStart(2, '0')
  return hours.sessions.flatMap(({ from, to }) => {
    const count = Math.floor((minutes(to) - minutes(from)) / SLOT_MINUTES)
    return Array.from({ length: count }, (_, index): readonly [string, string] => {
      const at = minutes(from) + index * SLOT_MINUTES
      const time = `${two(Math.floor(at / 60))}:${two(at % 60)}`
      return [time, time]
    })
  })
}

/** R-14, R-24, R-25: one time for all that are ready, or another than was agreed. */
export function appointmentForm(seen: SeenCase, shown: Shown): Html {
  const { state, now, city } = seen
  const lines = Object.values(state.lines).filter(({ status }) => READY.includes(status) || status === 'appointed')
  const agreed = lines.flatMap(({ appointment }) => (appointment === undefined ? [] : [appointment.at]))
  const names = [...new Set(lines.map(({ service }) => SERVICE_NAMES[service]))].join('、')
  const slots = slotsOf(seen)
  const { date = '', time = '' } = shown.typed
  const at = shown.errors.length === 0 ? undefined : instantOf(date, time, city.hours)
  return form('appointment', shown, {
    fields: html`<p>
        ${names}一并上门接入，只约一次。
        ${agreed.length === 0 ? '' : `原约 ${whenWords(agreed[0] ?? '', city.hours)}，改约后以新时间为准。`}
      </p>
      ${input({ name: 'date', label: '哪一天', kind: 'date', from: localDate(now, city.hours) }, shown)}
      ${at === undefined ? '' : html`<p class="hint">刚才选的是 ${whenWords(at, city.hours)}。</p>`}
      ${select({ name: 'time', label: '几点', options: slots, first: slots[0]?.[0] ?? '' }, shown)}`,
    button: agreed.length === 0 ? '约定这个时间' : '改到这个时间',
  })
}

const lineOptions = (lines: readonly Line[], nameOf: SeenCase['nameOf']) =>
  lines.map(({ id, service, utility }) => [id, `${SERVICE_NAMES[service]}（${nameOf(utility)}）`] as const)

/** R-25: agreed, one's own time kept, or another. */
export function offerForm(seen: SeenCase, shown: Shown): Html {
  const { state, now, city, nameOf } = seen
  const lines = Object.values(state.lines).filter(({ appointment }) => appointment?.offer !== undefined)
  const options = lineOptions(lines, nameOf)
  const slots = slotsOf(seen)
  const said = lines.map(({ service, utility, appointment }) => {
    const [own = '', offer] = [appointment?.at, appointment?.offer]
    const what = `${nameOf(utility)}（${SERVICE_NAMES[service]}）`
    const why = wordsShown(offer?.reason ?? '', seen.lens)
    return html`<p>
      您约的是 ${whenWords(own, city.hours)}。${what}那时来不了（${why}），提议
      <b>${whenWords(offer?.at ?? '', city.hours)}</b>。不答复的，到期以提议的时间为准。
    </p>`
  })
  return form('offer', shown, {
    fields: html`${said}
    ${
      options.length < 2
        ? html`<input type="hidden" name="line" value="${options[0]?.[0] ?? ''}" />`
        : select({ name: 'line', label: '答复哪一项', options, first: options[0]?.[0] ?? '' }, shown)
    }
    ${choices(
      {
        name: 'answer',
        label: '您的答复',
        options: [
          ['agreed', '同意提议的时间'],
          ['kept', '还是按我约的时间'],
          ['other', '另定一个时间（填下面两项）'],
        ],
      },
      shown,
    )}
    ${input({ name: 'date', label: '另定哪一天', kind: 'date', from: localDate(now, city.hours) }, shown)}
    ${select({ name: 'time', label: '几点', options: slots, first: slots[0]?.[0] ?? '' }, shown)}`,
    button: '答复',
  })
}

/** R-25: missed by the user, as the utility says. */
export function missedAnswerForm({ state, city, nameOf, lens }: SeenCase, shown: Shown): Html {
  const claims = claimsOf(state).filter((claim) => claim.by === 'user' && standingOf(claim) === 'told')
  const utilityOf = (line: string) => nameOf(state.lines[line]?.utility ?? '')
  const options = claims.map(({ id, at, line }) => [id, `${whenWords(at, city.hours)}，${utilityOf(line)}`] as const)
  return form('missed-answer', shown, {
    fields: html`${claims.map(
      ({ at, line, note }) =>
        html`<p>
          ${utilityOf(line)}说 ${whenWords(at, city.hours)}
          到场而没有人在：${wordsShown(note, lens)}。不答复的，由综窗查明认定。
        </p>`,
    )}
    ${
      options.length < 2
        ? html`<input type="hidden" name="claim" value="${options[0]?.[0] ?? ''}" />`
        : select({ name: 'claim', label: '答复哪一次', options, first: options[0]?.[0] ?? '' }, shown)
    }
    ${choices(
      {
        name: 'confirmed',
        label: '是这样吗',
        options: [
          ['yes', '是，那时没有人在'],
          ['no', '不是，请综窗认定'],
        ],
      },
      shown,
    )}
    ${textarea({ name: 'note', label: '说明', hint: '不是的，请写明当时的情形', most: 1000 }, shown)}`,
    button: '答复',
  })
}

/** R-25: all that is agreed, for there is one time for all. */
export function cancellationForm({ state, city }: SeenCase, shown: Shown): Html {
  const lines = Object.values(state.lines).filter(({ status }) => status === 'appointed')
  const said = lines.map(
    ({ service, appointment }) => `${SERVICE_NAMES[service]} ${whenWords(appointment?.at ?? '', city.hours)}`,
  )
  return form('cancellation', shown, {
    fields: html`<p>取消 ${said.join('、')}；以后可以随时再约。只想换个时间的，请用“改约接入时间”。</p>
      ${textarea({ name: 'reason', label: '原因', most: 500 }, shown)}`,
    button: '取消约定',
  })
}

/** R-25: missed by the utility, and said by the user. */
export function missedForm({ state, now, nameOf }: SeenCase, shown: Shown): Html {
  const lines = missable(state, now)
  const options = lineOptions(lines, nameOf)
  return form('missed', shown, {
    fields: html`${select({ name: 'line', label: '哪一项没有来', options, first: options[0]?.[0] ?? '' }, shown)}
    ${textarea({ name: 'note', label: '说明', hint: '例如：等到几点，有没有来电话', most: 1000 }, shown)}`,
    button: '告诉承办单位和监管单位',
  })
}

export function missable(state: SeenCase['state'], now: string) {
  return Object.values(state.lines).filter(
    (line) =>
      line.status === 'appointed' &&
      line.appointment !== undefined &&
      line.appointment.missedAt === undefined &&
      claimOn(state, line) === undefined &&
      line.appointment.at <= now,
  )
}
