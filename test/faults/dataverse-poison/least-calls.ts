/** Where bad rows stand among others, which go in calls of at most so many rows. */
export interface Haystack {
  rows: number;
  rowsACall: number;
  /** Places of the bad rows, counted from 0. */
  badAt: readonly number[];
}

/** Calls, and how many rows of them went as operations of a batch, each of which is a transaction of its own. */
export interface Cost {
  calls: number;
  rowsInBatches: number;
}

/**
 * The least for n rows of which k are bad, with calls of c rows: a message that fails as a whole, and a batch in which each row fails
 * by itself.
 *
 * Who knew the bad rows would send the good ones in ⌈(n − k) / c⌉ messages, and the bad ones in ⌈k / c⌉ batches.
 */
export const leastWhenKnown = ({ rows, rowsACall, badAt: { length: bad } }: Haystack): Cost => ({
  calls: Math.ceil((rows - bad) / rowsACall) + Math.ceil(bad / rowsACall),
  rowsInBatches: bad,
});

/**
 * Who does not know them, and begins with messages, sends ⌈n / c⌉ of them, of which d ≤ min(k, ⌈n / c⌉) have a bad row in it and are
 * refused. A refused message has told of its rows only that one of them is bad, so each takes one more call at least; and one is
 * enough, when all of its rows go again as a batch: ⌈n / c⌉ + d calls, with up to d · c rows in batches.
 *
 * (Batches alone would be ⌈n / c⌉ calls, with every row in them. The number of calls is not what a message is sent for.)
 */
export function leastWhenUnknown({ rows, rowsACall, badAt }: Haystack): Cost {
  const refused = new Set(badAt.map((at) => Math.floor(at / rowsACall)));
  return {
    calls: Math.ceil(rows / rowsACall) + refused.size,
    rowsInBatches: [...refused].reduce((sum, call) => sum + Math.min(rowsACall, rows - call * rowsACall), 0),
  };
}

/** Who sends no messages at all, but batches of b rows: ⌈n / b⌉. */
export const plainBatches = ({ rows }: Haystack, rowsABatch: number): Cost => ({
  calls: Math.ceil(rows / rowsABatch),
  rowsInBatches: rows,
});

/**
 * By halving what is refused until b rows are left, which go as a batch; the second half is not sent whole when the first is done. For
 * k bad rows far from each other it is at most ⌈n / c⌉ + k · (2 · ⌈log₂(c / b)⌉ + 1) calls, and only k · b rows in batches; fewer calls
 * the closer they stand.
 */
export function byHalving(haystack: Haystack, rowsABatch: number): Cost {
  const { rows, rowsACall } = haystack;
  const isBad = new Set(haystack.badAt);
  const starts = Array.from({ length: Math.ceil(rows / rowsACall) }, (_, call) => call * rowsACall);
  const hasBad = (from: number, to: number): boolean =>
    Array.from({ length: to - from }, (_, n) => from + n).some((at) => isBad.has(at));
  const open = (from: number, to: number): Cost =>
    hasBad(from, to) ? sumOf([oneMessage, refused(from, to)]) : oneMessage;
  const refused = (from: number, to: number): Cost => {
    if (to - from <= rowsABatch) return { calls: 1, rowsInBatches: to - from };
    const middle = from + Math.ceil((to - from) / 2);
    const other = hasBad(from, middle) ? open : refused;
    return sumOf([open(from, middle), other(middle, to)]);
  };
  return sumOf(starts.map((from) => open(from, Math.min(from + rowsACall, rows))));
}

const oneMessage: Cost = { calls: 1, rowsInBatches: 0 };

export const sumOf = (costs: readonly Cost[]): Cost => ({
  calls: costs.reduce((sum, { calls }) => sum + calls, 0),
  rowsInBatches: costs.reduce((sum, { rowsInBatches }) => sum + rowsInBatches, 0),
});
