import { usePapers } from '../../data/queries.ts'

/** Printable, each in a window of its own; what there is not yet says why. */
export function Papers({ serviceNumber, seq }: { readonly serviceNumber: string; readonly seq: number }) {
  const { data } = usePapers(serviceNumber, seq)
  const ready = data?.filter((paper) => paper.ready) ?? []
  return (
    <section className="panel" aria-labelledby="papers">
      <h2 id="papers">文书</h2>
      {data !== undefined && ready.length === 0 && <p className="hint">还没有可打印的文书。</p>}
      <ul>
        {ready.map(({ key, name, number, href }) => (
          <li key={key}>
            <a href={href} target="_blank" rel="noreferrer">
              {name}
            </a>{' '}
            <span className="hint number">{number}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
