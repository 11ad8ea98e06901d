import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readSchema, type Schema } from '#lib/dataverse-schema';
import { CatalogueError, type Problem } from './catalogue.error.js';
import { checkIntegration } from './checks/check-integration.js';
import { type Finding, when } from './checks/finding.js';
import type { Surroundings } from './checks/surroundings.js';
import type { Integration } from './integration.js';
import { IntegrationFile } from './integration-file.js';
import { loadCircles } from './order/load-order.js';
import { type Order, parentsFirst } from './order/parents-first.js';
import { parentsOf } from './order/parents-of.js';

/** A file that was read, and what it says. */
interface Read {
  file: IntegrationFile;
  integration: Integration;
}

/** What moves where, and by which pattern: everything that the sync knows of its sources. */
export class Catalogue {
  /** @param integrations parents before children */
  private constructor(readonly integrations: readonly Integration[]) {}

  /**
   * Reads the YAML files of a folder and checks them against each other and against the schema of Dataverse.
   *
   * @throws CatalogueError with everything that is wrong
   */
  static async fromFolder(folder: string, schemaFile = join('dataverse', 'schema.yaml')): Promise<Catalogue> {
    const [schema, paths] = await Promise.all([readSchema(schemaFile), filesIn(folder)]);
    const files = await Promise.all(paths.map((path) => IntegrationFile.read(path)));
    const read = files.flatMap((file) => (file.integration ? [{ file, integration: file.integration }] : []));
    const order = orderOf(read);
    const problems = [
      ...files.flatMap((file) => file.problems),
      ...read.flatMap((each) => problemsIn(each, surroundingsOf(schema, files))),
      ...circleProblems(read, order.circles),
    ];
    if (files.length === 0)
      problems.push({ file: folder, place: '', says: 'there is no integration (*.yaml) in this folder' });
    if (problems.length > 0) throw new CatalogueError(problems);
    return new Catalogue(order.names.flatMap((name) => named(read, name)?.integration ?? []));
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new CatalogueError([
      { file: folder, place: '', says: `cannot be read: ${(cause as Error).message}` },
    ]);
  });
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}

const named = (read: readonly Read[], name: string) =>
  read.find(({ integration }) => integration.name === name);

const orderOf = (read: readonly Read[]): Order =>
  parentsFirst(
    read.map(({ integration }) => integration.name),
    (name) =>
      read
        .filter(({ integration }) => integration.name === name)
        .flatMap(({ integration }) => parentsOf(integration)),
  );

function problemsIn({ file, integration }: Read, surroundings: Surroundings): Problem[] {
  const findings: Finding[] = [
    // The name stands in the keys of rows, so that one file a name keeps integrations off each other's rows.
    ...when(integration.name !== file.name, ['name'], `must be ${file.name}, as the file is called`),
    ...checkIntegration(integration, surroundings),
    ...loadCircles(integration).map((circle) => ({ path: ['target'], says: circleInWords(circle) })),
  ];
  return findings.map((finding) => file.problem(finding));
}

const circleProblems = (read: readonly Read[], circles: Order['circles']): Problem[] =>
  circles.flatMap((circle) => {
    const first = named(read, circle[0] ?? '');
    return first ? first.file.problem({ path: ['name'], says: circleInWords(circle) }) : [];
  });

const circleInWords = (circle: readonly string[]) => `needs itself before itself: ${circle.join(' needs ')}`;

/** Whom integrations can refer to. One whose form is wrong is there all the same, so that its children are not blamed. */
const surroundingsOf = (schema: Schema, files: readonly IntegrationFile[]): Surroundings => ({
  schema,
  linked: (to) => {
    const [name, entity, ...rest] = to.split('/');
    const file = files.find((each) => each.name === name);
    if (!file || rest.length > 0) return undefined;
    if (!file.integration) return {};
    const { target, entities } = file.integration;
    if (entity === undefined) return { table: target.table };
    const derived = Object.hasOwn(entities, entity) ? entities[entity] : undefined;
    return derived && { table: derived.target.table };
  },
});
