import { homedir } from 'node:os'
import { join } from 'node:path'

/** What is downloaded or built once for this user, whatever the clone. */
export const cacheDir = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'seven-ones')
