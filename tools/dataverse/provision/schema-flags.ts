import { type Command, InvalidArgumentError, Option } from 'commander';
import { readSchema, type Schema } from '#lib/dataverse-schema';
import type { Connected } from '../subcommand.js';
import { definitionReader } from './environment/definition-reader.js';
import type { Target } from './steps/target.js';

/** What every command about the schema takes. */
export interface SchemaFlags {
  schema: string;
  solution?: string;
  publisher?: string;
  prefix?: string;
  language: number;
  json?: string;
}

/** Adds the options that every command about the schema takes. */
export const withSchemaFlags = (command: Command): Command =>
  command
    .option('--schema <file>', 'what we rely on', 'dataverse/schema.yaml')
    .option('--solution <name>', 'the solution that holds what is ours (default: that of the schema)')
    .option('--publisher <name>', 'the publisher of the solution (default: that of the schema)')
    .option('--prefix <prefix>', "the publisher's prefix, which the names in the schema must have")
    .addOption(
      new Option('--language <code>', "the language of the schema's labels, which the environment must have")
        .argParser(wholeNumber)
        .default(1033, '1033, English'),
    )
    .option(
      '--json <file>',
      'write what was found there, too; - is the standard output, instead of the table',
    );

/** The schema that the flags name, and the environment to hold it against. */
export async function openSchema(
  { client, signal }: Connected,
  flags: SchemaFlags,
): Promise<{ schema: Schema; target: Target }> {
  const { solution, publisher, prefix, language } = flags;
  const schema = await readSchema(flags.schema, {
    ...(publisher && { name: publisher }),
    ...(prefix && { prefix }),
    ...(solution && { solution }),
  });
  const { webApi } = client;
  const reader = definitionReader(webApi, signal);
  return { schema, target: { webApi, reader, solution: schema.publisher.solution, language, signal } };
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
