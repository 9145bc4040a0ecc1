/** The services of 附件2 and the lines of a case. */
export const SERVICES = ['water', 'power', 'gas', 'network', 'catv'] as const
export type Service = (typeof SERVICES)[number]

export const SERVICE_NAMES: Readonly<Record<Service, string>> = {
  water: '用水',
  power: '用电',
  gas: '用气',
  network: '网络',
  catv: '有线电视',
}

/** `service:utility`, e.g. `network:telecom`: what a case does side by side. */
export type LineId = `${Service}:${string}`

export function lineId(service: Service, utility: string): LineId {
  return `${service}:${utility}`
}

/** 用水, of `water:shuiwu`, and of an account `water:shuiwu:1`. */
export function lineWords(id: string): string {
  const service = SERVICES.find((each) => id.startsWith(`${each}:`))
  return service === undefined ? id : SERVICE_NAMES[service]
}

/** new connection, capacity increase, temporary supply, alteration. */
export const BUSINESS_TYPES = ['new', 'increase', 'temporary', 'alteration'] as const
export type BusinessType = (typeof BUSINESS_TYPES)[number]

export const BUSINESS_NAMES: Readonly<Record<BusinessType, string>> = {
  new: '新装',
  increase: '增容',
  temporary: '临时',
  alteration: '改建',
}

/** R-04⁺: what some business is known by beside its quantity; the form has no box for it. */
export const BUSINESS_DETAILS = ['accountNumber', 'until', 'alteration'] as const
export type BusinessDetail = (typeof BUSINESS_DETAILS)[number]

/** Which details go with which business; any other is a contradiction. */
export const DETAILS_OF: Readonly<Record<BusinessType, readonly BusinessDetail[]>> = {
  new: [],
  increase: ['accountNumber'],
  temporary: ['until'],
  alteration: ['accountNumber', 'alteration'],
}

/** the details that a city asks for; what it does not name may be left open. */
export type AskedDetails = { readonly [B in BusinessType]?: readonly BusinessDetail[] | undefined }

/** what outer works touch; each calls for its approvals. */
export const TOUCHED = ['road', 'greenery', 'traffic', 'planning'] as const
export type Touched = (typeof TOUCHED)[number]
