import type { Command } from 'commander';

/** Where the catalogue lies, and what it is held against. */
export interface CatalogueFlags {
  catalogue: string;
  schema: string;
}

/** Adds the options that every command about the catalogue takes. */
export const withCatalogueFlags = (command: Command): Command =>
  command
    .option('--catalogue <folder>', 'the integrations', 'integrations')
    .option('--schema <file>', 'what we rely on in Dataverse', 'dataverse/schema.yaml');
