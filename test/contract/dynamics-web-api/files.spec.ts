import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Columns, Organization } from './organization.js';

const MB = 1024 * 1024;
const PROPERTY = 'cw_contract';

describe('dynamics-web-api, files', () => {
  let organization: Organization;
  let key: string;
  beforeAll(async () => {
    organization = await Organization.start();
    const account = await organization.api.retrieveEntity<{ MetadataId: string }>({
      key: "LogicalName='account'",
      select: ['MetadataId'],
    });
    const data = {
      '@odata.type': 'Microsoft.Dynamics.CRM.FileAttributeMetadata',
      AttributeTypeName: { Value: 'FileType' },
      SchemaName: 'cw_Contract',
    };
    await organization.api.createAttribute({ entityKey: account.MetadataId, data: data as never });
  });
  beforeEach(async () => void (key = await organization.create('accounts', { name: 'Lamps Ltd' })));
  afterAll(() => organization.close());

  const collection = 'accounts';
  const download = () => organization.api.downloadFile({ collection, key, property: PROPERTY });

  it.each([
    ['in one chunk', 1_000],
    ['in several', 5 * MB + 1],
  ])('are uploaded and downloaded %s', async (_, size) => {
    const data = randomBytes(size);
    await organization.api.uploadFile({
      collection,
      key,
      property: PROPERTY,
      fileName: 'contract.pdf',
      data,
    });
    const found = await download();
    expect(found).toMatchObject({ fileName: 'contract.pdf', fileSize: size });
    expect(Buffer.from(found.data).equals(data)).toBe(true);
  });

  it('are told by an id in their row, and deleted by themselves', async () => {
    const data = Buffer.from('ABC');
    await organization.api.uploadFile({ collection, key, property: PROPERTY, fileName: 'a.txt', data });
    const select = [PROPERTY, `${PROPERTY}_name`];
    const read = () => organization.api.retrieve<Columns>({ collection, key, select });
    expect(await read()).toMatchObject({ [`${PROPERTY}_name`]: 'a.txt' });
    await organization.api.deleteRecord({ collection, key, property: PROPERTY });
    expect(await read()).toMatchObject({ [PROPERTY]: null, [`${PROPERTY}_name`]: null });
  });
});
