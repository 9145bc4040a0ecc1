import { defineConfig } from 'vitest/config'
import { PROJECTS } from './test/projects.ts'

export default defineConfig({ test: { projects: [...PROJECTS] } })
