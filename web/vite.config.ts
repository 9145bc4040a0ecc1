/** Builds the page into `web/dist`, every file hashed by name and compressed beside itself. */
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

export default defineConfig({
  root,
  plugins: [react(), compressed()],
  // Nothing inline: the policy of the page forbids it, data in an address apart.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rollupOptions: { input: { index: `${root}index.html`, field: `${root}field.html` } },
  },
})
