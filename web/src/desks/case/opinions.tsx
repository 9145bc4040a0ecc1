import type { ApplicationView, Me } from '../../data/types.ts'
import { timeWords } from '../../ui/times.ts'
import { lineWords } from '../../ui/words.ts'

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
            {opinion.remarks !== undefined && <p>{opinion.remarks}</p>}
            {opinion.found?.map(({ line, names, lanesClosed }) => (
              <p key={line}>
                {lineWords(line, nameOf)}：{names.length === 0 ? '不涉及' : `涉及${names.join('、')}`}
                {lanesClosed === true && '，须封闭车道'}
              </p>
            ))}
            {opinion.lines?.map(({ line, connectable, laidInAdvance, outerWorks }) => (
              <p key={line}>
                {lineWords(line, nameOf)}：
                {connectable
                  ? `具备接入条件${laidInAdvance === true ? '，管网已提前布设' : ''}`
                  : `需要外线工程 ${outerWorks?.lengthMetres ?? ''} 米。${outerWorks?.preliminaryDesign ?? ''}`}
              </p>
            ))}
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
