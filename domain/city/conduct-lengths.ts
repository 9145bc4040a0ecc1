interface Sourced<Length> {
  readonly length: Length
}

/** the lengths of what a city may leave out of its policy for matters. */
export function conductLengthsOf<Length>({
  transfer,
  rating,
  assessment,
}: {
  readonly transfer: { readonly conduct?: { readonly consent: Sourced<Length> } | undefined }
  readonly rating: { readonly rated?: Sourced<Length> | undefined }
  readonly assessment: {
    readonly meeting?: { readonly held: Sourced<Length>; readonly check: Sourced<Length> } | undefined
  }
}): readonly Length[] {
  const { conduct } = transfer
  const { rated } = rating
  const { meeting } = assessment
  return [conduct?.consent, rated, meeting?.held, meeting?.check].flatMap((sourced) =>
    sourced === undefined ? [] : [sourced.length],
  )
}
