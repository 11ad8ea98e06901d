/** Draws from the list: each has its turn before one has a second. */
export function inTurns<T>(list: readonly T[], random: () => number): () => T {
  let queue: T[] = [];
  return () => {
    if (queue.length === 0) queue = shuffled(list, random);
    return queue.pop() as T;
  };
}

export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
