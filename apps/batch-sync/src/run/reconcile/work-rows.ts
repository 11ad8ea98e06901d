import { type QueryExecutorProvider, sql } from 'kysely';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';

/** What Dataverse holds, and what it should. */
export const heldTable = 'held rows';
export const knownTable = 'known rows';

/** The columns of both, all of them texts. */
const columns = ['cw_key', 'key', 'hash', 'active'] as const;

type WorkRow = Partial<Record<(typeof columns)[number], string | null>>;

const BLOCK = 1_000;

/** A work table that is filled row by row. */
export class WorkRows {
  /** How many there are. */
  rows = 0;
  private block: WorkRow[] = [];

  private constructor(
    private readonly db: QueryExecutorProvider,
    private readonly dialect: StagingDialect,
    private readonly name: string,
  ) {}

  static async make(db: QueryExecutorProvider, dialect: StagingDialect, name: string): Promise<WorkRows> {
    for (const query of dialect.workTable(name, dialect.jsonRows('[]', columns))) await query.execute(db);
    return new WorkRows(db, dialect, name);
  }

  async add(row: WorkRow): Promise<void> {
    this.rows += 1;
    this.block.push(row);
    if (this.block.length === BLOCK) await this.write();
  }

  /** All are there. */
  async end(): Promise<void> {
    await this.write();
    await this.dialect.analyze(this.name).execute(this.db);
  }

  private async write(): Promise<void> {
    const rows = JSON.stringify(this.block.splice(0));
    await sql`insert into ${sql.id(this.name)} ${this.dialect.jsonRows(rows, columns)}`.execute(this.db);
  }
}
