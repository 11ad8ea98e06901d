/** Why nothing happens after a worker was killed. */
export const waitInWords = (leaseLeftMs: number): string =>
  `waits for rows that a worker which no longer answers has in hand, at most ${Math.ceil(leaseLeftMs / 1_000)} s`;
