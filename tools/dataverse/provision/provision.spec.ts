import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contactTable, incidentTable, rowOf } from '#lib/dataverse';
import { readSchema, type Schema } from '#lib/dataverse-schema';
import { TransportError } from '#lib/http';
import { ProvisioningGround } from '../../../test/support/provisioning-ground.js';

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const ours = fileOf('../../../dataverse/schema.yaml');
const sample = fileOf('testing/sample-schema.yaml');

let ground: ProvisioningGround;
afterEach(() => ground.close());

const customIn = ({ tables }: Schema) =>
  tables.flatMap((table) => table.columns.filter(({ custom }) => custom));
const keysIn = ({ tables }: Schema) => tables.flatMap(({ keys }) => keys);

describe('our schema', { timeout: 60_000 }, () => {
  let schema: Schema;
  beforeAll(async () => void (schema = await readSchema(ours)));

  it('is missing in an empty environment, is made there, and is there afterwards', async () => {
    ground = await ProvisioningGround.prepare(ours);
    const missing = await ground.differences(schema);
    expect(missing.every((difference) => difference.endsWith('is missing'))).toBe(true);
    // The publisher, the solution and the choice; a table of ours comes with the column that names its rows.
    expect(missing).toHaveLength(3 + customIn(schema).length + keysIn(schema).length);
    expect(ground.writes).toEqual([]);

    const { found, done, left } = await ground.provision(schema);
    expect(found).toHaveLength(missing.length);
    expect(done).toHaveLength(missing.length);
    expect(left).toEqual([]);
    expect(await ground.differences(schema)).toEqual([]);
  });

  it('becomes a part of the solution', async () => {
    ground = await ProvisioningGround.prepare(ours);
    await ground.provision(schema);
    const [solution] = await ground.standIn.rowsWhere('solution', { uniquename: 'Causeway' });
    const components = await ground.standIn.rows('solutioncomponent');
    const part = components.filter(({ _solutionid_value, solutionid }) =>
      [_solutionid_value, solutionid].includes(solution?.['solutionid']),
    );
    expect(part.length).toBeGreaterThanOrEqual(1 + customIn(schema).length + keysIn(schema).length);
  });

  it('is written once: a second run writes nothing', async () => {
    ground = await ProvisioningGround.prepare(ours);
    await ground.provision(schema);
    ground.writes.length = 0;
    const { done, left } = await ground.provision(schema);
    expect({ done, left, writes: ground.writes }).toEqual({ done: [], left: [], writes: [] });
  });

  it('serves: a case is created, and found again by its key', async () => {
    ground = await ProvisioningGround.prepare(ours);
    await ground.provision(schema);
    const { client } = ground.dataverse;
    const { id } = await client.create(contactTable, { lastName: 'Example' });
    const key = 'a'.repeat(64);
    const put = (title: string) => {
      const row = {
        title,
        category: 'streetLighting',
        latitude: 52.5,
        customer: rowOf(contactTable, id),
      } as const;
      return client.upsert(incidentTable, { key }, row, { return: ['title'] });
    };
    const first = await put('A lamp is out');
    const second = await put('Two lamps are out');
    expect([first.outcome, second.outcome]).toEqual(['created', 'updated']);
  });

  it('is mended where it was bent, as far as that can be done', async () => {
    ground = await ProvisioningGround.prepare(ours);
    await ground.provision(schema);
    await bend(ground);
    expect(await ground.differences(schema)).toEqual([
      'cw_category lacks the option 100000099 "Other"',
      'incident.cw_reference is called "Number" where we say "Reference"',
      'incident.cw_address has length 500 where we rely on 400',
      'incident.cw_reportername has length 50 where we rely on 200',
      'incident.cw_incidentkey is missing',
    ]);
    const { left } = await ground.provision(schema);
    expect(left.map(({ name, says }) => `${name} ${says}`)).toEqual([
      'incident.cw_address has length 500 where we rely on 400',
    ]);
    expect(ground.writes).toContain('POST PublishXml');
  });
});

/** What may happen to an environment between two runs. */
async function bend(environment: ProvisioningGround): Promise<void> {
  const incident = "EntityDefinitions(LogicalName='incident')";
  const column = async (name: string, changes: object) => {
    const path = `${incident}/Attributes(LogicalName='${name}')`;
    const type = 'Microsoft.Dynamics.CRM.StringAttributeMetadata';
    const call = {
      operation: 'test.read',
      method: 'GET',
      path: `${path}/${type}`,
      repeatable: true,
      expect: [200],
    };
    const whole = await environment.webApi.json(call);
    await environment.change('PUT', path, { ...whole, '@odata.type': type, ...changes });
  };
  const english = (text: string) => ({ LocalizedLabels: [{ Label: text, LanguageCode: 1033 }] });
  await column('cw_address', { MaxLength: 500 });
  await column('cw_reportername', { MaxLength: 50 });
  await column('cw_reference', { DisplayName: english('Number') });
  await environment.change('POST', 'DeleteOptionValue', { OptionSetName: 'cw_category', Value: 100000099 });
  await environment.change('DELETE', `${incident}/Keys(LogicalName='cw_incidentkey')`);
}

