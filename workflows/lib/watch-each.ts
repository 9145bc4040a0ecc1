import { condition } from '@temporalio/workflow'

/** Runs `watch` once for each thing that turns up, all beside each other, until `over` and every watch has ended. */
export async function watchEach<T extends { readonly id: string }>(
  present: () => readonly T[],
  over: () => boolean,
  watch: (thing: T) => Promise<void>,
): Promise<void> {
  const watched = new Map<string, Promise<void>>()
  const unwatched = () => present().filter((thing) => !watched.has(thing.id))
  while (!over()) {
    await condition(() => unwatched().length > 0 || over())
    for (const thing of unwatched()) watched.set(thing.id, watch(thing))
  }
  await Promise.all(watched.values())
}
