import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text of Data Factory, in which `@{…}` stands for a value. */
interface Expression {
  value: string;
  type: 'Expression';
}

interface Script {
  name: string;
  type: 'Script';
  typeProperties: { scripts: [{ text: Expression }] };
}

interface Copy {
  name: string;
  type: 'Copy';
  typeProperties: {
    source: { sqlReaderQuery: Expression };
    translator: { mappings: { source: { name: string }; sink: { name: string } }[] };
  };
}

export interface Pipeline {
  properties: { activities: [Script, Copy, Script] };
}

/** What lies in a folder of Data Factory's git mode, by the kind and the name of each file. */
export function readFactory(
  folder: string,
): Record<string, Record<string, { name: string; properties: object }>> {
  return Object.fromEntries(
    readdirSync(folder).map((kind) => [
      kind,
      Object.fromEntries(
        readdirSync(join(folder, kind)).map((file) => [
          file.replace(/\.json$/, ''),
          JSON.parse(readFileSync(join(folder, kind, file), 'utf8')) as { name: string; properties: object },
        ]),
      ),
    ]),
  );
}

/** The text with its values in their places; each must be known. */
export const filledIn = ({ value }: Expression, values: Readonly<Record<string, string>>): string =>
  value.replace(/@\{([^}]*)\}/g, (_, expression: string) => {
    const known = values[expression];
    if (known === undefined) throw new Error(`Nobody knows ${expression}.`);
    return known;
  });

/** All references in it, as kind and name. */
export function referencesIn(value: unknown): { kind: string; name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { referenceName, type } = value as { referenceName?: string; type?: string };
  const kinds: Record<string, string> = {
    LinkedServiceReference: 'linkedService',
    DatasetReference: 'dataset',
  };
  const kind = kinds[type ?? ''];
  const own = referenceName !== undefined && kind !== undefined ? [{ kind, name: referenceName }] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}
