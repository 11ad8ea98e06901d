/** Bytes of which the first are known before they are read. */
export interface Peeked {
  /** At least as many as were asked for, unless there are fewer. */
  head: Buffer;
  /** All of them, the first included; to be read once. Its `return` closes the source, even when nothing was read. */
  bytes: AsyncIterableIterator<Uint8Array> & { return(): Promise<unknown> };
}

export async function peeked(source: AsyncIterable<Uint8Array>, length: number): Promise<Peeked> {
  const rest = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  for (let held = 0; held < length;) {
    const { done, value } = await rest.next();
    if (done) break;
    first.push(value);
    held += value.length;
  }
  const head = Buffer.concat(first);
  let given = head.length === 0;
  return {
    head,
    bytes: {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        if (given) return rest.next();
        given = true;
        return { done: false, value: head };
      },
      async return() {
        await rest.return?.();
        return { done: true, value: undefined };
      },
    },
  };
}
