import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { schemaFile } from './schema-file.js';
import { mistakesIn } from './schema-mistakes.js';
import { type Schema, toSchema } from './schema.js';

/** The schema is wrong: one line for every mistake, so that all can be mended at once. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  readonly code = 'wrong-schema';

  constructor(
    file: string,
    readonly mistakes: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`${file} is no schema:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`, options);
  }
}

/**
 * Reads and checks a schema file, with the publisher changed as the caller wishes. Throws a `SchemaError` that names every
 * mistake.
 */
export async function readSchema(
  file: string,
  publisher: Partial<Schema['publisher']> = {},
): Promise<Schema> {
  const checked = schemaFile.safeParse(await readYaml(file));
  if (!checked.success) {
    throw new SchemaError(
      file,
      checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    );
  }
  const schema = toSchema({ ...checked.data, publisher: { ...checked.data.publisher, ...publisher } });
  const mistakes = mistakesIn(schema);
  if (mistakes.length > 0) throw new SchemaError(file, mistakes);
  return schema;
}

async function readYaml(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new SchemaError(file, [(cause as Error).message], { cause });
  }
}
