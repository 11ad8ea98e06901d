import type { Row } from './row.js';

/** The rows of one table that have been deleted, which change tracking tells: only their ids, and the versions of their deletions. */
export class Deletions {
  private readonly versions = new Map<string, number>();

  /** Gives the way back. */
  note(id: string, version: number): () => void {
    const before = this.versions.get(id);
    this.versions.set(id, version);
    return () => (before === undefined ? this.versions.delete(id) : this.versions.set(id, before));
  }

  /** Without those that are there again, as rows that hold nothing. */
  except(rows: ReadonlyMap<string, Row>): readonly Row[] {
    return [...this.versions].flatMap(([id, version]) => (rows.has(id) ? [] : [{ id, version, values: {} }]));
  }
}
