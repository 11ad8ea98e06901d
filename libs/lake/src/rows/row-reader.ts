import type { LakeColumn } from '../folders/lake-model.js';
import { LakeError } from '../lake.error.js';
import type { CsvLine } from './csv-lines.js';
import type { LakeRow } from './lake-row.js';
import { readValue, type LakeValue } from './read-value.js';

/** What the export adds to the table's own columns; without these a row cannot be understood. */
const OF_EXPORT = ['Id', 'SinkCreatedOn', 'SinkModifiedOn', 'versionnumber', 'IsDelete'];

/**
 * Makes rows of the lines of one file. Columns that were added later stand behind IsDelete, so older rows are narrower than the
 * description and lack them.
 */
export class RowReader {
  private readonly places: ReadonlyMap<string, number>;
  private readonly own: readonly LakeColumn[];
  private readonly narrowest: number;

  /** @throws LakeError `lake-model-unreadable` when the columns lack what every table has */
  constructor(
    private readonly columns: readonly LakeColumn[],
    private readonly file: string,
  ) {
    this.places = new Map(columns.map(({ name }, at) => [name, at]));
    if (OF_EXPORT.some((name) => !this.places.has(name)))
      throw new LakeError('lake-model-unreadable', { file });
    this.own = columns.filter(({ name }) => !OF_EXPORT.includes(name));
    this.narrowest = 1 + (this.places.get('IsDelete') ?? 0);
  }

  /** @throws LakeError `lake-row-too-narrow`, `lake-row-too-wide` or `lake-value-unreadable` */
  read(line: CsvLine): LakeRow {
    this.checkWidth(line);
    const isDeleted = this.value(line, 'IsDelete', 'boolean') === true;
    return {
      id: String(this.required(line, 'Id', 'guid')),
      version: BigInt(this.required(line, 'versionnumber', 'int64') as number | bigint),
      exportedAt: this.value(line, 'SinkModifiedOn', 'dateTime') as Date | null,
      isDeleted,
      values: isDeleted ? {} : this.values(line),
    };
  }

  private checkWidth({ cells, line }: CsvLine): void {
    const { file } = this;
    if (cells.length < this.narrowest) throw new LakeError('lake-row-too-narrow', { file, line });
    if (cells.length > this.columns.length) throw new LakeError('lake-row-too-wide', { file, line });
  }

  private values(line: CsvLine): LakeRow['values'] {
    return Object.fromEntries(this.own.map(({ name, dataType }) => [name, this.value(line, name, dataType)]));
  }

  private required(line: CsvLine, column: string, dataType: string): Exclude<LakeValue, null> {
    const value = this.value(line, column, dataType);
    if (value === null) throw this.unreadable(line, column);
    return value;
  }

  /** The table that a lookup refers to is seen with capitals and without. */
  private value(line: CsvLine, column: string, dataType: string): LakeValue {
    const text = line.cells[this.places.get(column) ?? -1] ?? '';
    const value = readValue(text, dataType);
    if (value === undefined) throw this.unreadable(line, column);
    return column.endsWith('_entitytype') && typeof value === 'string' ? value.toLowerCase() : value;
  }

  private unreadable({ line }: CsvLine, column: string): LakeError {
    return new LakeError('lake-value-unreadable', { file: this.file, line, column });
  }
}