describe('a run that goes wrong', { timeout: 60_000 }, () => {
  let schema: Schema;
  beforeAll(async () => void (schema = await readSchema(sample)));

  it.each([1, 4, 9, 16])('and is cut off after %i steps is continued by the next', async (steps) => {
    ground = await ProvisioningGround.prepare(sample);
    const cutOff = ground.provision(schema, (done) => {
      if (done === steps) throw new Error('cut off');
    });
    await expect(cutOff).rejects.toThrow('cut off');
    const { done, left } = await ground.provision(schema);
    expect(left).toEqual([]);
    expect(done.length).toBeGreaterThan(0);
  });

  it('because each answer is lost on its way ends well all the same', async () => {
    ground = await ProvisioningGround.prepare(sample);
    ground.meddle = ({ method, url }, response) => {
      if (method === 'POST' && !url.endsWith('PublishXml'))
        throw new TransportError('connection-reset', 'unknown');
      return response;
    };
    const { done, left } = await ground.provision(schema);
    expect(left).toEqual([]);
    expect(ground.writes).toHaveLength(done.length + 1);
  });

  it('because another does the same at the same time ends well for both', async () => {
    ground = await ProvisioningGround.prepare(sample);
    const [one, other] = await Promise.all([ground.provision(schema), ground.provision(schema)]);
    expect([one.left, other.left]).toEqual([[], []]);
  });

  it('for want of a role names the role', async () => {
    ground = await ProvisioningGround.prepare(sample);
    ground.meddle = (_, response) => ({ ...response, status: 403, body: '{"error":{"code":"0x80040220"}}' });
    await expect(ground.provision(schema)).rejects.toThrow(
      /May not create the publisher sample \(403 0x80040220\)[^]*System Customizer/,
    );
  });

  it('because rows have the same values says so, and is done once they are mended', async () => {
    ground = await ProvisioningGround.prepare(sample);
    await ground.provision(schema);
    await ground.change(
      'DELETE',
      "EntityDefinitions(LogicalName='contact')/Keys(LogicalName='sm_contactkey')",
    );
    const twin = { lastname: 'Example', sm_key: 'same' };
    await ground.change('POST', 'contacts', twin);
    await ground.change('POST', 'contacts', { ...twin, contactid: TWIN });
    const { left } = await ground.provision(schema);
    expect(left.map(({ says }) => says).join()).toMatch(/^is Failed[^]*rows have the same values/);
    await ground.change('PATCH', `contacts(${TWIN})`, { sm_key: 'another' });
    expect((await ground.provision(schema)).left).toEqual([]);
  });

  it('because the publisher is somebody else’s writes nothing at all', async () => {
    ground = await ProvisioningGround.prepare(sample);
    await ground.change('POST', 'publishers', {
      uniquename: 'sample',
      friendlyname: 'Other',
      customizationprefix: 'new',
      customizationoptionvalueprefix: 72700,
    });
    ground.writes.length = 0;
    const { done, left } = await ground.provision(schema);
    expect(done).toEqual([]);
    expect(left.map(({ name }) => name)).toContain('sample');
    expect(ground.writes).toEqual([]);
  });

  it('for want of patience says what it did not wait for', async () => {
    ground = await ProvisioningGround.prepare(sample, { keyIndexSeconds: 3_600 });
    const { left } = await ground.provision(schema, undefined, 0);
    expect(left.map(({ name, says }) => `${name} ${says}`)).toEqual([
      expect.stringMatching(/^contact\.sm_contactkey is (Pending|InProgress)/),
      expect.stringMatching(/^sm_lamp\.sm_lampkey is (Pending|InProgress)/),
    ]);
  });
});

const TWIN = '0c0a0000-0000-4000-8000-000000000001';

describe('a table of our own, with a column of every type', { timeout: 60_000 }, () => {
  it('is made as the schema says, and takes rows', async () => {
    const schema = await readSchema(sample);
    ground = await ProvisioningGround.prepare(sample);
    expect((await ground.provision(schema)).left).toEqual([]);
    const contact = { contactid: TWIN, lastname: 'Example' };
    await ground.change('POST', 'contacts', contact);
    await ground.change('POST', 'sm_lamps', {
      sm_name: 'L 1',
      sm_colour: 100000001,
      sm_kind: 100000000,
      sm_watts: 40,
      sm_latitude: 52.5,
      sm_price: 12.5,
      sm_lit: true,
      sm_built: '2020-02-29',
      sm_seen: '2026-01-01T00:00:00Z',
      'sm_keeper@odata.bind': `/contacts(${TWIN})`,
      'sm_customer_contact@odata.bind': `/contacts(${TWIN})`,
    });
    expect(await ground.standIn.rows('sm_lamp')).toHaveLength(1);
  });
});
