import pg from 'pg';

/** What pg says, without a code, when an answer did not come within `query_timeout`. */
const noAnswer = 'Query read timeout';

/**
 * A client that gives its connection up when a query got no answer in time. pg by itself would keep it, the silent
 * query still in front, and every later query on it would wait for nothing as well.
 */
export class LimitedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    const limited = (...args: unknown[]): unknown => {
      const answer = query(...args);
      if (answer instanceof Promise) answer.catch((error: unknown) => this.giveUpAfter(error));
      return answer;
    };
    this.query = limited as typeof this.query;
  }

  private giveUpAfter(error: unknown): void {
    // With a query under way this cuts the connection, and the pool takes no client back that is ending.
    if (error instanceof Error && error.message === noAnswer) this.end().catch(() => undefined);
  }
}
