import { ControlError, type Clock } from '../../../control/src/index.js';
import type { Table } from '../schema/table.js';
import type { Tables } from '../schema/tables.js';
import type { RowStore } from '../store/row-store.js';
import type { Row } from '../store/row.js';
import { quoted, sinkTime } from './cells.js';
import { choiceLabels } from './choice-labels.js';
import type { LakeContainer } from './container.js';
import { LakeFolder } from './lake-folder.js';
import { TableLayout } from './table-layout.js';

/** What goes wrong with folders in the field, and readers must bear. */
export const exportFaults = [
  'missingModel',
  'truncatedModel',
  'lateModel',
  'emptyFolder',
  'duplicateRows',
] as const;
export type ExportFault = (typeof exportFaults)[number];

/** What one export has written. */
export interface Exported {
  /** The folder that is complete now; null when there was nothing to write. */
  folder: string | null;
  upserts: number;
  deletes: number;
}

/**
 * Azure Synapse Link with incremental folders: https://learn.microsoft.com/power-apps/maker/data-platform/azure-synapse-incremental-updates
 *
 * A folder goes from begun (named in changelog.info, perhaps not there yet) over written (rows in it, no description) to complete
 * (described, and changelog.info names the next). The first holds all rows of the tables that track changes, each later one what has
 * changed. An export that is abandoned counts for nothing: its rows come again.
 *
 * Everything is written without a pause, so no row changes between two tables.
 */
export class Lake {
  private readonly layouts = new Map<string, TableLayout>();
  /** Up to which version each table stands in complete folders, and up to which it has been written at all. */
  private complete = new Map<string, number>();
  private written = new Map<string, number>();
  private folder: LakeFolder;
  /** Descriptions that come with the next export. */
  private late: (() => void)[] = [];

  constructor(
    readonly container: LakeContainer,
    private readonly tables: Tables,
    private readonly store: RowStore,
    private readonly clock: Clock,
  ) {
    this.folder = new LakeFolder(container, container.current);
  }

  /** Writes what has changed into the folder that is open, and leaves it open. */
  write(copies = 1): void {
    const now = quoted(sinkTime(this.clock.now()));
    for (const table of this.exported()) this.writeTable(table, now, copies);
  }

  /** Writes what has changed, describes the folder, and closes it. @throws ControlError when the fault cannot be had */
  export(fault?: ExportFault): Exported {
    for (const describe of this.late.splice(0)) describe();
    if (fault === 'emptyFolder') this.leaveEmpty();
    else this.write(fault === 'duplicateRows' ? 2 : 1);
    const { isEmpty, name, counts } = this.folder;
    if (!isEmpty) this.describe(this.folder, fault);
    if (fault === 'missingModel') this.written = new Map(this.complete);
    this.complete = new Map(this.written);
    this.moveOn();
    return { folder: isEmpty && fault !== 'emptyFolder' ? null : name, ...counts };
  }

  /** Begins anew: the rows have been forgotten. */
  clear(): void {
    for (const map of [this.layouts, this.complete, this.written]) map.clear();
    this.late = [];
    this.container.clear();
    this.folder = new LakeFolder(this.container, this.container.current);
  }

  private exported(): readonly Table[] {
    return this.tables.all.filter(
      ({ tracksChanges, definition }) => tracksChanges && !definition.aboutSchema,
    );
  }

  private leaveEmpty(): void {
    if (!this.folder.isEmpty) throw new ControlError('There are rows in the folder already');
    this.folder.make();
  }

  private moveOn(): void {
    this.container.moveOn();
    this.folder = new LakeFolder(this.container, this.container.current);
  }

  private writeTable(table: Table, now: string, copies: number): void {
    const { name } = table;
    const layout = this.layoutOf(table);
    const since = this.written.get(name) ?? 0;
    const changed = ({ version }: Row) => version > since;
    const upserts = this.store.scan(table).filter(changed);
    const deletes = this.mayHold(name) ? this.store.deleted(table).filter(changed) : [];
    const lines = (rows: readonly Row[], line: 'upsert' | 'deletion') =>
      rows.map((row) => layout[line](row, now));
    this.folder.append(name, 'upserts', lines(upserts, 'upsert'), copies);
    this.folder.append(name, 'deletes', lines(deletes, 'deletion'), copies);
    this.written.set(name, this.store.lastVersion);
  }

  /** Whether rows of the table may be in the lake, from before a restart too: a full copy has no deletions to tell. */
  private mayHold(table: string): boolean {
    return this.written.has(table) || this.container.goesOn;
  }

  private layoutOf(table: Table): TableLayout {
    const layout = this.layouts.get(table.name) ?? new TableLayout(table);
    layout.adopt(table);
    this.layouts.set(table.name, layout);
    return layout;
  }

  private describe(folder: LakeFolder, fault: ExportFault | undefined): void {
    const tables = this.exported();
    const layouts = tables.map((table) => this.layoutOf(table));
    const labels = choiceLabels(tables, this.tables);
    const model = folder.describe(layouts, labels, sinkTime(this.clock.now()));
    if (fault === 'missingModel') return;
    if (fault === 'lateModel') this.late.push(() => folder.putModel(model));
    else folder.putModel(fault === 'truncatedModel' ? model.slice(0, model.length / 2) : model);
  }
}
