import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse';

/** A line of a table's file, by the names that the folder's description gives to its places. */
export type LakeRow = Readonly<Record<string, string>>;

interface Model {
  entities: readonly { name: string; attributes: readonly { name: string }[] }[];
}

/** A folder of the lake, read as it lies there, with none of the rules that our own reader has. */
export class LakeFolder {
  constructor(private readonly path: string) {}

  /** @throws Error when there is none; SyntaxError when it is cut off */
  async model(): Promise<Model> {
    return JSON.parse(await readFile(join(this.path, 'model.json'), 'utf8')) as Model;
  }

  async modelOf(table: string): Promise<Model> {
    const path = join(this.path, 'Microsoft.Athena.TrickleFeedService', `${table}-model.json`);
    return JSON.parse(await readFile(path, 'utf8')) as Model;
  }

  async columns(table: string): Promise<readonly string[]> {
    const entity = (await this.modelOf(table)).entities.find(({ name }) => name === table);
    return (entity?.attributes ?? []).map(({ name }) => name);
  }

  /** The lines with this id in all files of the table. */
  async rows(table: string, id: string): Promise<readonly LakeRow[]> {
    const columns = await this.columns(table);
    const records = await Promise.all((await this.files(table)).map((text) => parse(text).toArray()));
    return (records as string[][][])
      .flat()
      .filter(([first]) => first === id)
      .map((cells) => Object.fromEntries(cells.map((cell, at) => [columns[at] ?? at, cell])));
  }

  private async files(table: string): Promise<string[]> {
    const folder = join(this.path, table);
    const names = await readdir(folder).catch(() => []);
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  }
}
