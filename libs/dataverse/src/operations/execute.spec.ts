import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { contactTable } from '../tables/contact.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { rowOf } from '../table-map/row-address.js';
import { scriptedClient } from '../testing.js';

const id = '0a0a0a0a-0000-0000-0000-000000000001';
const done = answerOf(200, { body: '{"Value":7}' });

describe('execute', () => {
  it('calls a function with its parameters as aliases, each encoded as what it is', async () => {
    const { client, requests, said } = scriptedClient(done);
    const result = await client.execute({
      kind: 'function',
      name: 'SomeFunction',
      parameters: {
        Text: "O'Brien & co",
        Number: 7,
        When: new Date(0),
        Id: { guid: id.toUpperCase() },
        Row: rowOf(contactTable, id),
        List: { json: ['a', 'b'] },
      },
    });
    expect(result).toEqual({ Value: 7 });
    expect(said()).toEqual([
      {
        method: 'GET',
        path:
          'SomeFunction(Text=@p1,Number=@p2,When=@p3,Id=@p4,Row=@p5,List=@p6)' +
          `?@p1='O''Brien & co'&@p2=7&@p3=1970-01-01T00:00:00.000Z&@p4=${id}` +
          `&@p5={"@odata.id":"contacts(${id})"}&@p6=["a","b"]`,
      },
    ]);
    expect(requests[0]?.url).toContain("@p1='O''Brien%20%26%20co'&");
    expect(requests[0]).toMatchObject({ repeatable: true, operation: 'execute.SomeFunction' });
  });

  it('calls what is bound to a row, or to a table', async () => {
    const { client, said } = scriptedClient(done);
    const row = rowOf(incidentTable, { key: 'ab' });
    await client.execute({ kind: 'function', name: 'RowFunction', boundTo: row });
    await client.execute({ kind: 'action', name: 'RowAction', boundTo: row, parameters: { A: 1 } });
    await client.execute({ kind: 'action', name: 'TableAction', boundTo: incidentTable });
    expect(said()).toEqual([
      { method: 'GET', path: "incidents(cw_key='ab')/Microsoft.Dynamics.CRM.RowFunction()" },
      {
        method: 'POST',
        path: "incidents(cw_key='ab')/Microsoft.Dynamics.CRM.RowAction",
        body: { A: 1 },
      },
      { method: 'POST', path: 'incidents/Microsoft.Dynamics.CRM.TableAction', body: {} },
    ]);
  });

  it('repeats an action only if its caller says that it may be done twice', async () => {
    const { client, requests } = scriptedClient(answerOf(204));
    expect(await client.execute({ kind: 'action', name: 'A' })).toBeUndefined();
    await client.execute({ kind: 'action', name: 'A', repeatable: true });
    expect(requests.map(({ repeatable }) => repeatable)).toEqual([false, true]);
  });

  it.each(['', 'A/B', 'A(1)', '../accounts', 'A?x', 'Microsoft.Dynamics.CRM.A'])(
    'refuses "%s" as the name of a message or a parameter',
    async (name) => {
      const { client, requests } = scriptedClient(done);
      await expect(client.execute({ kind: 'action', name })).rejects.toThrow(TypeError);
      const call = { kind: 'function' as const, name: 'A', parameters: { [name]: 1 } };
      await expect(client.execute(call)).rejects.toThrow(TypeError);
      expect(requests).toHaveLength(0);
    },
  );
});
