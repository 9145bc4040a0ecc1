import type { ApplicationView, Me } from '../../data/types.ts'
import { OpinionWords } from '../../ui/acts/opinion-words.tsx'
import { timeWords } from '../../ui/times.ts'

interface OpinionsProps {
  readonly view: ApplicationView
  readonly me: Me
  readonly nameOf: (org: string) => string
}

/** what each party found, and who is still to say. */
export function Opinions({ view: { survey }, me, nameOf }: OpinionsProps) {
  if (survey === undefined) return null
  return (
    <section className="panel" aria-labelledby="opinions">
      <h2 id="opinions">踏勘意见</h2>
      {survey.visitAt !== undefined && <p>踏勘时间：{timeWords(survey.visitAt, me.today)}</p>}
      {survey.waived !== undefined && (
        <p>
          免于踏勘：{survey.waived.reason}
          {survey.waived.signer === undefined ? '' : `（${survey.waived.signer} 签发）`}，由承办单位答复
        </p>
      )}
      <ul className="opinions">
        {survey.opinions.map((opinion) => (
          <li key={opinion.org}>
            <b>{opinion.orgName}</b> <span className="hint">{timeWords(opinion.at, me.today)}</span>
            {opinion.late && <span className="light red"> 迟到</span>}
            <OpinionWords opinion={opinion} nameOf={nameOf} />
          </li>
        ))}
      </ul>
      {survey.missing.length > 0 && survey.closedAt === undefined && (
        <p className="hint">还未提交：{survey.missing.map((org) => nameOf(org)).join('、')}</p>
      )}
      {survey.absent.length > 0 && <p>时限届满时缺席：{survey.absent.map((org) => nameOf(org)).join('、')}</p>}
    </section>
  )
}
