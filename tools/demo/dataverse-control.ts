import type { IncidentRow } from './books.js';

/** What the demo reads through the control door of the stand-in for Dataverse. */
export class DataverseControl {
  constructor(private readonly url: string) {}

  async incidents(): Promise<IncidentRow[]> {
    return (await this.get<{ rows: IncidentRow[] }>('rows/incident')).rows;
  }

  /** How many incidents there are, and how often a caller was told to slow down. */
  async counts(): Promise<{ incidents: number; throttled429: number }> {
    const stats = await this.get<{ rows: Record<string, number>; throttled: number }>('stats');
    return { incidents: stats.rows['incident'] ?? 0, throttled429: stats.throttled };
  }

  private async get<T>(what: string): Promise<T> {
    const response = await fetch(`${this.url}/_control/${what}`);
    if (!response.ok)
      throw new Error(`The stand-in for Dataverse answered ${response.status} to _control/${what}.`);
    return (await response.json()) as T;
  }
}
