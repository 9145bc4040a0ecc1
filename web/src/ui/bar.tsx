interface BarProps {
  /** In the order they stand in; the classes colour them. */
  readonly parts: readonly { readonly className: string; readonly value: number }[]
  /** Of the longest bar beside it. */
  readonly most: number
}

/** Drawn beside the numbers it shows, which stand in the same row of a table: nobody needs to see it. */
export function Bar({ parts, most }: BarProps) {
  const scale = most === 0 ? 0 : 100 / most
  let x = 0
  return (
    <svg className="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {parts.map(({ className, value }) => {
        const at = x
        x += value * scale
        return <rect key={className} className={className} x={at} y="1" width={value * scale} height="8" />
      })}
    </svg>
  )
}
