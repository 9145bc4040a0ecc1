/**
 * the arithmetic of due times that workflows run on replay too: for ten years it must come to the same. Each file with the sha256 of its text, so
 * that no change goes in unseen. What may be done about one that differs, {@link CHANGED} says.
 */
export const VERSIONED: Readonly<Record<string, string>> = {
  'domain/calendar.ts': 'f55040d05d54a064a09363235424248d75bfb1812b85887d83710013ba017514',
  'domain/date-deadline.ts': '8fca896730c97e5ebba7cddd1c0be7cf56ab14608d462b2dbce131fbca42fa47',
  'domain/due-times.ts': '2c9101732063a51217c51efef5370e04a0ccbc586c55f2b1e84897b9f5670da6',
  'domain/end-of-work.ts': 'fb0d68fb101d2a5182ea5813e5df3b5fde43f6e3fd1742c630885909c279fec7',
  'domain/local-date.ts': '5318160e581006733bca695a4b2a6ccd6464756347222695090ce8bb9508cbae',
  'domain/working-time.ts': '986c97b526b6ec82c899f74758ea88cecd3b53e5351562e1dceeb8824470f388',
}

export const CHANGED = `is versioned: the cases under way run it on every replay, and must come to the same due times for ever.
- A change that leaves every result as it is: show that the golden table (test/domain/arithmetic-versions.test.ts) and all recordings (test/replay/gate.test.ts)
  pass, then write the new hash into test/domain/arithmetic.ts.
- A change of results: leave this file alone, write a new version of it beside it, and reach that one by patched() for cases under way, or by a new begunBy for
  new ones (domain/begun.ts); then list it in test/domain/arithmetic.ts too, with golden rows of its own.`
