import { WATER } from '../fixtures/branch-case.ts'
import { inspection } from '../fixtures/works.ts'
import { callerOf } from '../../api/auth/caller.ts'
import { loadCities } from '../../config/load-cities.ts'

/** Wherever words may be written, a name and a telephone are. */
export const [NAME, PHONE] = ['欧阳明月', '13971230000']
export const SAID = `请联系${NAME}，电话 ${PHONE}`

/** An official's words: the name cannot be found by a machine, the number can. */
export const FOUND = `回填不密实，现场联系 ${PHONE} 或 0715-5351234`
const LEAKS = [NAME, PHONE, '0715-5351234', 'hubei-user-7']

export const leaksOf = (told: unknown) =>
  LEAKS.filter((leak) => (typeof told === 'string' ? told : JSON.stringify(told)).includes(leak))

export const CITIES = loadCities()

const MASKED = [
  ['fagai', 'auditor'],
  ['zhengshu', 'administrator'],
  ['office', 'officer'],
  ['group', 'lead'],
  ['hubeiGovernmentService', 'system'],
] as const

export const callers = MASKED.map(([org, role]) => callerOf({ sub: `${org}-1`, org, role, city: 'chibi' }, CITIES))
/** Of an inspection: the fourth promise not kept. */
export const checklist = inspection(WATER, [4]).checklist.map((item) => ({ ...item, evidence: FOUND }))
