import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accountTable,
  annotationTable,
  contactTable,
  contains,
  endsWith,
  eq,
  type Filter,
  incidentTable,
  isIn,
  type NewRow,
  rowOf,
  startsWith,
  type Table,
  UnusableKeyError,
} from '#lib/dataverse';
import { type ConnectedStandIn, connectStandIn } from './connected-stand-in.js';

/** What SQL, OData, JSON, URLs and XML find special, among letters that have more than one form. */
const special = fc.constantFrom(...`'"\\%_[]^-*&#+?/:;,()<>={}$@~!|. \t\r\n0aAÄßİıé🚲\u200b\u00a0\ufeff`);
const utf16Unit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));

/** Any text of at most so many UTF-16 units, halves of a character and control characters included. */
const anyText = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: special, maxLength }),
      fc.string({ unit: 'binary', maxLength }),
      fc.string({ unit: 'grapheme', maxLength }),
      fc.string({ unit: utf16Unit, maxLength }),
    )
    .map((value) => value.slice(0, maxLength));

/** No XML 1.0, which the platform speaks inside, can hold these. */
const unstorable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const worksInNoUrl = /^$|[/<>*%&:\\?+]/;
const unusableInKey = (key: string) => worksInNoUrl.test(key) || unstorable.test(key);

const storable = (maxLength: number) => anyText(maxLength).filter((value) => !unstorable.test(value));

/** The content of a file is base64, and the other column has rules of its own. */
const exceptions = ['documentBody', 'ticketNumber'];

/** The texts that a table map lets anybody write, with the most UTF-16 units of each. Keys have a test of their own. */
const textColumns = ({ columns, keys }: Table) =>
  Object.entries(columns).flatMap(([name, column]) => {
    const isOwn = column.set !== 'server' && !exceptions.includes(name) && !keys.flat().includes(name);
    return column.kind === 'text' && isOwn ? [{ name, maxLength: column.maxLength }] : [];
  });

const rowOfTexts = (table: Table) =>
  fc.record(Object.fromEntries(textColumns(table).map(({ name, maxLength }) => [name, storable(maxLength)])));

/** A text that is empty is stored as none. */
const stored = (row: Record<string, string>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value || null]));

const person = '0c0c0c0c-0000-4000-8000-000000000001';
const customer = { customer: rowOf(contactTable, person) };

/** The tables whose rows are written as they are, with what a row of each must have. */
const tables: [string, Table, object][] = [
  ['account', accountTable, {}],
  ['contact', contactTable, {}],
  ['annotation', annotationTable, {}],
  ['incident', incidentTable, customer],
];

let connected: ConnectedStandIn;

beforeAll(async () => {
  connected = await connectStandIn();
});

afterAll(() => connected.close());

beforeEach(() => startAnew());

async function startAnew(): Promise<void> {
  await connected.dataverse.reset();
  await connected.client.create(contactTable, {}, { id: person });
}

