import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TableLayout } from './table-layout.js';
import { modelOf } from './model.js';

/** A file holds either rows that are there or rows that are gone. What files are called is not public: the names are ours. */
const FILES = { upserts: '001.csv', deletes: '002.csv' } as const;
export type Kind = keyof typeof FILES;

const MODELS = 'Microsoft.Athena.TrickleFeedService';
/** Made up, as the address of a file in Azure needs an account. */
const ACCOUNT = 'https://account.dfs.core.windows.net';
/** Lines that go to the disk at once. */
const CHUNK = 1_000;

/** A folder while it is written: first its rows, then what describes them. */
export class LakeFolder {
  readonly counts: Record<Kind, number> = { upserts: 0, deletes: 0 };
  private readonly files = new Map<string, Set<string>>();

  constructor(
    private readonly container: { path: string; name: string },
    readonly name: string,
  ) {}

  get isEmpty(): boolean {
    return this.files.size === 0;
  }

  /** Writes lines behind those that the table's file has; `copies` times each, as a try that was repeated does. */
  append(table: string, kind: Kind, lines: readonly string[], copies: number): void {
    if (lines.length === 0) return;
    const path = this.pathIn(table, FILES[kind]);
    for (let at = 0; at < lines.length; at += CHUNK) {
      const chunk = lines.slice(at, at + CHUNK).map((line) => line.repeat(copies));
      appendFileSync(path, chunk.join(''));
    }
    this.counts[kind] += lines.length;
    this.files.set(table, (this.files.get(table) ?? new Set<string>()).add(FILES[kind]));
  }

  make(): void {
    mkdirSync(this.path(), { recursive: true });
  }

  /** Describes each table by itself, and what its choices mean. @returns the description of the whole, to be put beside them */
  describe(
    layouts: readonly TableLayout[],
    labels: Readonly<Record<string, string>>,
    completedAt: string,
  ): string {
    const entities = layouts.map((layout) => ({ layout, locations: this.locationsOf(layout.table) }));
    for (const entity of entities)
      this.put(MODELS, `${entity.layout.table}-model.json`, modelOf([entity], completedAt));
    for (const [name, lines] of Object.entries(labels)) this.put('OptionsetMetadata', `${name}.csv`, lines);
    return modelOf(entities, completedAt);
  }

  putModel(model: string): void {
    writeFileSync(this.path('model.json'), model);
  }

  private put(folder: string, file: string, text: string): void {
    writeFileSync(this.pathIn(folder, file), text);
  }

  private pathIn(folder: string, file: string): string {
    mkdirSync(this.path(folder), { recursive: true });
    return this.path(folder, file);
  }

  private path(...names: readonly string[]): string {
    return join(this.container.path, this.name, ...names);
  }

  private locationsOf(table: string): string[] {
    const folder = [ACCOUNT, this.container.name, this.name, table].join('/');
    return [...(this.files.get(table) ?? [])].sort().map((file) => `${folder}/${file}`);
  }
}
