/**
 * For `node --import`: half of a program's start. For each of drizzle-orm's 300 modules, and each import of it, Node
 * reads anew the 130 kB that its package.json says of exports; what they come to is always the same.
 */
import { registerHooks } from 'node:module'
import type { ResolveFnOutput } from 'node:module'

const found = new Map<string, ResolveFnOutput>()

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (/^drizzle-orm(\/|$)/.test(specifier)) {
      const known = found.get(specifier)
      if (known !== undefined) return known
      const { url } = nextResolve(specifier, context)
      const resolved: ResolveFnOutput = { url, format: 'module', shortCircuit: true }
      if (url.endsWith('.js')) found.set(specifier, resolved)
      return resolved
    }
    const within = /\/node_modules\/drizzle-orm\/[^?]*\.js$/.test(context.parentURL ?? '')
    if (within && /^\.\.?\/.*\.js$/.test(specifier))
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
    return nextResolve(specifier, context)
  },
})
