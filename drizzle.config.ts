import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate --name …` writes the next migration from the schema; `db/migrate.ts` applies them. */
export default defineConfig({ dialect: 'postgresql', schema: './db/schema/*.ts', out: './db/migrations' })
