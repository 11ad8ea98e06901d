import { describe, expect, it } from 'vitest';
import { WebApi } from '#lib/dataverse';
import { answerOf, scripted } from '#lib/http/testing';
import { readRows, type RowsAsked } from './read-rows.js';

const ROOT = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
const { signal } = new AbortController();

const json = (body: unknown, status = 200) => answerOf(status, { body: JSON.stringify(body) });
const unknownSet = json({ error: { code: '0x8006088a', message: 'Resource not found' } }, 404);
const definitions = json({
  value: [
    { LogicalName: 'cw_asset', EntitySetName: 'cw_assets' },
    { LogicalName: 'cw_view', EntitySetName: null },
  ],
});

async function ask(table: string, asked: RowsAsked, ...answers: Parameters<typeof scripted>) {
  const send = scripted(...answers);
  const found = await readRows(new WebApi('https://contoso.crm4.dynamics.com', send), table, asked, signal);
  const sent = send.requests.map(({ url, headers }) => [
    decodeURIComponent(url.slice(ROOT.length)),
    headers['prefer'],
  ]);
  return { found, sent };
}

describe('readRows', () => {
  it('passes every query option on as it was typed', async () => {
    const asked = {
      select: 'lastname,emailaddress1',
      filter: "lastname eq 'O''Brien & Sons'",
      orderby: 'createdon desc',
      expand: 'parentcustomerid_account($select=name)',
      count: true,
    };
    const { sent } = await ask('contacts', asked, json({ value: [] }));
    expect(sent).toEqual([
      [
        "contacts?$select=lastname,emailaddress1&$filter=lastname eq 'O''Brien & Sons'&$orderby=createdon desc&$expand=parentcustomerid_account($select=name)&$count=true",
        'odata.maxpagesize=50',
      ],
    ]);
  });

  it('sends no page size with --top, since the service would ignore the number of rows', async () => {
    const { sent } = await ask('contacts', { top: 3 }, json({ value: [] }));
    expect(sent).toEqual([['contacts?$top=3', undefined]]);
  });

  it('stops after a page and says that there is more', async () => {
    const page = json({
      value: [{ a: 1 }],
      '@odata.nextLink': `${ROOT}contacts?$skiptoken=x`,
      '@odata.count': 7,
    });
    const { found } = await ask('contacts', { count: true }, page);
    expect(found).toEqual({ rows: [{ a: 1 }], more: true, count: 7 });
  });

  it('follows the links to the end when all rows are wanted, as they are', async () => {
    const first = json({ value: [{ a: 1 }], '@odata.nextLink': `${ROOT}contacts?$skiptoken=%3Cx%20/%3E` });
    const { found, sent } = await ask('contacts', { all: true }, first, json({ value: [{ a: 2 }] }));
    expect(found).toEqual({ rows: [{ a: 1 }, { a: 2 }], more: false });
    expect(sent).toEqual([
      ['contacts', 'odata.maxpagesize=5000'],
      ['contacts?$skiptoken=<x />', 'odata.maxpagesize=5000'],
    ]);
  });

  it('takes a logical name: of a table that we have a map of at once, else by asking', async () => {
    const ours = await ask('contact', {}, json({ value: [] }));
    expect(ours.sent.map(([path]) => path)).toEqual(['contacts']);
    const other = await ask('cw_asset', {}, unknownSet, definitions, json({ value: [] }));
    expect(other.sent.map(([path]) => path)).toEqual([
      'cw_asset',
      'EntityDefinitions?$select=LogicalName,EntitySetName',
      'cw_assets',
    ]);
  });

  it('names the tables that are near one that is not there', async () => {
    await expect(ask('cw_aset', {}, unknownSet, definitions)).rejects.toThrow(
      'There is no table cw_aset in this environment. Did you mean cw_asset, cw_assets?',
    );
  });

  it("gives Dataverse's own words for a query that it refuses", async () => {
    const answer = json({ error: { code: '0x0', message: "Could not find a property named 'nme'" } }, 400);
    await expect(ask('contacts', { select: 'nme' }, answer)).rejects.toThrow(
      "Dataverse refused the query (0x0): Could not find a property named 'nme'",
    );
  });

  it('keeps a name that would lead elsewhere to one step of the path', async () => {
    const send = scripted(json({ value: [] }));
    await readRows(new WebApi('https://contoso.crm4.dynamics.com', send), 'contacts/../x?$y', {}, signal);
    expect(send.requests.map(({ url }) => url)).toEqual([`${ROOT}contacts%2F..%2Fx%3F%24y`]);
  });
});
