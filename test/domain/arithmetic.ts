/**
 * the arithmetic of due times that workflows run on replay too: for ten years it must come to the same. Each file
 * with the sha256 of its text, so that no change goes in unseen. What may be done about one that differs, {@link
 * CHANGED} says.
 */
export const VERSIONED: Readonly<Record<string, string>> = {
  'domain/clocks/calendar.ts': '56350d408deaba5b9a4d739aca69afd963ff15837d90c1cff3d82adb0cec7b8f',
  'domain/clocks/date-deadline.ts': '419c44118b8e413127a0c0c43afae44515b83bfea3acb152e272679e4d7de417',
  'domain/clocks/due-times.ts': 'fd1dd36c4bb207484cd7673abe75a1641cfa19e84c46bfdcfcad6d90c388d4df',
  'domain/clocks/end-of-work.ts': 'fb0d68fb101d2a5182ea5813e5df3b5fde43f6e3fd1742c630885909c279fec7',
  'domain/clocks/local-date.ts': '5318160e581006733bca695a4b2a6ccd6464756347222695090ce8bb9508cbae',
  'domain/clocks/working-time.ts': '56d8420d04cef1741e59cfab5861f8a7ff1bd21dc39c14f8abccf69abe9a5b1b',
}

export const CHANGED = `is versioned: the cases under way run it on every replay, and must come to the same due times
for ever.
- A change that leaves every result as it is: show that the golden table (test/domain/arithmetic-versions.test.ts) and
  all recordings (test/replay/gate.test.ts) pass, then write the new hash into test/domain/arithmetic.ts.
- A change of results: leave this file alone, write a new version of it beside it, and reach that one by patched() for
  cases under way, or by a new begunBy for new ones (domain/clocks/begun.ts); then list it in test/domain/arithmetic.ts
  too, with golden rows of its own.`
