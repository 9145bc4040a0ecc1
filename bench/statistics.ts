/** The arithmetic of a run: nothing here measures anything. */

/** The smallest value that at least this share of all are not above (nearest rank); undefined of none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** The one in the middle, or the mean of the two there; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return below === undefined || above === undefined ? undefined : (below + above) / 2
}

/** How much more one is than the other where both were measured in the same round: the median of the rounds. */
export function pairedRatio(
  ones: readonly (number | undefined)[],
  others: readonly (number | undefined)[],
): number | undefined {
  const ratios = ones.flatMap((one, round) => {
    const other = others[round]
    return one === undefined || other === undefined || other === 0 ? [] : [one / other]
  })
  return median(ratios)
}

/** How much `y` grows with `x`, by least squares; undefined where `x` does not differ. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number | undefined {
  const meanOf = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / points.length
  const [meanX, meanY] = [meanOf(0), meanOf(1)]
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return spread > 0 ? points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread : undefined
}

/** So many digits behind the point; undefined stays so. */
export function rounded(value: number | undefined, digits: number): number | undefined {
  return value === undefined ? undefined : Number(value.toFixed(digits))
}
