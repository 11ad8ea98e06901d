/** Rows of a table that agree in all of these columns are duplicates of each other. */
export interface DuplicateRule {
  table: string;
  columns: readonly string[];
}
