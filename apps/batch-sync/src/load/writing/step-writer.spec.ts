import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataverseClient, keyOfId } from '#lib/dataverse';
import { refusalOf } from '#lib/dataverse/testing';
import { readSchema } from '#lib/dataverse-schema';
import { type HttpRequest, type HttpResponse, TransportError } from '#lib/http';
import { answerOf, scripted } from '#lib/http/testing';
import type { Clock } from '#lib/resilience';
import { type ConnectedStandIn, connectStandIn } from '../../../../../test/contract/connected-stand-in.js';
import type { StoredRow } from '../../../../../test/support/dataverse-control.js';
import { Catalogue } from '../../catalogue/catalogue.js';
import { type LoadStep, loadSteps } from '../../catalogue/order/load-order.js';
import { cwKeysOf } from '../cw-keys.js';
import type { HeldRow } from '../../run/way-to-dataverse.js';
import { heldRows } from '../held-rows.js';
import type { LoadAction, LoadResult, RowToLoad } from '../step-writer.js';
import { tableMapOf } from '../table-map.js';
import { stepWriter } from './step-writer.js';

const repository = new URL('../../../../../', import.meta.url).pathname;
const schemaFile = `${repository}dataverse/schema.yaml`;
const schema = await readSchema(schemaFile);
const catalogue = await Catalogue.fromFolder(`${repository}integrations`, schemaFile);
const keySecret = 'a secret of the test';

const stepOf = (name: string): LoadStep => {
  const step = catalogue.integrations.flatMap(loadSteps).find((each) => each.name === name);
  if (!step) throw new Error(`There is no step ${name}.`);
  return step;
};
const cwKey = (step: string, naturalKey: string) => cwKeysOf(stepOf(step), { schema, keySecret })(naturalKey);

/** A made-up row. */
const rowOf = (key: string, values: RowToLoad['values'] = {}, more: Partial<RowToLoad> = {}): RowToLoad => ({
  ...{ key, hash: `hash of ${key}`, isInactive: false, values },
  ...more,
});

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

