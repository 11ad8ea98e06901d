/** A call takes 60 ms for itself, and is a 6,000th of the requests of five minutes, as 200 ms are of their execution time. */
const callMs = 260;
/** Nobody publishes what a row takes. In a batch, where each is a transaction of its own, it is some three times as much. */
const rowMs = { message: 12, batch: 40 };
/** So few rows are never halved. */
const fewEnough = 50;

/**
 * Whether rows should first go as a message, and not at once as a batch, when this share of rows is bad.
 *
 * The costs here are expected ones, of requests and of execution time, both as shares of what Dataverse allows, in milliseconds. They
 * follow from two facts: with a share p, a message of n rows is done with the odds (1 − p)ⁿ, and when the first half of a refused
 * message is done, the bad row is in the second, which then needs no message of its own.
 */
export const messagePays = (rows: number, badShare: number): boolean =>
  messageFirst(rows, badShare) <= asBatch(rows);

/** Whether the rows of a refused message should go in halves, and not at once as a batch. */
export const halvingPays = (rows: number, badShare: number): boolean =>
  rows > fewEnough && inHalves(rows, badShare) < asBatch(rows);

const asMessage = (rows: number): number => callMs + rows * rowMs.message;

const asBatch = (rows: number): number => callMs + rows * rowMs.batch;

const messageFirst = (rows: number, badShare: number): number =>
  asMessage(rows) + (1 - oddsOfNoneBad(rows, badShare)) * onceRefused(rows, badShare);

const onceRefused = (rows: number, badShare: number): number =>
  halvingPays(rows, badShare) ? inHalves(rows, badShare) : asBatch(rows);

/** One half has a bad row in it for certain; and when that is the first, with the odds 1 / (1 + q), the other is as open as before. */
function inHalves(rows: number, badShare: number): number {
  const half = rows / 2;
  const open = Math.min(messageFirst(half, badShare), asBatch(half));
  const oddsOfSecond = 1 / (1 + oddsOfNoneBad(half, badShare));
  return asMessage(half) + onceRefused(half, badShare) + oddsOfSecond * open;
}

const oddsOfNoneBad = (rows: number, badShare: number): number => (1 - badShare) ** rows;
