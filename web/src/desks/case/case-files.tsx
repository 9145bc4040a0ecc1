import { useState } from 'react'
import { get } from '../../data/api.ts'
import { caseUrl, useFiles } from '../../data/queries.ts'
import { wordsOf } from '../../ui/failure-words.ts'
import { PlainButton } from '../../ui/plain-button.tsx'
import { timeWords } from '../../ui/times.ts'

interface CaseFilesProps {
  readonly serviceNumber: string
  readonly seq: number
  readonly today: string
}

/** Photos, drawings, papers: each is opened by a link of its own, which is on record. */
export function CaseFiles({ serviceNumber, seq, today }: CaseFilesProps) {
  const { data } = useFiles(serviceNumber, seq)
  const [failure, setFailure] = useState<string>()
  const open = async (id: string) => {
    setFailure(undefined)
    try {
      const { link } = await get<{ readonly link?: { readonly href: string } }>(
        `${caseUrl(serviceNumber)}/files/${encodeURIComponent(id)}`,
      )
      if (link === undefined) setFailure('按您在本件中的职责，看不到文件的内容。')
      else window.open(link.href, '_blank', 'noopener')
    } catch (error) {
      setFailure(wordsOf(error))
    }
  }
  if (data === undefined || data.length === 0) return null
  return (
    <section className="panel" aria-labelledby="files">
      <h2 id="files">照片与资料</h2>
      {failure !== undefined && (
        <p className="error" role="alert">
          {failure}
        </p>
      )}
      <ul className="files">
        {data.map(({ id, name, uploaded }) => (
          <li key={id}>
            <PlainButton aria-label={`打开 ${name}`} onClick={() => void open(id)}>
              打开
            </PlainButton>
            <span>
              {name} <small>{`${uploaded.orgName} ${timeWords(uploaded.at, today)}`}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
