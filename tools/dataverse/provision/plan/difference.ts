import type { Column, GlobalChoice, Key, Option, Schema, Table } from '#lib/dataverse-schema';

/** Whose option it is: a global choice's, or that of one column alone. */
export type OptionOwner = { choice: string } | { table: string; column: string };

/** One thing to do in the environment. Each can be done again without harm. */
export type Step =
  | { do: 'create-publisher'; publisher: Schema['publisher'] }
  | { do: 'create-solution'; publisher: Schema['publisher'] }
  | { do: 'create-choice'; choice: GlobalChoice }
  | { do: 'rename-choice'; choice: GlobalChoice; id: string }
  | { do: 'insert-option'; of: OptionOwner; option: Option }
  | { do: 'rename-option'; of: OptionOwner; option: Option }
  | { do: 'create-table'; table: Table }
  | { do: 'rename-table'; table: Table }
  | { do: 'create-column'; table: Table; column: Column }
  | { do: 'change-column'; table: string; column: Column; changes: ColumnChanges }
  | { do: 'create-key'; table: string; key: Key }
  | { do: 'reactivate-key'; table: string; key: string }
  | { do: 'await-key'; table: string; key: string };

/** What of a column that is there can be made to fit. */
export interface ColumnChanges {
  label?: string;
  length?: number;
  min?: number;
  max?: number;
  precision?: number;
}

/** Who can make it fit: provisioning by a step, or somebody who reads the advice. */
export type Remedy = { by: 'provision'; step: Step } | { by: 'hand'; advice: string };

/** Something that the schema says and the environment does not have so. */
export interface Difference {
  part: 'publisher' | 'solution' | 'choice' | 'table' | 'column' | 'key';
  /** Such as `incident.cw_key`. */
  name: string;
  /** The rest of the sentence: "is missing". */
  says: string;
  remedy: Remedy;
}

/** What one comparison finds of one part. */
export type Finding = Pick<Difference, 'says' | 'remedy'>;

export const byProvision = (says: string, step: Step): Finding => ({
  says,
  remedy: { by: 'provision', step },
});
export const byHand = (says: string, advice: string): Finding => ({ says, remedy: { by: 'hand', advice } });
