import type { Put } from '../table-map/row-mapping.js';
import { JsonBytes } from './json-bytes.js';

/** A row as it goes in a bulk message, while it is written. One is used for row after row. */
export class TargetDraft {
  readonly json = new JsonBytes();
  /** Where its values begin, behind what says which row it is. */
  valuesFrom = 0;

  begin(): void {
    this.json.open();
    this.valuesFrom = this.json.length;
  }

  /** Says which row it is: to be called before the values are put, for a row that can stand in a bulk message. */
  isRow(table: string, name: string, value: string): void {
    this.json.member('@odata.type', `Microsoft.Dynamics.CRM.${table}`);
    this.json.member(name, value);
    this.valuesFrom = this.json.length;
  }

  /** Adds a value. */
  readonly put: Put = (name, value) => this.json.member(name, value);

  end(): void {
    this.json.close();
  }

  get saysWhich(): boolean {
    return this.valuesFrom > 1;
  }
}
