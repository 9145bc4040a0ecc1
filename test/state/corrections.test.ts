import { describe, expect, it } from 'vitest'
import { MOST_CORRECTIONS } from '../../workflows/application/core/corrections.ts'
import { BranchCase, shuiwu, WATER } from '../fixtures/branch-case.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'

const told = (corrections: number) => ({ corrections })
const zigui = officer('zigui')
const lead = officer('zhujian', 'lead')

describe('corrections', () => {
  it('R-37: the same correction sixty times is one', () => {
    const the = new BranchCase()
    the.act('correctContact', INTAKE, { contact: '赵敏', phone: '13900001111' }, told(0))
    const seq = the.state.seq
    for (let again = 1; again < 60; again += 1)
      expect(the.refused('correctContact', CLERK, { contact: '赵敏', phone: '13900001111' }, told(1)).code).toBe(
        'already-done',
      )
    expect(the.refused('correctContact', CLERK, { phone: '13900001111' }, told(1)).code).toBe('already-done')
    expect(the.state.seq).toBe(seq)
    the.act('correctContact', CLERK, { contact: '赵敏', phone: '13900002222' }, told(1))
  })

  it('R-13: an opinion that stands is no correction, another one is; one that the lead recorded is made one’s own', () => {
    const the = new BranchCase().atSurvey()
    the.act('fileJointRecord', lead, { opinions: [{ org: 'zigui', opinion: NO_OBJECTION }] }, told(0))
    expect(
      the.refused('fileJointRecord', lead, { opinions: [{ org: 'zigui', opinion: NO_OBJECTION }] }, told(0)).code,
    ).toBe('already-done')
    the.act('fileOpinion', zigui, NO_OBJECTION, told(0))
    expect(the.refused('fileOpinion', zigui, NO_OBJECTION, told(1)).code).toBe('already-done')
    the.act('fileOpinion', shuiwu, connectable(WATER), told(0))
    expect(the.refused('fileOpinion', shuiwu, connectable(WATER), told(0)).code).toBe('already-done')
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER), told(0))
  })

  it('R-13, R-37: to and fro has an end', () => {
    const the = new BranchCase().atSurvey()
    the.act('correctContact', CLERK, { contact: '甲' }, told(MOST_CORRECTIONS - 1))
    expect(the.refused('correctContact', CLERK, { contact: '乙' }, told(MOST_CORRECTIONS)).code).toBe(
      'corrections-exhausted',
    )
    the.act('fileOpinion', zigui, { remarks: '甲' }, told(MOST_CORRECTIONS - 1))
    expect(the.refused('fileOpinion', zigui, { remarks: '乙' }, told(MOST_CORRECTIONS)).code).toBe(
      'corrections-exhausted',
    )
  })

  it('R-36: an act that does not say how often is judged as before: by signal, of an earlier release, without PostgreSQL', () => {
    const the = new BranchCase().atSurvey()
    for (let again = 0; again < 60; again += 1) {
      the.act('correctContact', CLERK, { contact: '甲' })
      the.act('fileOpinion', zigui, NO_OBJECTION)
    }
    expect(the.state.opinions['zigui']?.seq).toBe(the.state.seq)
  })
})
