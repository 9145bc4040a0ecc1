/** Builds the page into `web/dist`, every file hashed by name and compressed beside itself. */
import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

/** What is worth it: the server sends these as they are. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      for (const file of globSync(`${root}dist/assets/*.{js,css,svg}`)) {
        const whole = readFileSync(file)
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
        writeFileSync(`${file}.br`, brotliCompressSync(whole, { params }))
        writeFileSync(`${file}.gz`, gzipSync(whole, { level: 9 }))
      }
    },
  }
}

const FIELD_WORKER = 'field-worker'

/** Tells the field's worker which files its page is made of, once they have their names. */
function fieldFiles(): Plugin {
  return {
    name: 'field-files',
    apply: 'build',
    closeBundle() {
      const [page, worker] = [`${root}dist/field.html`, `${root}dist/${FIELD_WORKER}.js`]
      const html = readFileSync(page, 'utf8')
      const files = [...new Set([...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file]) => file))]
      const version = createHash('sha256').update(html).digest('hex').slice(0, 16)
      const code = readFileSync(worker, 'utf8')
        .replaceAll('FIELD_FILES', JSON.stringify(files))
        .replaceAll('FIELD_VERSION', JSON.stringify(version))
      writeFileSync(worker, code)
    },
  }
}

export default defineConfig({
  root,
  plugins: [react(), compressed(), fieldFiles()],
  // Nothing inline: the policy of the page forbids it, data in an address apart.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rollupOptions: {
      input: {
        index: `${root}index.html`,
        field: `${root}field.html`,
        [FIELD_WORKER]: `${root}src/app/field-worker.ts`,
      },
      // Of the worker the address stays.
      output: { entryFileNames: ({ name }) => (name === FIELD_WORKER ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
})
