import { describe, expect, it } from 'vitest';
import { DataverseError, WebApi } from '#lib/dataverse';
import type { Column, Table } from '#lib/dataverse-schema';
import { TransportError, type HttpRequest, type HttpResponse } from '#lib/http';
import { answerOf, scripted } from '#lib/http/testing';
import { definitionReader } from '../environment/definition-reader.js';
import type { Step } from '../plan/difference.js';
import { carryOut } from './carry-out.js';
import { changedBy, publish } from './publish.js';
import type { Target } from './target.js';
import { waitForKeys } from './wait-for-keys.js';

const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';

type Answer = HttpResponse | Error;

/** An environment that answers as the test says, by method and path. */
const environment = (answer: (call: string, times: number) => Answer) => {
  const calls: string[] = [];
  const requests: HttpRequest[] = [];
  const send = scripted((request) => {
    const call = `${request.method} ${decodeURIComponent(request.url.slice(root.length))}`;
    calls.push(call);
    requests.push(request);
    const given = answer(call, calls.filter((each) => each === call).length);
    if (given instanceof Error) throw given;
    return given;
  });
  const webApi = new WebApi(root.replace('/api/data/v9.2/', ''), send);
  const target: Target = { webApi, reader: definitionReader(webApi), solution: 'Causeway', language: 1033 };
  return { target, calls, requests };
};

const json = (body: unknown) => answerOf(200, { body: JSON.stringify(body) });
const refusal = (status: number, code: string) =>
  answerOf(status, { body: JSON.stringify({ error: { code, message: 'In its own words.' } }) });

const column = {
  name: 'cw_key',
  schemaName: 'cw_key',
  label: 'Integration key',
  type: 'string',
  length: 64,
  custom: true,
} satisfies Column;

const table = { name: 'incident', schemaName: 'Incident', columns: [column], keys: [] } as unknown as Table;
const key = { name: 'cw_incidentkey', label: 'Integration key', columns: ['cw_key'], custom: true };
const createKey: Step = { do: 'create-key', table: 'incident', key };

const keys = (status: string, name = 'cw_incidentkey') =>
  json({ value: [{ LogicalName: name, KeyAttributes: ['cw_key'], EntityKeyIndexStatus: status }] });

describe('a step that creates', () => {
  it('names the solution, and is not sent twice blindly', async () => {
    const { target, requests } = environment(() => answerOf(204));
    await carryOut(target, { do: 'create-column', table, column });
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: `${root}EntityDefinitions(LogicalName='incident')/Attributes`,
        headers: { 'mscrm.solutionuniquename': 'Causeway' },
        repeatable: false,
      },
    ]);
  });

  it.each<[string, Answer]>([
    ['whose answer was lost', new TransportError('connection-reset', 'unknown')],
    ['that another run did meanwhile', refusal(400, '0x80044363')],
  ])('%s is read, and accepted when it is there', async (_, lost) => {
    const { target, calls } = environment((call) => (call.startsWith('POST') ? lost : keys('Pending')));
    await carryOut(target, createKey);
    expect(calls).toHaveLength(2);
  });

  it('is refused when it is not there afterwards', async () => {
    const { target } = environment((call) =>
      call.startsWith('POST') ? refusal(400, '0x80040203') : json({ value: [] }),
    );
    await expect(carryOut(target, createKey)).rejects.toMatchObject({ dataverseCode: '0x80040203' });
  });

  it('is not read when nobody may do it', async () => {
    const { target, calls } = environment(() => refusal(403, '0x80040220'));
    await expect(carryOut(target, createKey)).rejects.toBeInstanceOf(DataverseError);
    expect(calls).toHaveLength(1);
  });
});

