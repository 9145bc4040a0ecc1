/** A release of ours: 'major.minor'. */
export type Release = `${number}.${number}`

/**
 * One version of something that outlives the process that wrote it. It is read one release before it is written, so
 * that a release can be gone back from, and its processes can be replaced one after the other (ADR 0031).
 */
export interface FormatVersion {
  /** From this release on it is understood. */
  readonly readSince: Release
  /** From this release on it is written: a later one. Not yet where there is none. */
  readonly writtenSince?: Release
}

export function isBefore(one: Release, other: Release): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [one, other].map((release) =>
    release.split('.').map(Number),
  ) as [number[], number[]]
  return major < otherMajor || (major === otherMajor && minor < otherMinor)
}

/** A state of a case or a matter: its version, counted from 1; the first one is not written. */
export interface Versioned {
  readonly stateVersion?: number
}
