import { useMutation, useQueryClient } from '@tanstack/react-query'
import { newKey, send } from '../../data/api.ts'
import { usePapers } from '../../data/queries.ts'
import type { PaperEntry } from '../../data/types.ts'
import { Failure } from '../../ui/failure.tsx'
import { PlainButton } from '../../ui/plain-button.tsx'

interface Copy {
  readonly copy: number
  readonly href: string
}

/** To read, each in a window of its own, and to print, each copy counted; what there is not yet says why. */
export function Papers({ serviceNumber, seq }: { readonly serviceNumber: string; readonly seq: number }) {
  const { data } = usePapers(serviceNumber, seq)
  const ready = data?.filter((paper) => paper.ready) ?? []
  const client = useQueryClient()
  const printing = useMutation({
    mutationFn: ({ href }: PaperEntry) => send<Copy>(`${href}/prints`, {}, newKey()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['papers', serviceNumber] }),
  })
  /** The window is opened at the press: browsers refuse one that is opened later. */
  const print = (paper: PaperEntry) => {
    const opened = open('', '_blank')
    printing.mutate(paper, {
      onSuccess: ({ href }) => {
        if (opened === null) location.assign(href)
        else opened.location.replace(href)
      },
      onError: () => opened?.close(),
    })
  }
  return (
    <section className="panel" aria-labelledby="papers">
      <h2 id="papers">文书</h2>
      {data !== undefined && ready.length === 0 && <p className="hint">还没有可打印的文书。</p>}
      <ul>
        {ready.map((paper) => (
          <li key={paper.key}>
            <a href={paper.href} target="_blank" rel="noreferrer">
              {paper.name}
            </a>{' '}
            <span className="hint number">{paper.documentNumber ?? paper.numberShown}</span>{' '}
            <PlainButton aria-label={`打印${paper.name}`} disabled={printing.isPending} onClick={() => print(paper)}>
              打印
            </PlainButton>
          </li>
        ))}
      </ul>
      {printing.error !== null && <Failure error={printing.error} />}
    </section>
  )
}
