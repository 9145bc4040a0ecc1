import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { catalogueOf } from '../../api/documents/catalogue.ts'
import { page } from '../../api/documents/page.ts'
import { sourceFor } from '../../api/documents/papers.ts'
import { applicationView } from '../../api/views/application.ts'
import { mayRead } from '../../api/views/who-may-read.ts'
import { loadCities } from '../../config/load-cities.ts'
import { stepsOf } from '../../db/rows.ts'
import { eventShown } from '../../domain/case/case-masking.ts'
import { takesPart } from '../../domain/case/parties.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { lensOnCase } from '../../domain/visibility/lens-on.ts'
import { messageFor } from '../../push/message.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { officer } from '../fixtures/actors.ts'
import { connectable } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { personsDemand, READERS, secretsIn } from '../fixtures/who-sees-what.ts'

const CITIES = loadCities()

function surveyed(): PureCase {
  const the = new PureCase(applicationInput(RegistrationSchema.parse(personsDemand()))).atSurvey()
  the.act('fileOpinion', officer('shuiwu'), connectable('water:shuiwu'))
  the.act('fileOpinion', officer('guowang'), connectable('power:guowang'))
  return the.closeSurvey(['zigui', 'chengguan'])
}

const the = surveyed()
const readers = READERS.map(([part, org, role, found, sub = `${org}-1`]) => ({
  part,
  org,
  found,
  caller: callerOf({ iss: 'https://issuer.test', sub, org, role, city: 'chibi' }, CITIES),
}))

describe('R-39: who sees what of a case', () => {
  it.each(readers)('R-39: $part ($org)', ({ caller, org, found }) => {
    const now = new Date(the.at)
    const lens = () => lensOnCase(caller, the.state, CHIBI)
    expect(mayRead(caller, the.state)).toBe(true)

    const viewed = lens()
    const view = applicationView(the.state, caller, now, viewed)
    expect(secretsIn(view)).toEqual(found.filter((secret) => secret !== 'userAccount'))
    expect(viewed.given).toEqual(expect.arrayContaining(secretsIn(view)))
    expect(view.masked).toBe(!['applicant', 'window', 'shuiwu', 'guowang'].includes(org))

    const told = lens()
    const history = the.events.map((event) => eventShown(event, told))
    expect(secretsIn(history)).toEqual(found)
    expect(told.given).toEqual(expect.arrayContaining([...found]))
    if (found.length === 0) expect([viewed.given, told.given]).toEqual([[], []])

    const source = sourceFor(the.state, caller, now)
    const papers = catalogueOf(the.state, source.nameOf).flatMap(({ key, make }) =>
      ['receipt', 'survey-letter', 'survey-result'].includes(key) ? [page(make(source))] : [],
    )
    expect(papers).toHaveLength(3)
    const printed = found.filter((secret) => ['name', 'identityNumber', 'address', 'contact', 'phone'].includes(secret))
    for (const paper of papers) {
      expect(secretsIn(paper)).toEqual(expect.arrayContaining(printed))
      expect(secretsIn(paper).filter((secret) => !found.includes(secret))).toEqual([])
    }

    const pushed = stepsOf(the.state.serviceNumber, undefined, the.events).map((step) => messageFor(org, step, CHIBI))
    const byPush = takesPart(org, the.state) && caller.role !== 'auditor' && caller.role !== 'administrator'
    if (byPush) expect(secretsIn(pushed.map(({ body }) => body))).toEqual(found)
    if (byPush) expect(pushed[0]?.given).toEqual(expect.arrayContaining([...found]))
    if (!takesPart(org, the.state)) expect(secretsIn(pushed.map(({ body }) => body))).toEqual([])
  })

  it('R-39: who has left the city is pushed nothing whole of the cases in which it took part', () => {
    const left = { ...CHIBI, organisations: CHIBI.organisations.filter(({ key }) => key !== 'shuiwu') }
    const pushed = stepsOf(the.state.serviceNumber, undefined, the.events).map((step) =>
      messageFor('shuiwu', step, left),
    )
    expect([secretsIn(pushed.map(({ body }) => body)), pushed.flatMap(({ given }) => given)]).toEqual([[], []])
  })

  it('R-39: an opinion that nobody asked for is a part all the same', () => {
    const asked = surveyed()
    const caller = callerOf({ ...officer('jiaotong'), city: 'chibi' }, CITIES)
    const seen = () => secretsIn(applicationView(asked.state, caller, new Date(asked.at)))
    expect(seen()).toEqual(['address'])
    Object.assign(asked.state.opinions, { jiaotong: { opinion: {}, at: asked.at, seq: 9, late: false } })
    expect(seen()).toEqual(['name', 'address', 'contact', 'phone', 'words'])
  })
})