describe.each(tables)('any text in a row of %s', (_, table, needed) => {
  const names = textColumns(table).map(({ name }) => name);
  const write = (texts: object) => {
    const row = { ...needed, ...texts } as NewRow<Table>;
    return connected.client.create(table, row, { return: names });
  };

  it('comes back as it was written', async () => {
    const property = fc.asyncProperty(rowOfTexts(table), async (texts) => {
      const { id } = await write(texts);
      expect(await connected.client.retrieve(table, id, { select: names })).toMatchObject(stored(texts));
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('is refused if it holds what cannot be stored', async () => {
    const refused = anyText(40).filter((value) => unstorable.test(value));
    const property = fc.asyncProperty(fc.constantFrom(...names), refused, async (name, value) => {
      await expect(write({ [name]: value })).rejects.toMatchObject({ dataverseCode: '0x80040278' });
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('is refused if it is longer than its column', async () => {
    const tooLong = fc
      .tuple(fc.constantFrom(...textColumns(table)), storable(20), storable(1))
      .map(
        ([{ name, maxLength }, start, rest]) => [name, start.padEnd(maxLength, 'é') + (rest || '!')] as const,
      );
    const property = fc.asyncProperty(tooLong, async ([name, value]) => {
      await expect(write({ [name]: value })).rejects.toMatchObject({
        ...{ code: 'text-too-long', dataverseCode: '0x80044331', retry: 'never' },
      });
    });
    await fc.assert(property, { numRuns: 20 });
  });
});

describe('any text with rules of its own', () => {
  it('is the ticket number that it says, or one that the service gives if it says nothing', async () => {
    const property = fc.asyncProperty(storable(100), async (ticketNumber) => {
      const row = { ...customer, ticketNumber };
      const written = await connected.client.create(incidentTable, row, { return: ['ticketNumber'] });
      if (ticketNumber) expect(written.ticketNumber).toBe(ticketNumber);
      else expect(written.ticketNumber).toMatch(/^CAS-/);
    });
    await fc.assert(property, { numRuns: 40, examples: [['']] });
  });

  it('is the content of a file in base64', async () => {
    const property = fc.asyncProperty(fc.base64String(), async (documentBody) => {
      const written = await connected.client.create(
        annotationTable,
        { documentBody },
        { return: ['documentBody'] },
      );
      expect(written.documentBody).toBe(documentBody || null);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('is how a case ended', async () => {
    const resolution = fc.record({ subject: storable(200), description: storable(2_000) });
    const property = fc.asyncProperty(resolution, async (texts) => {
      await startAnew();
      const { id } = await connected.client.create(incidentTable, customer);
      expect(await connected.client.closeCase(id, texts)).toBe('closed');
      const [row] = await connected.dataverse.rows('incidentresolution');
      expect(row).toMatchObject(stored(texts));
    });
    await fc.assert(property, { numRuns: 40 });
  });
});

describe.each([
  ['account', accountTable, {}],
  ['contact', contactTable, {}],
  ['incident', incidentTable, customer],
] as const)('any text as an alternate key of %s', (_, table, needed) => {
  const upsert = (key: string) =>
    connected.client.upsert<Table, string>(table, { key } as never, { ...needed } as never, {
      return: ['key'],
    });

  const keys = anyText(70);

  it('leads to its row', async () => {
    const usable = keys.filter((key) => key.length <= 64 && !unusableInKey(key));
    const property = fc.asyncProperty(usable, async (key) => {
      await startAnew();
      const written = await upsert(key);
      expect(written).toMatchObject({ outcome: 'created', row: { key } });
      const id = written.outcome === 'created' && written.row.id;
      expect(await upsert(key)).toMatchObject({ outcome: 'updated', row: { id, key } });
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('is refused before anything is sent if it works in no URL or no row can have it', async () => {
    const unusable = keys.filter((key) => unusableInKey(key));
    const property = fc.asyncProperty(unusable, async (key) => {
      const { requests } = await connected.dataverse.stats();
      await expect(upsert(key)).rejects.toThrow(UnusableKeyError);
      expect(await connected.dataverse.stats()).toMatchObject({ requests });
    });
    await fc.assert(property, { numRuns: 40, examples: [[''], ['\ud800'], ['\u0000']] });
  });

  it('is refused in the body of a row by the service if it cannot be stored', async () => {
    const refused = keys.filter((key) => unstorable.test(key) || key.length > 64);
    const property = fc.asyncProperty(refused, async (key) => {
      const dataverseCode = key.length > 64 ? '0x80044331' : '0x80040278';
      const writing = connected.client.create<Table>(table, { ...needed, key } as NewRow<Table>);
      await expect(writing).rejects.toMatchObject({ dataverseCode, retry: 'never' });
    });
    await fc.assert(property, { numRuns: 40, examples: [['\u0000'], ['x'.repeat(65)]] });
  });
});

describe('any text in a filter', () => {
  /** Longer than any of the texts. */
  const absent = 'x'.repeat(51);
  /** The service compares without regard to case. */
  const fold = (value: string) => value.toLowerCase();
  const texts = fc.uniqueArray(
    storable(50).filter((value) => value !== ''),
    { selector: fold, minLength: 1, maxLength: 12 },
  );

  const create = async (subjects: readonly string[]) => {
    const items = subjects.map((subject) => ({
      ...{ operation: 'annotation.create', method: 'POST', path: 'annotations', body: { subject } },
      ...{ repeatable: false, expect: [204] },
    }));
    const results = await connected.client.webApi.batch(items);
    expect(results.map(({ outcome }) => outcome)).toEqual(subjects.map(() => 'answered'));
  };

  const found = async (filter: Filter<'annotation'>) => {
    const subjects: unknown[] = [];
    for await (const { subject } of connected.client.query(annotationTable, { select: ['subject'], filter }))
      subjects.push(subject);
    return subjects.sort();
  };

  /** A text that is looked for, among others, and the part of it from one border to another. */
  const search = fc.tuple(texts, fc.nat(), fc.nat(), fc.nat()).map(([subjects, which, from, length]) => {
    const wanted = subjects[which % subjects.length] ?? '';
    const characters = [...wanted];
    const begin = from % characters.length;
    const end = begin + 1 + (length % (characters.length - begin));
    return {
      subjects,
      wanted,
      begin: characters.slice(0, end).join(''),
      end: characters.slice(begin).join(''),
      part: characters.slice(begin, end).join(''),
    };
  });

  it('finds exactly its rows', async () => {
    const property = fc.asyncProperty(search, async ({ subjects, wanted, part, begin, end }) => {
      await startAnew();
      await create(subjects);
      const those = (test: (subject: string) => boolean) => subjects.filter((one) => test(fold(one))).sort();
      expect(await found(eq(annotationTable, 'subject', wanted))).toEqual([wanted]);
      expect(await found(isIn(annotationTable, 'subject', [wanted, absent]))).toEqual([wanted]);
      const containing = await found(contains(annotationTable, 'subject', part));
      expect(containing).toEqual(those((one) => one.includes(fold(part))));
      const starting = await found(startsWith(annotationTable, 'subject', begin));
      expect(starting).toEqual(those((one) => one.startsWith(fold(begin))));
      const ending = await found(endsWith(annotationTable, 'subject', end));
      expect(ending).toEqual(those((one) => one.endsWith(fold(end))));
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
