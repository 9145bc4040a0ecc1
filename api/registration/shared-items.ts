import type { City } from '../../domain/city/city.schema.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'

/** what the case is to ask of the data-sharing source; nothing where there is none. */
export function sharedItemsFor({ dataSharing }: City, url: string | undefined): Pick<ApplicationInput, 'sharedItems'> {
  return url === undefined || dataSharing === undefined
    ? {}
    : { sharedItems: dataSharing.items.map((item) => item.key) }
}
