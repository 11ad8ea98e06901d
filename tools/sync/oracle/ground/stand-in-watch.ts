/** Looks through the control door of the stand-in for Dataverse. */
export class StandInWatch {
  constructor(private readonly url: string) {}

  /**
   * How many requests it was sent so far that write, or may.
   *
   * @throws in words where there is no stand-in
   */
  async writes(): Promise<number> {
    const response = await fetch(`${this.url}/_control/stats`);
    if (!response.ok)
      throw new Error(`${this.url} is no stand-in for Dataverse, whose requests can be counted.`);
    const { GET: _, ...others } = ((await response.json()) as Stats).byMethodAndStatus;
    return Object.values(others).reduce((sum, answers) => sum + total(answers), 0);
  }
}

interface Stats {
  byMethodAndStatus: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const total = (answers: Readonly<Record<string, number>>): number =>
  Object.values(answers).reduce((sum, count) => sum + count, 0);
