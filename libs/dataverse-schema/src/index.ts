export { optionsOf } from './options-of.js';
export { readSchema, SchemaError } from './read-schema.js';
export type { Column, GlobalChoice, Key, LookupColumn, Option, Schema, Table } from './schema.js';
