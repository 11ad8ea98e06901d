/** What the stand-in for Dataverse was asked so far. */
export interface Asked {
  readonly requests: number;
  /** Those that change something, and those that may. */
  readonly writes: number;
}

/** Counts, through its control door, what the stand-in is asked. */
export class StandInWatch {
  constructor(private readonly url: string) {}

  async asked(): Promise<Asked> {
    const response = await fetch(`${this.url}/_control/stats`);
    const { requests, byMethodAndStatus } = (await response.json()) as Stats;
    const { GET: _, ...others } = byMethodAndStatus;
    return { requests, writes: Object.values(others).reduce((sum, answers) => sum + total(answers), 0) };
  }
}

interface Stats {
  requests: number;
  byMethodAndStatus: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const total = (answers: Readonly<Record<string, number>>): number =>
  Object.values(answers).reduce((sum, count) => sum + count, 0);
