import { lineWords } from '../words.ts'
import type { FiledOpinion } from './filed-opinion.ts'

interface OpinionWordsProps {
  readonly opinion: FiledOpinion
  readonly nameOf?: (org: string) => string
}

/** what one party said. */
export function OpinionWords({ opinion: { remarks, found, lines, files = [] }, nameOf }: OpinionWordsProps) {
  return (
    <>
      {remarks !== undefined && <p>{remarks}</p>}
      {found?.map(({ line, names, lanesClosed }) => (
        <p key={line}>
          {lineWords(line, nameOf)}：{names.length === 0 ? '不涉及' : `涉及${names.join('、')}`}
          {lanesClosed === true && '，须封闭车道'}
        </p>
      ))}
      {lines?.map(({ line, connectable, laidInAdvance, outerWorks }) => (
        <p key={line}>
          {lineWords(line, nameOf)}：
          {connectable
            ? `具备接入条件${laidInAdvance === true ? '，管网已提前布设' : ''}`
            : `需要外线工程 ${outerWorks?.lengthMetres ?? ''} 米。${outerWorks?.preliminaryDesign ?? ''}`}
        </p>
      ))}
      {files.length > 0 && <p className="hint">附照片、图纸 {files.length} 个</p>}
    </>
  )
}
