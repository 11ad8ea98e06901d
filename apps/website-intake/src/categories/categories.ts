import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { incidentTable } from '#lib/dataverse';

const { category: categoryColumn, caseType: caseTypeColumn } = incidentTable.columns;

const categorySchema = z.strictObject({
  code: z.string().regex(/^[a-z][a-z-]{0,49}$/),
  name: z.string().min(1).max(100),
  choice: z.enum(namesOf(categoryColumn.values)),
  caseType: z.enum(namesOf(caseTypeColumn.values)),
});

/** One thing that the public can report, and what it is in Dataverse. */
export type Category = z.output<typeof categorySchema>;

const GENERAL = 'other';

/** What can be reported, in the order in which it is shown. */
export class Categories {
  private readonly byWord: ReadonlyMap<string, Category>;
  private readonly general: Category;

  constructor(readonly all: readonly Category[]) {
    this.byWord = new Map(
      all.flatMap((category) => [category.code, category.name].map((word) => [fold(word), category])),
    );
    const general = all.find(({ code }) => code === GENERAL);
    if (!general) throw new Error(`The categories lack the general one, "${GENERAL}"`);
    this.general = general;
  }

  /** Reads the list from a YAML file; throws in words when it is wrong. */
  static fromFile(path: string): Categories {
    return new Categories(
      z
        .array(categorySchema)
        .min(1)
        .parse(parse(readFileSync(path, 'utf8'))),
    );
  }

  /** The category that a posted word means, by code or name; whatever is unknown belongs to the general one. */
  find(word: string): Category {
    return this.byWord.get(fold(word)) ?? this.general;
  }
}

function namesOf<Name extends string>(values: Readonly<Record<Name, number>>): Name[] {
  return Object.keys(values) as Name[];
}

const fold = (word: string): string => word.trim().toLowerCase();
