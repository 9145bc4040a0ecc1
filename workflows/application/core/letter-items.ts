import type { ActBodies } from '../../../domain/act/act.schema.ts'
import { defined } from '../../../domain/defined.ts'
import type { Service } from '../../../domain/case/service.ts'
import { SERVICE_NAMES, SERVICES } from '../../../domain/case/service.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Choice } from '../../lib/core/choices.ts'
import type { CaseState } from './case-state.ts'
import { openServices } from './held.ts'
import { servicesHeldUp } from './held-up.ts'
import { missingDemand } from './missing.ts'

type Letter = Pick<NonNullable<CaseState['supplement']>, 'items' | 'concerns'>
type Asking = ActBodies['requestSupplement']

/** Of the form's fields, those of every service. */
const OF_ALL: readonly string[] = ['applicant', 'address', 'contact', 'phone', 'projectCode', 'surveyDate']

/** `form.address` and `address` are the same field. */
function partsOf(item: string): readonly string[] {
  return item.replace(/^form\./, '').split('.')
}

/** The service whose field of the form it is. */
function ownService(item: string): Service | undefined {
  const [of, name] = partsOf(item)
  return of === 'services' ? SERVICES.find((service) => service === name) : undefined
}

/** which services an item of the letter concerns; undefined: all. */
export function servicesOfItem(
  item: string,
  { concerns = [] }: Pick<Letter, 'concerns'>,
): readonly Service[] | undefined {
  const own = ownService(item)
  return own === undefined ? concerns.find((each) => each.item === item)?.services : [own]
}

/** the services that the letter holds up: those that its items concern. */
export function servicesHeldBy(state: CaseState, { items, concerns = [] }: Asking): Service[] {
  const of = items.map((item) => servicesOfItem(item, { concerns }))
  const open = openServices(state)
  return open.filter((service) => of.some((services) => services === undefined || services.includes(service)))
}

/** What concerns which services is said of an item of the letter, once, and not otherwise than the form has it. */
export function requireConcerns(state: CaseState, { items, concerns = [] }: Asking): void {
  if (concerns.length > 0 && state.holdsByService === undefined)
    throw new Refusal('validation-failed', '该申请登记在先，一次性告知针对整件，不分服务', 'concerns')
  if (state.holdsByService === undefined) return
  const open = openServices(state)
  items.forEach((item, index) => {
    const own = ownService(item)
    if (own !== undefined && !open.includes(own))
      throw new Refusal('validation-failed', `本申请没有办理${SERVICE_NAMES[own]}，无须补正`, `items.${index}`)
  })
  concerns.forEach(({ item, services }, index) => {
    const refuse = (why: string, field: string) => new Refusal('validation-failed', why, `concerns.${index}.${field}`)
    if (!items.includes(item)) throw refuse(`${item} 不在需补正的内容之中`, 'item')
    if (concerns.findIndex((other) => other.item === item) !== index) throw refuse(`${item} 出现了两次`, 'item')
    const own = ownService(item)
    if (own !== undefined && services.join() !== own)
      throw refuse(`${item} 是${SERVICE_NAMES[own]}的栏，只涉及${SERVICE_NAMES[own]}`, 'services')
    if (OF_ALL.includes(partsOf(item)[0] ?? '')) throw refuse(`${item} 是各项服务共有的栏，涉及全部，不必写`, 'item')
    const foreign = services.find((service) => !open.includes(service))
    if (foreign !== undefined) throw refuse(`本申请没有办理${SERVICE_NAMES[foreign]}`, 'services')
  })
}

/**
 * which services an answer lets go: of which nothing is missing any more, and something was given; what concerns
 * all is answered for all. Who gives again what is there says that it is right.
 */
export function servicesReleasedBy(state: CaseState, body: ActBodies['supplementDemand']): Service[] {
  const held = servicesHeldUp(state)
  if (held.length === 0) return []
  const before = state.registration.form
  const services = { ...before.services, ...body.services }
  const lacking = missingDemand(state, { ...before, services }).map(ownService)
  if (isOfAll(state)) return lacking.length === 0 ? [...held] : []
  const isGiven = (service: Service) => JSON.stringify(services[service]) !== JSON.stringify(before.services[service])
  const ofAll = Object.keys(defined(body)).some((field) => field !== 'services') || !SERVICES.some(isGiven)
  return held.filter((service) => !lacking.includes(service) && (ofAll || isGiven(service)))
}

export function concernChoices(state: CaseState): readonly Choice[] {
  return [{ field: 'concerns.*.services.*', of: 'service', options: openServices(state).map((value) => ({ value })) }]
}

/** Something that the letter asks for is of every service. */
function isOfAll({ supplement }: CaseState): boolean {
  if (supplement === undefined) return false
  return supplement.items.some((item) => servicesOfItem(item, supplement) === undefined)
}

/** The items for which a service waits. */
export function itemsHolding({ supplement }: CaseState, service: Service): readonly string[] {
  if (supplement === undefined) return []
  return supplement.items.filter((item) => servicesOfItem(item, supplement)?.includes(service) ?? true)
}
