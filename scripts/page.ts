/** `npm run page`: builds the page that the API serves, into web/dist. */
import { buildPage } from './stack/build-page.ts'

await buildPage((text) => void process.stderr.write(`${text}\n`))
