import { DeliveryRefusedError, type DeliveryPlace } from '../../delivery-refused-error.js';
import { alike, type ColumnNames } from '../columns/column-names.js';
import { refuseMissingColumns } from '../columns/refuse-missing-columns.js';
import { sourceRowOf } from '../columns/source-row-of.js';
import type { SourceRow } from '../source-row.js';
import type { CsvRecord } from './csv-records.js';
import { isConflictMark, mergeConflict } from './merge-conflict.js';

/** The first record of a file: which column stands where. */
export class CsvHeader {
  /** The integration's columns at each place. */
  readonly columns: readonly (readonly string[])[];
  private readonly names: readonly string[];
  /** How wide records were, until one is as wide as the header. */
  private otherWidths: Set<number> | undefined = new Set();

  /** @throws DeliveryRefusedError `delivery-malformed`, `delivery-merge-conflict`, `delivery-column-twice`, `delivery-column-missing` */
  constructor(
    { cells, isMisquoted }: CsvRecord,
    private readonly known: ColumnNames,
    private readonly file: string,
  ) {
    this.names = cells.map((name) => name.trim());
    const place = { file, line: 1 };
    refuseConflict(cells, place);
    if (isMisquoted)
      throw new DeliveryRefusedError('delivery-malformed', 'its header has a quote inside of a name.', place);
    refuseMissingColumns(known, this.names, place);
    this.refuseTwins(place);
    this.columns = this.names.map((name) => known.placesOf(name).map(({ column }) => column));
  }

  private get width(): number {
    return this.names.length;
  }

  /**
   * @param number its place among the records behind the header, from 1
   * @throws DeliveryRefusedError `delivery-merge-conflict`, and `delivery-truncated` for a last line that has no end and lacks fields:
   * a writer leaves out the one or the other, so the rest of it was lost
   */
  rowOf(number: number, { cells, isMisquoted, isUnended }: CsvRecord): SourceRow {
    const place = { file: this.file, afterRow: number - 1 };
    refuseConflict(cells, place);
    if (isUnended && cells.length < this.width)
      throw new DeliveryRefusedError(
        'delivery-truncated',
        `its last line ends after ${cells.length} of ${this.width} fields, so the rest of the file was lost on the way.`,
        place,
      );
    if (isMisquoted) return { number, defect: 'has a quote inside of a field', values: {} };
    if (cells.length !== this.width) {
      this.otherWidths?.add(cells.length);
      return {
        number,
        defect: `has ${cells.length} fields where the header has ${this.width}`,
        values: {},
      };
    }
    this.otherWidths = undefined;
    return sourceRowOf(number, this.named(cells), this.known);
  }

  /** @throws DeliveryRefusedError `delivery-columns-shifted` when all records have one width, and the header another */
  refuseOtherWidth(): void {
    const [width, another] = this.otherWidths ?? [];
    if (width !== undefined && another === undefined)
      throw new DeliveryRefusedError(
        'delivery-columns-shifted',
        `its header has ${this.width} columns and every row ${width} fields, so nobody knows which is which.`,
        { file: this.file },
      );
  }

  /** A column without a name is nobody's. */
  private *named(cells: readonly string[]): Generator<readonly [string, string]> {
    for (const [at, name] of this.names.entries()) if (name !== '') yield [name, cells[at] ?? ''];
  }

  private refuseTwins(place: DeliveryPlace): void {
    const names = this.names.map(alike);
    const twin = this.names.find((_, at) => names[at] !== '' && names.indexOf(names[at] ?? '') < at);
    if (twin !== undefined)
      throw new DeliveryRefusedError(
        'delivery-column-twice',
        `the column "${twin}" is there twice, so nobody knows which of them counts.`,
        place,
      );
  }
}

function refuseConflict([cell = '', another]: readonly string[], place: DeliveryPlace): void {
  if (another === undefined && isConflictMark(cell)) throw mergeConflict(place);
}
