import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSchema } from '#lib/dataverse-schema';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { gardens, SyncGround } from '../run/testing/sync-ground.js';
import type { AmbiguousRow } from './adoption.js';
import { Adoptions, type AdoptOptions } from './adoptions.js';
import type { FoundRow, RowToStamp, StampResult } from './way-to-adopt.js';

const schema = await readSchema(new URL('../../../../dataverse/schema.yaml', import.meta.url).pathname);

const adopting = (table: string, column: string, more: object = {}) => ({
  target: { table, columns: { [column]: 'size' } },
  adopt: { match: [column], ignoreCase: true, ...more },
});
const register = gardens('gardens', adopting('cw_asset', 'cw_name'));
const exact = gardens('exact-gardens', adopting('cw_asset', 'cw_name', { ignoreCase: false }));
const people = gardens('gardeners', adopting('contact', 'lastname'));
const others = gardens('others');

/** Rows of Dataverse in memory. */
class MemoryTable {
  rows: FoundRow[] = [];
  stamped: RowToStamp[] = [];
  /** What becomes of a row in the place of being stamped. */
  answer: (row: RowToStamp) => StampResult = (row) => ({ row, outcome: 'stamped' });

  constructor(private readonly column: string) {}

  hold(...names: (string | null)[]): void {
    this.rows = names.map((name, number) => this.row(`D${number}`, name));
    this.stamped = [];
    this.answer = (row) => ({ row, outcome: 'stamped' });
  }

  row(id: string, name: string | null, cwKey: string | null = null): FoundRow {
    return { id, etag: `W/"${id}"`, cwKey, values: { [this.column]: name } };
  }

  async countRows(): Promise<number> {
    return this.rows.length;
  }

  async *foundRows() {
    yield* this.rows;
  }

  matchValues({ size = null }: Readonly<Record<string, string | null>>) {
    return { [this.column]: size };
  }

  cwKeyOf(key: string): string {
    return `key of ${key}`;
  }

  async *stamp(rows: AsyncIterable<RowToStamp>) {
    for await (const row of rows) {
      this.stamped.push(row);
      const result = this.answer(row);
      if (result.outcome === 'stamped')
        this.rows = this.rows.map((each) => (each.id === row.id ? { ...each, cwKey: row.cwKey } : each));
      yield result;
    }
  }
}

