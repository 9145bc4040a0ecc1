import { useEffect, useState } from 'react'
import type { Place } from '../../data/files.ts'

const SECONDS = 8

/** Where the telephone is; undefined where it does not say, for whatever reason. */
export function whereNow(): Promise<Place | undefined> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) resolve(undefined)
    else
      navigator.geolocation.getCurrentPosition(
        ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude }),
        () => resolve(undefined),
        { enableHighAccuracy: true, timeout: SECONDS * 1000, maximumAge: 60_000 },
      )
  })
}

/** Whether the telephone thinks that it has a network. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const change = () => setOnline(navigator.onLine)
    addEventListener('online', change)
    addEventListener('offline', change)
    return () => {
      removeEventListener('online', change)
      removeEventListener('offline', change)
    }
  }, [])
  return online
}

export interface At {
  readonly serviceNumber?: string
  readonly act?: string
  /** What the task says of which thing it is. */
  readonly about: Readonly<Record<string, string>>
}

/** `#/CB-…/fileInspection?line=water:shuiwu`: going back is the telephone's own key. */
export function useAt(): At {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const change = () => setHash(location.hash)
    addEventListener('hashchange', change)
    return () => removeEventListener('hashchange', change)
  }, [])
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const [serviceNumber, act] = path.split('/').map(decodeURIComponent)
  return {
    ...(serviceNumber === undefined || serviceNumber === '' ? {} : { serviceNumber }),
    ...(act === undefined || act === '' ? {} : { act }),
    about: Object.fromEntries(new URLSearchParams(query)),
  }
}

export function addressOf(serviceNumber: string, act?: string, about: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(about).toString()
  const path = [serviceNumber, ...(act === undefined ? [] : [act])].map(encodeURIComponent).join('/')
  return `#/${path}${query === '' ? '' : `?${query}`}`
}
