import type { LightMyRequestResponse } from 'fastify'
import { expect, vi } from 'vitest'
import { findApplication } from '../../db/queries/applications.ts'
import type { Role } from '../../domain/actor/actor.ts'
import type { CaseEvent, EventType } from '../../domain/case/event.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { newKey } from '../fixtures/api.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { sentAgain } from '../fixtures/sent-again.ts'
import type { TestStack } from './stack.ts'

const APPLICATIONS = '/api/v1/applications'
const PATIENCE_MS = 40_000

export type Party = readonly [org: string, role: Role]
export const WINDOW: Party = ['window', 'clerk']

/** A case driven by HTTP, as its parties would. */
export class HttpCase {
  static async register(
    stack: TestStack,
    city: 'chibi' | 'drill',
    form: Record<string, unknown> = { services: { water: { business: 'new', tonsPerDay: 12 } } },
  ): Promise<HttpCase> {
    const token = await stack.api.token('hubeiGovernmentService', 'system', { city })
    const registration = { url: APPLICATIONS, token, key: newKey(), body: registrationBody({}, form) }
    const answer = await sentAgain(() => stack.api.post(registration))
    expect([answer.statusCode, answer.payload]).toEqual([expect.toBeOneOf([201, 200]), expect.any(String)])
    return new HttpCase(stack, city, answer.json<{ serviceNumber: string }>().serviceNumber)
  }

  readonly serviceNumber: string
  readonly #stack: TestStack
  readonly #city: 'chibi' | 'drill'

  private constructor(stack: TestStack, city: 'chibi' | 'drill', serviceNumber: string) {
    this.#stack = stack
    this.#city = city
    this.serviceNumber = serviceNumber
  }

  async send(
    path: string,
    [org, role]: Party,
    body: unknown,
    key = newKey(),
    api = this.#stack.api,
  ): Promise<LightMyRequestResponse> {
    return api.post({
      url: `${APPLICATIONS}/${this.serviceNumber}/${path}`,
      token: await this.#stack.api.token(org, role, { city: this.#city }),
      body,
      key,
    })
  }

  /** An act that must succeed; its answer says where the case stands. */
  async act(path: string, party: Party, body: unknown, key = newKey()): Promise<{ seq: number; stage: string }> {
    const answer = await sentAgain(() => this.send(path, party, body, key))
    expect([path, answer.statusCode, answer.payload]).toEqual([path, 200, expect.any(String)])
    return answer.json()
  }

  /** Until the projection shows the case so far. */
  reaches(wanted: (state: CaseState) => boolean): Promise<CaseState> {
    return vi.waitFor(
      async () => {
        const state = (await findApplication(this.#stack.database, this.serviceNumber))?.state
        if (state === undefined || !wanted(state))
          throw new Error(`${this.serviceNumber} stands at ${state?.stage ?? 'nothing'}, event ${state?.seq ?? 0}`)
        return state
      },
      { timeout: PATIENCE_MS, interval: 50 },
    )
  }

  async events<T extends EventType>(type: T): Promise<readonly Extract<CaseEvent, { type: T }>[]> {
    return (await this.#stack.projected(this.serviceNumber)).filter(
      (event): event is Extract<CaseEvent, { type: T }> => event.type === type,
    )
  }
}

export const AGREED = { remarks: '无意见' }

export async function authoritiesAgree(the: HttpCase): Promise<void> {
  await the.reaches((state) => state.survey !== undefined)
  for (const org of ['zigui', 'chengguan']) await the.act('survey/opinions', [org, 'officer'], AGREED)
}
