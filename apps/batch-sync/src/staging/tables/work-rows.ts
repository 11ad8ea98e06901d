import { type QueryExecutorProvider, sql } from 'kysely';
import type { StagingDialect } from '../dialect/staging-dialect.js';

const BLOCK = 1_000;

/** A work table that is filled row by row, and lasts until the end of the transaction. All of its columns are texts. */
export class WorkRows<Name extends string = string> {
  /** How many there are. */
  rows = 0;
  private block: Partial<Record<Name, string | null>>[] = [];

  private constructor(
    private readonly db: QueryExecutorProvider,
    private readonly dialect: StagingDialect,
    private readonly name: string,
    private readonly columns: readonly Name[],
  ) {}

  static async make<Name extends string>(
    db: QueryExecutorProvider,
    dialect: StagingDialect,
    name: string,
    columns: readonly Name[],
  ): Promise<WorkRows<Name>> {
    for (const query of dialect.workTable(name, dialect.jsonRows('[]', columns))) await query.execute(db);
    return new WorkRows(db, dialect, name, columns);
  }

  /** What a row does not say is null. */
  async add(row: Partial<Record<Name, string | null>>): Promise<void> {
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
    await sql`insert into ${sql.id(this.name)} ${this.dialect.jsonRows(rows, this.columns)}`.execute(this.db);
  }
}
