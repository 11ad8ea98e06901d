import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bankAccount, column } from '../../test/definitions.js';
import { FILE, IMAGE, PNG, startWithFiles, TestAccount } from '../../test/files.js';
import { TestOrganization } from '../../test/organization.js';

const ACCOUNT = "EntityDefinitions(LogicalName='account')";
const CRM = 'Microsoft.Dynamics.CRM.';

describe('columns for files and images', () => {
  let organization: TestOrganization;
  beforeEach(async () => void (organization = await startWithFiles()));
  afterEach(() => organization.close());

  const attribute = (name: string, type: string) =>
    organization.get(`${ACCOUNT}/Attributes(LogicalName='${name}')/${CRM}${type}AttributeMetadata`);

  /** file-column-data, "Check maximum file size"; image-attributes, "Retrieve image column definitions" */
  it('are shown with how much they hold', async () => {
    expect((await attribute(FILE, 'File')).json).toMatchObject({
      MaxSizeInKB: 10_240,
      SchemaName: 'new_FileColumn',
      AttributeTypeName: { Value: 'FileType' },
    });
    expect((await attribute(IMAGE, 'Image')).json).toMatchObject({
      MaxSizeInKB: 1_024,
      CanStoreFullImage: true,
      IsPrimaryImage: true,
      MaxHeight: 144,
      AttributeTypeName: { Value: 'ImageType' },
    });
    expect((await organization.get(ACCOUNT)).json['PrimaryImageAttribute']).toBe(IMAGE);
  });

  it('have others beside them that say what they are of', async () => {
    const { value } = await organization.get(`${ACCOUNT}/Attributes?$select=SchemaName,AttributeOf`);
    const beside = value.filter(({ AttributeOf }) => AttributeOf !== null);
    expect(beside.map(({ SchemaName, AttributeOf }) => [SchemaName, AttributeOf])).toEqual([
      ['new_FileColumn_Name', FILE],
      ['new_ImageColumnId', IMAGE],
      ['new_ImageColumn_Timestamp', IMAGE],
      ['new_ImageColumn_URL', IMAGE],
    ]);
  });

  it('can be made larger', async () => {
    const larger = column('File', 'new_FileColumn', { MaxSizeInKB: 20_480 });
    const reply = await organization.ask('PUT', `${ACCOUNT}/Attributes(LogicalName='${FILE}')`, {
      body: larger,
    });
    expect(reply.status).toBe(204);
    expect((await attribute(FILE, 'File')).json['MaxSizeInKB']).toBe(20_480);
  });

  it.each([
    ['File', 10_485_761],
    ['Image', 30_721],
    ['File', 0],
  ])('of type %s cannot hold %i KB', async (type, MaxSizeInKB) => {
    const body = column(type, 'new_Other', { MaxSizeInKB });
    expect((await organization.post(`${ACCOUNT}/Attributes`, body)).status).toBe(400);
  });

  it('go with all that is in them', async () => {
    const account = await TestAccount.in(organization);
    await account.upload(Buffer.from('A'));
    expect((await organization.delete(`${ACCOUNT}/Attributes(LogicalName='${FILE}_name')`)).status).toBe(400);
    expect((await organization.delete(`${ACCOUNT}/Attributes(LogicalName='${FILE}')`)).status).toBe(204);
    expect((await account.download()).status).toBe(404);
    expect((await organization.get('fileattachments')).value).toEqual([]);
    expect((await organization.get(`${ACCOUNT}/Attributes(LogicalName='${FILE}_name')`)).status).toBe(404);
  });

  it('come with a new table, too, and go with it', async () => {
    const { Attributes } = bankAccount();
    const table = bankAccount({ Attributes: [...Attributes, column('File', 'new_Statement')] });
    expect((await organization.post('EntityDefinitions', table)).status).toBe(204);
    const id = await organization.insert('new_bankaccounts', 'new_bankaccountid');
    const upload = await organization.ask('PATCH', `new_bankaccounts(${id})/new_statement`, {
      body: Buffer.from('A'),
      headers: { 'Content-Type': 'application/octet-stream', 'x-ms-file-name': 'a.txt' },
    });
    expect(upload.status).toBe(204);
    const deleted = await organization.delete("EntityDefinitions(LogicalName='new_bankaccount')");
    expect(deleted.status).toBe(204);
    expect((await organization.get('fileattachments')).value).toEqual([]);
  });

  it('stand in $metadata', async () => {
    const { text } = await organization.get('$metadata');
    expect(text).toContain(`<Property Name="${FILE}" Type="Edm.Guid"/>`);
    expect(text).toContain(`<Property Name="${IMAGE}" Type="Edm.Binary"/>`);
    expect(text).toContain('<Action Name="InitializeFileBlocksUpload">');
  });
});

describe('files after a restart', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'dataverse-'))));
  afterEach(() => rmSync(directory, { recursive: true }));
  const contents = () => readdirSync(join(directory, 'files'));

  it('are there, and those of which nothing came are swept away', async () => {
    const first = await startWithFiles({ dataDirectory: directory });
    const account = await TestAccount.in(first);
    await account.upload(Buffer.from('before'));
    await account.upload(Buffer.from('kept'));
    await account.upload(PNG, 'a.png', IMAGE);
    await first.control('faults', { dropBeforeCommit: { count: 1 } });
    await expect(account.upload(Buffer.from('lost'))).rejects.toThrow();
    expect(contents()).toHaveLength(2);
    await first.close();

    const second = await TestOrganization.start({ dataDirectory: directory });
    const path = `accounts(${account.id})/${FILE}/$value`;
    expect((await second.get(path)).text).toBe('kept');
    expect((await second.get(path, { Range: 'bytes=1-2' })).text).toBe('ep');
    expect((await second.get(`accounts(${account.id})/${IMAGE}/$value?size=full`)).bytes.equals(PNG)).toBe(
      true,
    );
    await second.control('reset', {});
    expect(contents()).toEqual([]);
    await second.close();
  });
});