async function resultsOf(results: AsyncIterable<LoadResult>): Promise<LoadResult[]> {
  const all: LoadResult[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** Nobody waits: time goes on by itself. */
const hastyClock = (): Clock => {
  let now = 0;
  return { now: () => now, after: () => () => undefined, sleep: async (ms) => void (now += ms) };
};

/** How each row ended, in a word. */
const words = (results: readonly LoadResult[]): string[] =>
  results.map((result) =>
    result.outcome === 'done' ? result.how : result.outcome === 'refused' ? result.code : result.outcome,
  );

/** Dataverse gives its own ids, and so its own order. */
const orderOf = (row: StoredRow): string => String(row['cw_naturalkey'] ?? row['notetext']);

describe('the rows of shipped integrations in Dataverse', () => {
  let standIn: ConnectedStandIn;
  let client: DataverseClient;
  beforeAll(async () => {
    standIn = await connectStandIn();
    ({ client } = standIn);
  });
  afterAll(() => standIn.close());
  beforeEach(() => standIn.dataverse.reset());

  const stored = async (table: string) => {
    const rows = await standIn.dataverse.rows(table);
    return rows.sort((one, other) => orderOf(one).localeCompare(orderOf(other)));
  };
  const perform = async (step: string, action: LoadAction, rows: readonly RowToLoad[]) =>
    words(await resultsOf(writerOf(step).perform(action, each(rows), {})));
  const writerOf = (step: string) => stepWriter({ client, schema, catalogue, step: stepOf(step), keySecret });

  describe('roads, and the potholes on them', () => {
    const road = (id: string, values: RowToLoad['values'] = {}) =>
      rowOf(id, { street_id: id, name: `Road ${id}`, overall: '7', ...values });
    const pothole = (key: string, streetId: string) =>
      rowOf(key, { street_id: streetId, time_filled: '2016-04-12T07:54:00.000Z', name: 'A hole' });

    it('are written and bound, as often as you like', async () => {
      const roads = ['1', '2', '3'].map((id) => road(id));
      const potholes = [pothole('1|a', '1'), pothole('2|b', '2')];
      for (const _ of [1, 2]) {
        expect(await perform('road-ratings', 'write', roads)).toEqual(['written', 'written', 'written']);
        expect(await perform('potholes', 'write', potholes)).toEqual(['written', 'written']);
      }
      const assets = await stored('cw_asset');
      expect(assets).toHaveLength(3);
      expect(assets[0]).toMatchObject({
        cw_name: 'Road 1',
        cw_type: 'Road',
        cw_overall: '7',
        cw_crack: null,
        cw_key: cwKey('road-ratings', '1'),
        cw_naturalkey: '1',
        cw_sourcesystem: 'road-ratings',
        cw_rowhash: 'hash of 1',
      });
      const orders = await stored('cw_workorder');
      expect(orders).toHaveLength(2);
      expect(orders[0]).toMatchObject({
        cw_status: 'Done',
        cw_timefilled: '2016-04-12T07:54:00Z',
        _cw_assetid_value: assets[0]?.['cw_assetid'],
      });
    });

    it('are changed, and emptied of what went away', async () => {
      await perform('road-ratings', 'write', [road('1', { crack: '3' })]);
      await perform('road-ratings', 'write', [road('1', { overall: '8', crack: null })]);
      expect(await stored('cw_asset')).toMatchObject([{ cw_overall: '8', cw_crack: null }]);
    });

    it('are deactivated, and active again when they are written as rows that rest', async () => {
      await perform('road-ratings', 'write', [road('1'), road('2')]);
      for (const _ of [1, 2])
        expect(await perform('road-ratings', 'deactivate', [road('1')])).toEqual(['deactivated']);
      expect(await stored('cw_asset')).toMatchObject([
        { statecode: 1, statuscode: 2 },
        { statecode: 0, statuscode: 1 },
      ]);
      await perform('road-ratings', 'write', [{ ...road('1', { overall: '9' }), isInactive: true }]);
      const [first] = await stored('cw_asset');
      expect(first).toMatchObject({ statecode: 0, statuscode: 1, cw_overall: '9' });
    });

    it('are not made to be inactive', async () => {
      await perform('road-ratings', 'write', [road('1')]);
      const rows = Array.from({ length: 150 }, (_, n) => road(String(n)));
      const ends = await perform('road-ratings', 'deactivate', rows);
      expect(ends.filter((end) => end === 'deactivated')).toHaveLength(1);
      expect(ends.filter((end) => end === 'absent')).toHaveLength(149);
      expect(await stored('cw_asset')).toHaveLength(1);
    });

    it('are refused alone, in their place, with a reason', async () => {
      await perform('road-ratings', 'write', [road('1')]);
      const rows = [pothole('1|a', '1'), pothole('9|a', '9'), pothole('1|b', '1')];
      const results = await resultsOf(writerOf('potholes').perform('write', each(rows), {}));
      expect(results.map(({ row }) => row.key)).toEqual(['1|a', '9|a', '1|b']);
      expect(words(results)).toMatchObject([expect.anything(), 'row-not-found', expect.anything()]);
      expect(results[1]).toMatchObject({ says: expect.stringContaining('does not exist') });
      expect(await stored('cw_workorder')).toHaveLength(2);
    });

    it('are refused before anything is sent when a value has no place', async () => {
      const facility = (key: string, nbrePl: string) =>
        rowOf(key, { nom_lieu: `Place ${key}`, nbre_pl: nbrePl });
      const rows = [facility('a', '12'), facility('b', '0.5'), facility('c', '7')];
      const results = await resultsOf(writerOf('facilities').perform('write', each(rows), {}));
      expect(words(results)).toEqual(['written', 'unfit-value', 'written']);
      expect(results[1]).toMatchObject({ says: 'cw_capacity takes whole numbers, and nbre_pl is none.' });
      expect(await stored('cw_asset')).toHaveLength(2);
    });

    it('are told to whoever asks what Dataverse holds', async () => {
      await perform('road-ratings', 'write', [road('1'), road('2')]);
      await perform('road-ratings', 'deactivate', [road('2')]);
      await perform('facilities', 'write', [rowOf('1', { nom_lieu: 'Another source' })]);
      const held: HeldRow[] = [];
      const table = tableMapOf(schema, 'cw_asset');
      for await (const row of heldRows(client, table, stepOf('road-ratings'))) held.push(row);
      held.sort((one, other) => String(one.hash).localeCompare(String(other.hash)));
      expect(held).toEqual([
        { cwKey: cwKey('road-ratings', '1'), hash: 'hash of 1', isActive: true },
        { cwKey: cwKey('road-ratings', '2'), hash: 'hash of 2', isActive: false },
      ]);
    });
  });

  describe('customers, and the contacts that they name', () => {
    const email = 'ann@example.org';

    it('are bound by keys that tell nobody an address', async () => {
      await perform('customer-register/contacts', 'write', [rowOf(email, { email })]);
      await perform('customer-register', 'write', [
        rowOf('a.example', { organization: 'A', domain: 'a.example', domain_type: 'City', email }),
        rowOf('b.example', { organization: 'B', domain: 'b.example', domain_type: 'Village', email: null }),
      ]);
      const [contact] = await stored('contact');
      expect(contact).toMatchObject({
        emailaddress1: email,
        lastname: email,
        cw_key: cwKey('customer-register/contacts', email),
        cw_naturalkey: null,
        cw_sourcesystem: 'customer-register/contacts',
      });
      expect(await stored('account')).toMatchObject([
        {
          cw_domaintype: 100_000_000,
          _primarycontactid_value: contact?.['contactid'],
          cw_naturalkey: 'a.example',
        },
        { cw_domaintype: 100_000_099, cw_domaintypetext: 'Village', _primarycontactid_value: null },
      ]);
    });

    it('are not written without a secret', () => {
      const step = stepOf('customer-register');
      expect(() => stepWriter({ client, schema, catalogue, step })).toThrow(
        'The rows of customer-register/contacts are people, whose keys are made with a secret: there is none.',
      );
    });
  });

  describe('cases of the archive', () => {
    const anybody = 'c0a5e3a7-0000-8000-8000-000000000001';
    const step = 'case-archive-boston';
    const long = `${'A long story. '.repeat(200)}The end.`;
    const case_ = (key: string, description: string | null = null) =>
      rowOf(key, { case_enquiry_id: key, type: 'Tree Emergencies', description, case_status: 'Closed' });
    const cases = (count: number) => Array.from({ length: count }, (_, n) => case_(String(n)));

    it('bind one contact, which is made once, as the website makes it', async () => {
      for (const _ of [1, 2]) await perform(step, 'write', [case_('1'), case_('2')]);
      expect(await stored('contact')).toMatchObject([
        { contactid: anybody, lastname: 'Anonymous reporter', cw_key: keyOfId(anybody) },
      ]);
      expect(await stored('incident')).toMatchObject([
        { title: 'Tree Emergencies', cw_category: 100_000_004, _customerid_value: anybody },
        { title: 'Tree Emergencies', cw_naturalkey: '2' },
      ]);
    });

    it('leave a contact alone that is there', async () => {
      await perform(step, 'write', [case_('1')]);
      await standIn.client.webApi.request({
        ...{ operation: 'contact.update', method: 'PATCH', path: `contacts(${anybody})`, repeatable: true },
        ...{ body: { lastname: 'Nobody' }, expect: [204] },
      });
      await perform(step, 'write', [case_('1')]);
      expect(await stored('contact')).toMatchObject([{ lastname: 'Nobody' }]);
    });

    it('have what was cut in one note, which goes with the text', async () => {
      const rows = [case_('1', long), case_('2', 'short'), case_('3', `${long} 3`)];
      for (const _ of [1, 2])
        expect(await perform(step, 'write', rows)).toEqual(['written', 'written', 'written']);
      const incidents = await stored('incident');
      expect(incidents.map(({ description }) => String(description).length)).toEqual([2_000, 5, 2_000]);
      const notes = await stored('annotation');
      expect(notes).toHaveLength(2);
      expect(notes).toMatchObject([
        { notetext: long, subject: 'The description in full', _objectid_value: incidents[0]?.['incidentid'] },
        { notetext: `${long} 3`, _objectid_value: incidents[2]?.['incidentid'] },
      ]);
      await perform(step, 'write', [case_('1', `${long} And more.`), case_('3', 'short now')]);
      expect(await stored('annotation')).toMatchObject([{ notetext: `${long} And more.` }]);
    });

    it.each([
      ['lost replies', { dropAfterCommit: { rate: 0.02, seed: 5 } }],
      ['half answers', { halfBody: { count: 3, anyAnswer: true } }],
      ['a database without time', { sqlTimeout: { rate: 0.1, seed: 5 } }],
    ])('have one note and one end each, with %s', async (_, faults) => {
      const rows = cases(120).map((row, n) => (n % 3 === 0 ? case_(row.key, `${long} ${n}`) : row));
      await standIn.dataverse.hurt(faults);
      const written = await perform(step, 'write', rows);
      const closed = await perform(step, 'close', rows);
      const { faults: struck } = await standIn.dataverse.stats();
      await standIn.dataverse.hurt();
      expect(struck).toMatchObject([{ struck: expect.toSatisfy((times: number) => times > 1) }]);
      expect(written.filter((end) => end === 'written' || end === 'created')).toHaveLength(120);
      expect(closed.filter((end) => end === 'closed' || end === 'unchanged')).toHaveLength(120);
      expect(await stored('incident')).toHaveLength(120);
      expect(await stored('annotation')).toHaveLength(40);
      expect(await stored('incidentresolution')).toHaveLength(120);
    });

    it('are closed once, in the words of the catalogue', async () => {
      await perform(step, 'write', [case_('1'), case_('2')]);
      await standIn.dataverse.hurt({ dropAfterCommit: { count: 1, skip: 1 } });
      expect(await perform(step, 'close', [case_('1'), case_('2'), case_('9')])).toEqual([
        'closed',
        'closed',
        'absent',
      ]);
      expect(await perform(step, 'close', [case_('1')])).toEqual(['unchanged']);
      expect(await stored('incident')).toMatchObject(Array(2).fill({ statecode: 1, statuscode: 5 }));
      const ends = await stored('incidentresolution');
      expect(ends).toMatchObject(Array(2).fill({ subject: 'Closed in the archive' }));
    });

    it('are refused when they are closed and to be changed', async () => {
      await perform(step, 'write', [case_('1', long)]);
      await perform(step, 'close', [case_('1')]);
      expect(await perform(step, 'write', [case_('1', 'short'), case_('2')])).toEqual([
        'invalid-row',
        'created',
      ]);
      expect(await stored('annotation')).toHaveLength(1);
    });
  });

  it('have their place in degrees', async () => {
    await perform('trunk-roadworks', 'write', [
      rowOf('1', { road: 'A1', name: 'A1 London', easting: '530034', northing: '180381' }),
      rowOf('2', { road: 'A2', name: 'A2', easting: null, northing: null }),
    ]);
    expect(await stored('cw_workorder')).toMatchObject([
      {
        cw_latitude: expect.closeTo(51.507, 3),
        cw_longitude: expect.closeTo(-0.128, 3),
        cw_centre_easting: '530034',
      },
      { cw_latitude: null, cw_longitude: null },
    ]);
  });
});

describe('rows in trouble', () => {
  const step = stepOf('case-archive-boston');
  const url = 'https://contoso.crm4.dynamics.com';
  const denied = refusalOf(403, '0x80040220', 'Principal user is missing a privilege.');

  /** A writer for a Dataverse that answers like this, and without end asks for rows with texts of so many characters. */
  function endless(answer: (request: HttpRequest) => HttpResponse, length = 3_000) {
    const transport = scripted((request) =>
      request.url.includes('sdkmessagefilters') ? answerOf(200, { body: '{"value":[{}]}' }) : answer(request),
    );
    const client = new DataverseClient(url, transport, 'batch', { clock: hastyClock(), random: () => 0.5 });
    const description = 'x'.repeat(length);
    let taken = 0;
    async function* rows() {
      for (;;) yield rowOf(String((taken += 1)), { type: 'Tree', description });
    }
    const writer = stepWriter({ client, schema, catalogue, step, keySecret });
    return { client, writer, rows, taken: () => taken, requests: transport.requests };
  }

  /** What became of the rows until the iteration ended, and how it did. */
  async function endOf(results: AsyncIterable<LoadResult>) {
    const all: LoadResult[] = [];
    try {
      for await (const result of results) all.push(result);
      return { all, error: undefined };
    } catch (error) {
      return { all, error };
    }
  }

  it('stay open when the row that they all bind cannot be made now', async () => {
    const { writer } = endless(() => {
      throw new TransportError('connection-refused', 'not-sent');
    });
    const results = await resultsOf(writer.perform('write', each([rowOf('1'), rowOf('2')]), {}));
    expect(results).toMatchObject(Array(2).fill({ outcome: 'open', error: { code: 'connection-refused' } }));
  });

  it('are not even taken when it may not be made', async () => {
    const { writer, rows, taken } = endless(() => denied);
    const { all, error } = await endOf(writer.perform('write', rows(), {}));
    expect([all, taken()]).toEqual([[], 0]);
    expect(error).toMatchObject({ code: 'bulk-call-refused', cause: { code: 'not-permitted' } });
  });

  it.each([
    ['in a few calls', 3_000],
    ['in more calls than are under way at a time', 90_000],
  ])('stay open when their notes may not be written (%s), and no more are taken', async (_, length) => {
    const { writer, rows, taken } = endless(({ url: asked, method }) => {
      if (method === 'PATCH')
        return answerOf(201, { body: '{"contactid":"c0a5e3a7-0000-8000-8000-000000000001"}' });
      return asked.includes('annotations') ? denied : answerOf(204);
    }, length);
    const { all, error } = await endOf(writer.perform('write', rows(), {}));
    expect(error).toMatchObject({ code: 'bulk-call-refused', operation: 'annotation.upsert-multiple' });
    expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(['open']));
    expect(all.map(({ row }) => row.key)).toEqual(Array.from({ length: taken() }, (_, n) => String(n + 1)));
    expect(taken()).toBeLessThan(5_000);
  });

  it('end with their reader, in the middle', async () => {
    const { writer, rows, taken } = endless(({ method }) =>
      method === 'PATCH'
        ? answerOf(201, { body: '{"contactid":"c0a5e3a7-0000-8000-8000-000000000001"}' })
        : answerOf(204),
    );
    for await (const { row } of writer.perform('write', rows(), {})) if (row.key === '1000') break;
    const soon = taken();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(taken()).toBe(soon);
  });
});
