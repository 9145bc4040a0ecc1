const ROWS_AT_ONCE = 1_000

/** Writes rows a thousand at a time: PostgreSQL takes 65,535 parameters in one statement. */
export async function inChunks<Row>(
  rows: readonly Row[],
  write: (chunk: Row[]) => PromiseLike<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) await write(rows.slice(from, from + ROWS_AT_ONCE))
}
