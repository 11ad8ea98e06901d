/** A row as the stand-in's control door shows it: by the names of Dataverse's own columns. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** What the stand-in has been asked. */
export interface DataverseStats {
  requests: number;
  throttled: number;
  dropped: number;
  /** How many answers of a status each method has got. */
  byMethodAndStatus: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What was charged, by application user. */
  usage: Readonly<Record<string, { executionMs: number }>>;
  /** Those in force, and how often each has struck. */
  faults: readonly { fault: string; struck: number }[];
}

/** A stand-in for Dataverse, wherever it runs, through its control door: it can be hurt, and looked into. */
export class DataverseControl {
  constructor(readonly url: string) {}

  async rows(table: string): Promise<StoredRow[]> {
    return (await this.control<{ rows: StoredRow[] }>('GET', `rows/${table}`)).rows;
  }

  /** The rows whose columns have these values. */
  async rowsWhere(table: string, wanted: StoredRow): Promise<StoredRow[]> {
    const rows = await this.rows(table);
    return rows.filter((row) => Object.entries(wanted).every(([column, value]) => row[column] === value));
  }

  stats(): Promise<DataverseStats> {
    return this.control('GET', 'stats');
  }

  /** Replaces the faults in force; none heals all. */
  async hurt(faults: unknown = []): Promise<void> {
    await this.control('POST', 'faults', faults);
  }

  async limit(requests: number, windowSeconds: number): Promise<void> {
    await this.control('POST', 'limits', { requests, windowSeconds });
  }

  async unlimit(): Promise<void> {
    await this.control('POST', 'limits', { enabled: false });
  }

  /** Has every request take what it costs, so many times faster, with no limit to it. */
  async charge(compression: number): Promise<void> {
    await this.control('POST', 'limits', { enabled: false, costs: { jitter: 0 }, compression });
  }

  /** Sets its clock forward. */
  async advance(seconds: number): Promise<void> {
    await this.control('POST', 'clock', { advanceSeconds: seconds });
  }

  /** Where its lake is. */
  lake(): Promise<{ lake: string }> {
    return this.control('GET', 'lake');
  }

  /** Closes a folder of the lake, perhaps with one of the faults that the README lists. */
  async exportLake(fault?: string): Promise<void> {
    await this.control('POST', 'lake', { action: 'export', fault });
  }

  /** Writes into the folder of the lake that is open. */
  async writeLake(): Promise<void> {
    await this.control('POST', 'lake', { action: 'write' });
  }

  /** Forgets rows, faults and what was counted. */
  async reset(): Promise<void> {
    await this.control('POST', 'reset', {});
  }

  private async control<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}/_control/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`_control/${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
