import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountTable, type DataverseClient, type RowOutcome } from '#lib/dataverse';
import { connectStandIn, type ConnectedStandIn } from './connected-stand-in.js';
import { idOf, keyOf, numbers } from './numbered-rows.js';

/** A number that is too long for each row that is to be refused. */
const valuesOf = (n: number, bad: readonly number[]) => ({
  name: `Name ${n}`,
  accountNumber: bad.includes(n) ? 'x'.repeat(21) : `A${n}`,
});

type Works = Readonly<Record<string, (client: DataverseClient) => AsyncIterable<RowOutcome<unknown>>>>;

const bad = [0, 41, 42, 130, 259];
const works: Works = {
  'creates with five that are refused': (client) =>
    client.createMultiple(
      accountTable,
      numbers(260).map((n) => ({ id: idOf(n), row: { ...valuesOf(n, bad), key: keyOf(n) } })),
    ),
  'creates of which some are there already, and one under another key': (client) =>
    client.createMultiple(
      accountTable,
      numbers(300).map((n) => ({
        id: idOf(n),
        row: { ...valuesOf(n, []), key: keyOf(n === 7 ? 1_000 : n) },
      })),
    ),
  'changes, and some of what is not there': (client) =>
    client.updateMultiple(
      accountTable,
      numbers(310).map((n) => ({ at: idOf(n), changes: { city: 'Freiburg' } })),
    ),
  'upserts with five that are refused': (client) =>
    client.upsertMultiple(
      accountTable,
      numbers(340).map((n) => ({ at: { key: keyOf(n) }, row: { ...valuesOf(n, bad), city: 'Basel' } })),
    ),
  'upserts of what is read first': (client) =>
    client.upsertMultiple(
      accountTable,
      numbers(360).map((n) => ({ at: { key: keyOf(n) }, row: { ...valuesOf(n, bad), city: 'Basel' } })),
      { readFirst: true },
    ),
  'deletions, and some of what is not there': (client) =>
    client.deleteMultiple(accountTable, numbers(320).map(idOf)),
};

describe('many rows of a table that knows no bulk messages', () => {
  let withThem: ConnectedStandIn;
  let without: ConnectedStandIn;
  beforeAll(async () => {
    withThem = await connectStandIn();
    without = await connectStandIn({ withoutBulk: ['account'] });
  });
  afterAll(async () => {
    await withThem.close();
    await without.close();
  });
  beforeEach(async () => {
    await withThem.dataverse.reset();
    await without.dataverse.reset();
  });

  it('come to the same, row by row, as those of one that does', async () => {
    for (const [name, work] of Object.entries(works)) {
      const told = await toldOf(work(without.client));
      expect(told.length, name).toBeGreaterThan(250);
      expect(told.map(inGeneral), name).toEqual((await toldOf(work(withThem.client))).map(inGeneral));
      expect(await rowsOf(without), name).toEqual(await rowsOf(withThem));
    }
  });

  it('are told to be created or updated where a bulk message does not say, and no message is tried', async () => {
    const input = numbers(60).map((n) => ({ at: { key: keyOf(n) }, row: valuesOf(n, []) }));
    const outcomes = async () =>
      new Set(
        (await toldOf(without.client.upsertMultiple(accountTable, input))).map(({ outcome }) => outcome),
      );
    expect([await outcomes(), await outcomes()]).toEqual([new Set(['created']), new Set(['updated'])]);
    // A message that is not there would have been a 404.
    expect((await without.dataverse.stats()).byMethodAndStatus['POST']).toEqual({ 200: 2 });
  });
});

interface Told {
  index: number;
  outcome: string;
  /** Why it was refused. Dataverse's words are others in each form. */
  code?: string | undefined;
}

async function toldOf(outcomes: AsyncIterable<RowOutcome<unknown>> | undefined): Promise<Told[]> {
  const told: Told[] = [];
  for await (const { index, ...result } of outcomes ?? []) {
    const code = 'error' in result && 'code' in result.error ? String(result.error.code) : undefined;
    told.push({ index, outcome: result.outcome, code });
  }
  return told;
}

/** `UpsertMultiple` does not say which it was. */
const inGeneral = (told: Told): Told => ({
  ...told,
  outcome: ['created', 'updated'].includes(told.outcome) ? 'upserted' : told.outcome,
});

async function rowsOf({ dataverse }: ConnectedStandIn): Promise<unknown[]> {
  const rows = await dataverse.rows('account');
  return rows
    .map((row) => [row['cw_key'], row['name'], row['accountnumber'], row['address1_city']])
    .sort(([one], [other]) => String(one).localeCompare(String(other)));
}
