import type { Schema } from '#lib/dataverse-schema';

/** What an integration is held against. */
export interface Surroundings {
  schema: Schema;
  /**
   * Who has rows that can be referred to, as `integration` or `integration/entity`; undefined when there is no such, and without a table
   * when its own file cannot be read.
   */
  linked(to: string): { table?: string } | undefined;
}
