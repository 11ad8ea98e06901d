import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CatalogueError, type Problem } from '../catalogue.error.js';
import { Catalogue } from '../catalogue.js';

const schemaFile = new URL('../../../../../dataverse/schema.yaml', import.meta.url).pathname;

/** What is told, what is written, what stands there instead, and what is said of it. */
export type Case = [told: string, change: readonly [string, string], problems: (string | RegExp)[]];

/** Where the first one goes. */
export const SAMPLE_TARGET = `  table: cw_asset
  columns:
    cw_name: { column: label, cut: true }
    cw_capacity: height`;

/** An integration with something of everything, in which nothing is wrong. */
export const LAMPS = `name: lamps
owner: Street Lighting
need: A case about a lamp finds the lamp.
pattern: batch
schedule: 0 2 * * *
source: { format: { kind: csv } }
key: [id]
columns:
  id: {}
  road: {}
  built: { type: date, format: dd.MM.yyyy }
  seen: { type: datetime, zone: Europe/London }
  kind: { pattern: '^[a-z]+$' }
  height: { type: number }
  lit: { type: boolean }
computed:
  name: { sql: "concat_ws(' ', kind, id)" }
  label: { sql: upper(name) }
rules:
  - { reason: R3, says: It has no height., number: { column: height, min: 0 } }
target:
${SAMPLE_TARGET}
`;

/** Another, for the first one to refer to. */
export const ROADS = `name: roads
owner: Highways
need: To refer to.
pattern: batch
source: { format: { kind: csv } }
key: [id]
columns: { id: {} }
target: { table: cw_asset, columns: { cw_name: id } }
`;

/** A folder of integrations, new for every question. */
export class SampleCatalogue {
  private readonly folders: string[] = [];

  /** The catalogue of these files, by their names without .yaml. */
  async read(files: Readonly<Record<string, string>>): Promise<Catalogue> {
    const folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
    this.folders.push(folder);
    await Promise.all(
      Object.entries(files).map(([name, text]) => writeFile(join(folder, `${name}.yaml`), text)),
    );
    return Catalogue.fromFolder(folder, schemaFile);
  }

  /** What is wrong with these files, each without its folder. */
  async problemsOf(files: Readonly<Record<string, string>>): Promise<Problem[]> {
    try {
      await this.read(files);
      return [];
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      const folder = this.folders.at(-1) ?? '';
      return error.problems.map((problem) => ({ ...problem, file: problem.file.slice(folder.length + 1) }));
    }
  }

  /** What is wrong with the lamps once something in them is written otherwise. */
  async problemsWith(written: string, otherwise: string): Promise<string[]> {
    if (!LAMPS.includes(written)) throw new Error(`The lamps do not say ${written}`);
    const problems = await this.problemsOf({ lamps: LAMPS.replace(written, () => otherwise), roads: ROADS });
    return problems.map(({ place, says }) => `${place}: ${says}`);
  }

  async remove(): Promise<void> {
    for (const folder of this.folders) await rm(folder, { recursive: true });
  }
}
