import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountOwner, bankAccount, colors, column, key, label } from '../../test/definitions.js';
import { TestOrganization } from '../../test/organization.js';

const bank = "EntityDefinitions(LogicalName='new_bankaccount')";

describe('a changed schema', () => {
  let directory: string;
  let organization: TestOrganization;
  const start = async () =>
    void (organization = await TestOrganization.start({ dataDirectory: directory, keyIndexSeconds: 1 }));

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'dataverse-'));
    await start();
    await organization.post('EntityDefinitions', bankAccount());
    await organization.post('GlobalOptionSetDefinitions', colors());
    await organization.post(`${bank}/Attributes`, column('String', 'new_Code'));
    await organization.post(
      `${bank}/Attributes`,
      column('Picklist', 'new_Color', {
        'GlobalOptionSet@odata.bind': "/GlobalOptionSetDefinitions(Name='new_colors')",
      }),
    );
    await organization.post('RelationshipDefinitions', accountOwner());
    await organization.post(`${bank}/Keys`, key('new_CodeKey', ['new_code']));
    await organization.post(`${bank}/Attributes`, column('Memo', 'new_Dropped'));
    await organization.delete(`${bank}/Attributes(LogicalName='new_dropped')`);
    await organization.control('clock', { advanceSeconds: 2 });
    await organization.post('InsertOptionValue', {
      OptionSetName: 'new_colors',
      Value: 5,
      Label: label('Blue'),
    });
  });
  afterEach(async () => {
    await organization.close();
    rmSync(directory, { recursive: true });
  });

  const picture = async () => {
    const paths = [
      'EntityDefinitions',
      `${bank}/Attributes`,
      `${bank}/Keys`,
      'GlobalOptionSetDefinitions',
      'RelationshipDefinitions',
      '$metadata',
    ];
    return Promise.all(
      paths.map(async (path) => (await organization.get(path)).text.replaceAll(organization.url, '')),
    );
  };

  it('is there after a start, with its rows, and the schema file beneath it', async () => {
    const id = await organization.insert('new_bankaccounts', 'new_bankaccountid', {
      new_code: 'A1',
      new_color: 5,
    });
    const before = await picture();
    // Closing adds nothing: a SIGKILL in its place would have left the same.
    const killed = readFileSync(join(directory, 'dataverse.ndjson'), 'utf8');
    await organization.close();
    expect(readFileSync(join(directory, 'dataverse.ndjson'), 'utf8')).toBe(killed);
    await start();
    expect(await picture()).toEqual(before);
    expect((await organization.get("new_bankaccounts(new_code='a1')")).json['new_bankaccountid']).toBe(id);
    expect((await organization.post('new_bankaccounts', { new_code: 'a1' })).error?.code).toBe('0x80060892');
    expect((await organization.get("incidents?$filter=cw_key eq 'x'")).status).toBe(200);
  });

  it('stays when rows are forgotten, and goes when the schema is', async () => {
    await organization.insert('new_bankaccounts', 'new_bankaccountid', { new_code: 'A1' });
    const before = await picture();
    await organization.control('reset', {});
    expect((await organization.get('new_bankaccounts')).value).toEqual([]);
    expect(await picture()).toEqual(before);
    await organization.close();
    await start();
    expect(await picture()).toEqual(before);
    await organization.control('reset', { schema: true });
    expect((await organization.get(bank)).status).toBe(404);
    expect((await organization.get("EntityDefinitions(LogicalName='incident')/Keys")).value).toHaveLength(1);
    await organization.close();
    await start();
    expect((await organization.get('new_bankaccounts')).status).toBe(404);
    expect((await organization.get('solutions')).value).toHaveLength(2);
  });

  it('is not there when its connection was cut before the commit, and is when it was cut after', async () => {
    const post = () =>
      organization.post('EntityDefinitions', bankAccount({ SchemaName: 'new_Lost' })).catch(() => undefined);
    await organization.control('faults', { dropBeforeCommit: { count: 1 } });
    expect(await post()).toBeUndefined();
    expect((await organization.get("EntityDefinitions(LogicalName='new_lost')")).status).toBe(404);
    await organization.control('faults', { dropAfterCommit: { count: 1 } });
    expect(await post()).toBeUndefined();
    expect((await organization.get("EntityDefinitions(LogicalName='new_lost')")).status).toBe(200);
    expect((await post())?.error?.code).toBe('0x8004700b');
  });
});