describe('a step that changes a column', () => {
  it('puts back the whole definition with the change, and merges labels', async () => {
    const there = {
      '@odata.context': 'https://x/$metadata',
      LogicalName: 'cw_key',
      MaxLength: 40,
      IsAuditEnabled: { Value: true },
    };
    const { target, calls, requests } = environment((call) =>
      call.startsWith('GET') ? json(there) : answerOf(204),
    );
    await carryOut(target, {
      do: 'change-column',
      table: 'incident',
      column,
      changes: { length: 64, label: 'Key' },
    });
    const path = "EntityDefinitions(LogicalName='incident')/Attributes(LogicalName='cw_key')";
    expect(calls).toEqual([`GET ${path}/Microsoft.Dynamics.CRM.StringAttributeMetadata`, `PUT ${path}`]);
    const [, put] = requests;
    expect(put?.headers).toMatchObject({
      'mscrm.mergelabels': 'true',
      'mscrm.solutionuniquename': 'Causeway',
    });
    expect(JSON.parse(put?.body as string)).toEqual({
      '@odata.type': 'Microsoft.Dynamics.CRM.StringAttributeMetadata',
      LogicalName: 'cw_key',
      MaxLength: 64,
      IsAuditEnabled: { Value: true },
      DisplayName: expect.objectContaining({
        LocalizedLabels: [expect.objectContaining({ Label: 'Key', LanguageCode: 1033 })],
      }),
    });
  });
});

describe('an option', () => {
  const option = { value: 100000008, label: 'Parks' };

  it.each<[string, Step & { do: 'insert-option' }, object]>([
    [
      'of a global choice',
      { do: 'insert-option', of: { choice: 'cw_category' }, option },
      { OptionSetName: 'cw_category' },
    ],
    [
      'of one column',
      { do: 'insert-option', of: { table: 'incident', column: 'cw_kind' }, option },
      { EntityLogicalName: 'incident', AttributeLogicalName: 'cw_kind' },
    ],
  ])('%s is added by the action for it', async (_, step, owner) => {
    const { target, calls, requests } = environment(() => json({ NewOptionValue: 100000008 }));
    await carryOut(target, step);
    expect(calls).toEqual(['POST InsertOptionValue']);
    expect(JSON.parse(requests[0]?.body as string)).toMatchObject({
      ...owner,
      Value: 100000008,
      SolutionUniqueName: 'Causeway',
    });
  });
});

describe('publishing', () => {
  it('names what the steps changed, once each', async () => {
    const steps: Step[] = [
      { do: 'create-column', table, column },
      { do: 'change-column', table: 'incident', column, changes: { length: 64 } },
      { do: 'insert-option', of: { choice: 'cw_category' }, option: { value: 1, label: 'a' } },
      createKey,
    ];
    expect(changedBy(steps)).toEqual({ tables: ['incident'], choices: ['cw_category'] });
    const { target, requests } = environment(() => answerOf(204));
    await publish(target, changedBy(steps));
    expect(requests[0]?.url).toBe(`${root}PublishXml`);
    expect(requests[0]?.body).toContain('<entity>incident</entity>');
  });

  it('sends nothing when only keys changed', async () => {
    const { target, calls } = environment(() => answerOf(204));
    await publish(target, changedBy([createKey]));
    expect(calls).toEqual([]);
  });
});

describe('waiting for keys', () => {
  const wait = async (statusAt: (time: number) => string, patienceMs = 1_000) => {
    const { target, calls } = environment((_, times) => keys(statusAt(times)));
    const told: string[] = [];
    await waitForKeys(target.reader, [createKey], {
      patienceMs,
      pauseMs: 1,
      tell: (active, total) => told.push(`${active}/${total}`),
    });
    return { told, calls };
  };

  it('ends when the index is built', async () => {
    const { told } = await wait((time) => ['', 'Pending', 'InProgress', 'Active'][time] ?? 'Active');
    expect(told).toEqual(['0/1', '0/1', '1/1']);
  });

  it('ends when the index has failed', async () => {
    expect((await wait(() => 'Failed')).told).toEqual(['0/1']);
  });

  it('ends when patience does', async () => {
    expect((await wait(() => 'Pending', 0)).calls).toHaveLength(1);
  });

  it('asks nothing when no key is waited for', async () => {
    const { target, calls } = environment(() => keys('Pending'));
    await waitForKeys(target.reader, [], { patienceMs: 1_000, tell: () => undefined });
    expect(calls).toEqual([]);
  });
});
