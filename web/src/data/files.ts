/** What is uploaded to a case, and how acts name it. */
import { newKey, sendFile } from './api.ts'

export interface FileRef {
  readonly original: string
  readonly stored: string
}

export interface Place {
  readonly latitude: number
  readonly longitude: number
}

export const TAKEN = 'image/jpeg,image/png,image/webp,application/pdf'

/** The same file sent twice is one. */
export function uploadFile(url: string, file: Blob, name: string, place?: Place): Promise<{ readonly ref: FileRef }> {
  const query = new URLSearchParams({
    name,
    ...(place === undefined ? {} : { latitude: String(place.latitude), longitude: String(place.longitude) }),
  })
  return sendFile(`${url}?${query.toString()}`, file, newKey())
}