describe('the rows that Dataverse had before the sync', () => {
  let ground: SyncGround;
  let adoptions: Adoptions;
  const table = new MemoryTable('cw_name');
  const contacts = new MemoryTable('lastname');

  beforeAll(async () => {
    ground = await SyncGround.open(await createTestDatabase(), register, exact, people, others);
    const { runs, staging } = ground;
    const openWay = async (_: unknown, { target }: { target: { table: string } }) =>
      target.table === 'contact' ? contacts : table;
    adoptions = new Adoptions({ runs, staging, schema, openWay });
  });
  beforeEach(() => {
    table.hold();
    contacts.hold();
  });
  afterAll(() => ground.close());

  const adopt = async (of: typeof register, rows: Record<string, string>, options: AdoptOptions = {}) => {
    const delivery = await ground.land(of, rows);
    try {
      const { steps } = await adoptions.adopt(of, [delivery], options);
      return steps[0];
    } finally {
      await ground.staging.discard(of, delivery);
    }
  };
  const told = (...keys: string[]) => ({ rows: keys.length, keys });

  it('are unique, ambiguous on either side, or match nothing', async () => {
    table.hold('Oak', 'elm ', 'Fig', 'Fig', 'Yew', 'nobody', null, ' ');
    const ambiguous: AmbiguousRow[] = [];
    const rows = { A: 'OAK', B: 'Elm', C: 'fig', D: 'yew', E: 'Yew', F: 'Ash', G: '' };
    const found = await adopt(register, rows, { onAmbiguous: async (row) => void ambiguous.push(row) });
    expect(found).toEqual({
      ...{ step: 'gardens', table: 'cw_asset', found: 8, unclaimed: 3, already: 0 },
      ...{ unique: told('A', 'B'), ambiguous: told('C', 'D', 'E'), none: told('F', 'G') },
      stamped: undefined,
    });
    expect(table.stamped).toEqual([]);
    expect(ambiguous.map(({ group, key, id, values }) => [group, key ?? id, values['cw_name']])).toEqual([
      [1, 'C', 'fig'],
      [1, 'D2', 'fig'],
      [1, 'D3', 'fig'],
      [2, 'D', 'yew'],
      [2, 'E', 'yew'],
      [2, 'D4', 'yew'],
    ]);
  });

  it('differ by case where the catalogue does not say otherwise', async () => {
    table.hold('Oak', 'ELM');
    expect(await adopt(exact, { A: 'OAK', B: ' ELM' })).toMatchObject({ unique: told('B'), none: told('A') });
  });

  it('get the keys of the unique ones, once', async () => {
    table.hold('Oak', 'Fig', 'Fig');
    const rows = { A: 'oak', B: 'fig' };
    const progress: string[] = [];
    const options: AdoptOptions = {
      write: true,
      onProgress: ({ doing, rows: done, of }) => progress.push(`${doing} ${done}/${of}`),
    };
    expect(await adopt(register, rows, options)).toMatchObject({
      stamped: { stamped: 1, changed: told(), refused: {}, open: {} },
    });
    expect(table.stamped).toEqual([{ key: 'A', cwKey: 'key of A', id: 'D0', etag: 'W/"D0"' }]);
    expect(progress).toEqual(['read 1/3', 'read 2/3', 'read 3/3', 'stamp 1/1']);
    expect(await adopt(register, rows, options)).toMatchObject({
      ...{ already: 1, found: 2, unique: told(), ambiguous: told('B'), none: told() },
      stamped: { stamped: 0 },
    });
  });

  it('that somebody else has changed, or Dataverse refuses, are told', async () => {
    table.hold('Oak', 'Elm', 'Fig', 'Yew');
    const answers: Record<string, (row: RowToStamp) => StampResult> = {
      A: (row) => ({ row, outcome: 'changed' }),
      B: (row) => ({ row, outcome: 'refused', code: 'duplicate-key' }),
      C: (row) => ({ row, outcome: 'open', code: 'circuit-open' }),
      D: (row) => ({ row, outcome: 'stamped' }),
    };
    table.answer = (row) => (answers[row.key] ?? answers['D'])?.(row) ?? { row, outcome: 'stamped' };
    expect(await adopt(register, { A: 'Oak', B: 'Elm', C: 'Fig', D: 'Yew' }, { write: true })).toMatchObject({
      stamped: {
        stamped: 1,
        changed: told('A'),
        refused: { 'duplicate-key': 1 },
        open: { 'circuit-open': 1 },
      },
    });
  });

  it('are told without keys and values where they are people', async () => {
    contacts.hold('Ann', 'Ann', 'Bob');
    const ambiguous: AmbiguousRow[] = [];
    const found = await adopt(
      people,
      { A: 'Ann', B: 'Bob', C: 'Cem' },
      { write: true, onAmbiguous: async (row) => void ambiguous.push(row) },
    );
    const one = { rows: 1, keys: [] };
    expect(found).toMatchObject({ unique: one, ambiguous: one, none: one, stamped: { stamped: 1 } });
    expect(ambiguous).toEqual([
      { step: 'gardeners', group: 1, key: undefined, id: undefined, values: {} },
      { step: 'gardeners', group: 1, key: undefined, id: 'D0', values: {} },
      { step: 'gardeners', group: 1, key: undefined, id: 'D1', values: {} },
    ]);
  });

  it('are not looked for twenty times: many are told by some of their keys, and all get theirs', async () => {
    const names = Array.from({ length: 2_100 }, (_, number) => `Garden ${String(number).padStart(4, '0')}`);
    table.hold(...names, ...names.slice(0, 1_100));
    const rows = Object.fromEntries(names.map((name, number) => [`G${number}`, name]));
    let ambiguous = 0;
    const found = await adopt(register, rows, {
      write: true,
      onAmbiguous: async () => void (ambiguous += 1),
    });
    expect(found).toMatchObject({
      unique: { rows: 1_000 },
      ambiguous: { rows: 1_100 },
      stamped: { stamped: 1_000 },
    });
    expect(found?.unique.keys).toHaveLength(20);
    expect(ambiguous).toBe(3_300);
  });

  it('are those that a model in memory finds', async () => {
    const name = fc.constantFrom('a', 'A ', ' a', 'b', 'B', 'é', 'e\u0301', 'É', '', '  ', 'ß', 'c');
    const normal = (text: string) => text.normalize('NFC').trim().toLowerCase() || undefined;
    await fc.assert(
      fc.asyncProperty(
        fc.array(name, { minLength: 1, maxLength: 8 }),
        fc.array(name, { maxLength: 8 }),
        async (sources, founds) => {
          table.hold(...founds);
          const rows = Object.fromEntries(sources.map((each, number) => [`S${number}`, each]));
          const step = await adopt(register, rows, { write: true });
          const counts = (all: readonly string[], text: string) =>
            all.filter((each) => normal(each) === normal(text)).length;
          const verdict = (text: string) => {
            const [here, there] = [counts(sources, text), counts(founds, text)];
            if (normal(text) === undefined || there === 0) return 'none';
            return here === 1 && there === 1 ? 'unique' : 'ambiguous';
          };
          const keysOf = (wanted: string) =>
            told(...Object.keys(rows).filter((key) => verdict(rows[key] ?? '') === wanted));
          expect(step).toMatchObject({
            unique: keysOf('unique'),
            ambiguous: keysOf('ambiguous'),
            none: keysOf('none'),
          });
          for (const { key, id } of table.stamped)
            expect(normal(founds[Number(id.slice(1))] ?? '')).toBe(normal(rows[key] ?? ''));
          expect(table.stamped).toHaveLength(step?.unique.rows ?? -1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keep runs from beginning while they are matched, for those would make them', async () => {
    table.hold('Oak', 'Oak');
    const start = () => ground.runs.start('gardens', []);
    const onAmbiguous = () => expect(start()).rejects.toMatchObject({ code: 'run-unfinished' });
    expect(await adopt(register, { A: 'Oak' }, { onAmbiguous })).toMatchObject({ ambiguous: told('A') });
    await ground.runs.cancel((await start()).id);
  });

  it('are not looked for where nobody says how, while a run goes on, or when a delivery would be refused', async () => {
    await expect(adoptions.adopt(others, [])).rejects.toMatchObject({
      code: 'not-adoptable',
      message: 'others does not say how its rows are found: it lacks adopt.',
    });
    const empty = await ground.land(register, {});
    await expect(adoptions.adopt(register, [empty])).rejects.toMatchObject({
      code: 'delivery-refused',
      message: expect.stringMatching(/^a delivery would be refused: .*\(no-rows\)$/),
    });
    await ground.staging.discard(register, empty);
    const run = await ground.runs.start('gardens', []);
    await expect(adoptions.adopt(register, [])).rejects.toMatchObject({
      code: 'run-unfinished',
      message: `Run ${run.id} of gardens has not ended: let it end, or cancel it.`,
    });
    await ground.runs.cancel(run.id);
  });
});
