/** One of the project's own sources: what its rows look like, made by numbers of a seeded generator. */
export interface SampleSource {
  readonly columns: readonly string[];
  /** The code of the rule that a bad row breaks. */
  readonly badBy: string;
  /** So many rows at the beginning never change and are never bad, for other samples to refer to. */
  readonly steady: number;
  /** Whether rows leave, and may come back. */
  readonly leaves: boolean;
  /**
   * The row of a number, from 1; the same for the same numbers.
   *
   * @param version changes some of its values
   */
  row(number: number, version: number, random: () => number): readonly string[];
  /** Whether a bad row has another key than the good one: then it is bad in all deliveries, or the good one would be gone. */
  readonly spoilsKey: boolean;
  /** The same, made so that it is rejected. */
  spoilt(row: readonly string[]): readonly string[];
}

export const pick = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)] as Item;

export const STREETS = [
  'Mill',
  'Grange',
  'Station',
  'Chapel',
  'Harbour',
  'Quarry',
  'Orchard',
  "St. Mary's",
] as const;
export const STREET_TYPES = ['ST', 'AVE', 'RD', 'LN'] as const;
