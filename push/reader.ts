import type { City } from '../domain/city/city.schema.ts'
import type { Reader } from '../domain/visibility/part.ts'

/** What a message needs to know of the city that its subject is of. */
export type ToldCity = Pick<City, 'visibility'> & {
  readonly organisations: readonly Pick<City['organisations'][number], 'key' | 'kind'>[]
}

/** an organisation as a reader; one that has left the city is none of those that may see anything whole. */
export function readerIn({ organisations }: ToldCity, org: string): Reader {
  const kind = organisations.find(({ key }) => key === org)?.kind
  return kind === undefined ? { org: '', kind: 'platform' } : { org, kind }
}
