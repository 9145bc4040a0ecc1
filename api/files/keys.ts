const SHA256 = /^[0-9a-f]{64}$/

/** `ab/ab12…`: nothing but a digest names what is kept. */
export function keyOf(sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error('a file is kept under a SHA-256')
  return `${sha256.slice(0, 2)}/${sha256}`
}
