/** R-10: one inquiry, for who asked it without an account: what was asked, with whom it is, what was answered. */
import type { FastifyInstance } from 'fastify'
import { inquiryOfNumber } from '../../db/queries/inquiries.ts'
import type { InquiryRow } from '../../db/queries/inquiries.ts'
import { serviceNumberOfHolder } from '../../domain/actor/code-holder.ts'
import { unknownInquiry } from '../../domain/asked/inquiry.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { maskPerson } from '../../domain/masking/masking.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import { lensOfInquiryHolder } from '../../domain/visibility/lens-on.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { html } from '../documents/html.ts'
import type { Html } from '../documents/html.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { noteItem } from '../plugins/noted.ts'
import { seenThrough } from '../plugins/seen-through.ts'
import { writingFor } from '../views/writing.ts'
import { sendPage } from './frame.ts'
import { whenWords } from './when.ts'

export const INQUIRY_PAGE = '/progress/inquiry'

export function inquiryPageRoute(app: FastifyInstance): void {
  const { deps } = app
  app.get('/inquiry', { config: { access: 'code' }, schema: { hide: true } }, async (request, reply) => {
    const caller = callerOfRequest(request)
    const number = serviceNumberOfHolder(caller.sub)
    const row = (await inquiryOfNumber(deps.database, number)).at(-1)
    if (row === undefined || row.city !== caller.city.key) throw unknownInquiry(number)
    noteItem(request, row.id)
    const lens = seenThrough(request, lensOfInquiryHolder(caller, caller.city))
    const { nameOf } = writingFor(caller.city, deps.now())
    const body = inquiryPage(row, { city: caller.city, lens, nameOf })
    return sendPage(request, reply, { title: '咨询与答复', body, here: INQUIRY_PAGE })
  })
}

interface Shown {
  readonly city: Pick<City, 'hours'>
  readonly lens: Lens
  readonly nameOf: (org: string) => string
}

function inquiryPage(row: InquiryRow, { city: { hours }, lens, nameOf }: Shown): Html {
  const { number, askedAt, content, owner, dueAt, answer, answeredAt } = row
  const { asker, question, serviceNumber } = content
  const words = (text: string) => maskNumbersIn(lens.show('words', text), lens)
  const stands =
    answer === null || answeredAt === null
      ? html`<p class="lead">现在由${nameOf(owner)}答复，最迟 ${whenWords(dueAt, hours)}。</p>`
      : html`<p class="lead">${nameOf(owner)}于 ${whenWords(answeredAt, hours)} 答复。</p>
          <section class="panel">
            <h2>答复</h2>
            <p class="as-written">${words(answer)}</p>
          </section>`
  return html`<h1>${answer === null ? '您的咨询正在办理' : '您的咨询已经答复'}</h1>
    <p>咨询编号 <span class="number">${number}</span></p>
    ${stands}
    <section class="panel">
      <h2>您问的是</h2>
      <p class="as-written">${words(question)}</p>
      <p class="soft">
        ${whenWords(askedAt, hours)}${asker === undefined ? '' : html`，${lens.show('contact', asker, maskPerson)}`}
        ${serviceNumber === undefined ? '' : html`，关于 <span class="number">${serviceNumber}</span>`}
      </p>
    </section>
    <form class="leave" method="post" action="/progress/end">
      <button class="plain" type="submit">退出查询</button>
    </form>`
}
