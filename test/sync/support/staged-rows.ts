import { type Kysely, sql } from 'kysely';
import { openDatabase } from '#lib/database';

/** An accepted row with the texts of its columns. */
export type AcceptedTexts = Record<string, string | null> & { key: string; active: boolean };

/** What the load will do, without Dataverse: looks at the pending rows, and marks them as held there. */
export class LoadedRows {
  private readonly db: Kysely<unknown>;

  constructor(url: string) {
    this.db = openDatabase({ url, schema: 'batch_sync', maxConnections: 2 });
  }

  /** The keys of the rows that are pending, in the order of their bytes. */
  async pending(rows: string): Promise<string[]> {
    const found = await this.query(
      sql<{ key: string }>`select key from ${table('pending', rows)} order by key`,
    );
    return found.map(({ key }) => key);
  }

  /** Dataverse holds these rows as they are now. */
  async load(rows: string, keys: readonly string[]): Promise<void> {
    await this.query(sql`
      update ${table('accepted', rows)} set loaded_hash = hash, loaded_active = active where key = any(${keys})`);
  }

  /** Dataverse refused these rows as they are now. */
  async quarantine(rows: string, keys: readonly string[]): Promise<void> {
    await this.query(sql`
      update ${table('accepted', rows)} set quarantined_hash = hash, quarantined_active = active, quarantine = 'Refused.'
      where key = any(${keys})`);
  }

  /** All rows that were ever accepted, by their keys. */
  async accepted(rows: string): Promise<Map<string, AcceptedTexts>> {
    const found = await this.query(sql<AcceptedTexts>`select * from ${table('accepted', rows)}`);
    return new Map(found.map((row) => [row.key, row]));
  }

  async query<Row>(statement: ReturnType<typeof sql<Row>>): Promise<Row[]> {
    return (await statement.execute(this.db)).rows;
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }
}

const table = (prefix: string, rows: string) =>
  sql.id(`${prefix}_${rows.replaceAll('-', '_').replace('/', '__')}`);
