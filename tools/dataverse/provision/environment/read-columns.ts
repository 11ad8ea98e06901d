import { z } from 'zod';
import { columnForms } from './column-forms.js';
import { type DefinitionReader, listOf } from './definition-reader.js';
import type { FoundColumn, Particulars } from './environment.js';

type Columns = Map<string, FoundColumn>;

/** Adds to the columns what only their types have: one request for each type that occurs. */
export async function readParticulars(
  reader: DefinitionReader,
  definition: string,
  columns: Columns,
  language: number,
): Promise<Columns> {
  const forms = columnForms(language);
  const types = new Set([...columns.values()].map(({ type }) => type));
  const asked = new Set([...types].flatMap((type) => forms[type] ?? []));
  const complete = new Map(columns);
  for (const { cast, query, form } of asked) {
    const path = `${definition}/Attributes/Microsoft.Dynamics.CRM.${cast}AttributeMetadata?${query}`;
    const named = z.looseObject({ LogicalName: z.string() });
    for (const answer of await reader.read('columns.list', path, listOf(named))) {
      const column = complete.get(answer.LogicalName);
      if (column) complete.set(answer.LogicalName, { ...column, ...particulars(form, answer) });
    }
  }
  return complete;
}

const particulars = (form: z.ZodType<Particulars>, answer: unknown): Particulars => form.parse(answer);
