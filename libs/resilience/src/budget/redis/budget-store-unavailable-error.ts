/** The processes of an application user cannot share its budget, so none may start: each would take the whole of it. */
export class BudgetStoreUnavailableError extends Error {
  readonly code = 'budget-store-unavailable';
  override readonly name = 'BudgetStoreUnavailableError';

  /** @param place host and port, never the password */
  constructor(
    readonly place: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(
      `The budget is shared by several processes, and its Redis at ${place} cannot be used: ${inWords(why)}.`,
      options,
    );
  }
}

/** ioredis takes what it cannot read for a fault of its own. Whoever answers in other words, such as a web server, is no Redis. */
const inWords = (why: string): string =>
  /^(Unknown RESP type|Protocol error)/.test(why) ? 'what answers there is no Redis' : why;
