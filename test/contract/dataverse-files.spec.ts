import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  annotationTable,
  type DataverseClient,
  defineTable,
  type DownloadedFile,
  file,
  image,
  incidentTable,
  contactTable,
  rowOf,
  text,
} from '#lib/dataverse';
import { connectStandIn, type ConnectedStandIn } from './connected-stand-in.js';
import type { DataverseStandIn } from '../support/dataverse-stand-in.js';

const MB = 1024 * 1024;
const guidOf = (n: number) => `0a0a0a0a-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The smallest PNG that is one: a point. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
);

/** Accounts with columns that no table of ours has. */
const supplierTable = defineTable({
  name: 'account',
  entitySet: 'accounts',
  primaryId: 'accountid',
  columns: { name: text('name', 160), contract: file('cw_contract'), logo: image('cw_logo') },
});

const labelled = (text: string) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.Label',
  LocalizedLabels: [
    { '@odata.type': 'Microsoft.Dynamics.CRM.LocalizedLabel', Label: text, LanguageCode: 1033 },
  ],
});

/** learn.microsoft.com/power-apps/developer/data-platform/file-attributes and image-attributes */
async function provision(client: DataverseClient): Promise<void> {
  const column = (type: string, SchemaName: string, more: object) => ({
    '@odata.type': `Microsoft.Dynamics.CRM.${type}AttributeMetadata`,
    SchemaName,
    DisplayName: labelled(SchemaName),
    ...more,
  });
  for (const body of [
    column('File', 'cw_Contract', { MaxSizeInKB: 20 * 1024 }),
    column('Image', 'cw_Logo', { MaxSizeInKB: 1024, CanStoreFullImage: true }),
  ])
    await client.webApi.request({
      operation: 'provision',
      method: 'POST',
      path: "EntityDefinitions(LogicalName='account')/Attributes",
      body,
      repeatable: false,
      expect: [204],
    });
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const contentOf = async (found: DownloadedFile | undefined) =>
  hashOf(await buffer(found?.content ?? Readable.from([])));

/** In pieces of another size than blocks have. */
function* pieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += MB + 7) yield bytes.subarray(at, at + MB + 7);
}

describe.each(['refused', 'answeredAgain'] as const)(
  'the client and the stand-in, where a repeated commit is %s: files',
  (repeatedUpload) => {
    let standIn: ConnectedStandIn;
    let dataverse: DataverseStandIn;
    let client: DataverseClient;
    const id = guidOf(1);
    const large = randomBytes(9 * MB + 123);

    beforeAll(async () => {
      standIn = await connectStandIn({ unknowns: { repeatedUpload } });
      ({ dataverse, client } = standIn);
      await provision(client);
    });
    afterAll(() => standIn.close());
    beforeEach(async () => {
      await dataverse.reset();
      await client.create(supplierTable, { name: 'Lamps Ltd' }, { id });
    });

    const upload = (bytes: Buffer, more: object = {}) =>
      client.uploadFile(supplierTable, id, 'contract', Readable.from(pieces(bytes)), {
        name: 'contract.pdf',
        ...more,
      });
    const download = () => client.downloadFile(supplierTable, id, 'contract');

    it.each([
      ['nothing', Buffer.alloc(0)],
      ['a byte', Buffer.from('A')],
      ['a block', randomBytes(4 * MB)],
      ['a byte more than a block', randomBytes(4 * MB + 1)],
      ['many blocks', large],
    ])('come back as they went: %s', async (_, bytes) => {
      expect(await upload(bytes, { sizeInBytes: bytes.length })).toEqual({ sizeInBytes: bytes.length });
      const found = await download();
      expect(found).toMatchObject({
        name: 'contract.pdf',
        mimeType: 'application/pdf',
        sizeInBytes: bytes.length,
      });
      expect(await contentOf(found)).toBe(hashOf(bytes));
    });

    it('keep a name of any letters, and a MIME type of ours', async () => {
      await upload(Buffer.from('A'), { name: 'Vertrag Straße 你好.pdf', mimeType: 'application/x-contract' });
      const found = await download();
      expect(found).toMatchObject({ name: 'Vertrag Straße 你好.pdf', mimeType: 'application/x-contract' });
      found?.content.destroy();
    });

    it('take the place of each other, and are deleted', async () => {
      await upload(large);
      await upload(Buffer.from('second'));
      expect(await contentOf(await download())).toBe(hashOf(Buffer.from('second')));
      expect(await client.deleteFile(supplierTable, id, 'contract')).toBe('deleted');
      expect(await download()).toBeUndefined();
      expect(await client.deleteFile(supplierTable, guidOf(9), 'contract')).toBe('not-there');
      expect(await client.retrieve(supplierTable, id, { select: ['contract'] })).toMatchObject({
        contract: null,
      });
    });

    it.each([
      ['of a small file', Buffer.from('A'), 'account'],
      ['of a block', large, 'fileattachment'],
      ['of a commit', large, 'account'],
    ])('are there once though the reply was lost: %s', async (_, bytes, table) => {
      await dataverse.hurt({ dropAfterCommit: { count: 1, table } });
      expect(await upload(bytes)).toEqual({ sizeInBytes: bytes.length });
      expect((await dataverse.stats()).dropped).toBe(1);
      await dataverse.hurt();
      expect(await contentOf(await download())).toBe(hashOf(bytes));
      expect(await dataverse.rows('fileattachment')).toHaveLength(1);
    });

    it('come through when many requests are cut off, before and after they were done', async () => {
      await dataverse.hurt([
        { fault: 'dropAfterCommit', rate: 0.25, seed: 3 },
        { fault: 'dropBeforeCommit', rate: 0.15, seed: 4 },
        { fault: 'html503', rate: 0.15, seed: 5 },
      ]);
      for (let round = 0; round < 2; round += 1) {
        const bytes = randomBytes(9 * MB + round);
        await upload(bytes);
        expect(await contentOf(await download())).toBe(hashOf(bytes));
      }
      expect((await dataverse.stats()).dropped).toBeGreaterThan(2);
    });

    it('are refused by name when they are blocked, or too large, and leave the one before', async () => {
      await upload(Buffer.from('before'));
      await expect(upload(large, { name: 'setup.exe' })).rejects.toMatchObject({ code: 'file-blocked' });
      await expect(upload(Buffer.from('A'), { name: 'setup.exe' })).rejects.toMatchObject({
        code: 'file-blocked',
      });
      await expect(upload(Buffer.alloc(20 * MB + 1))).rejects.toMatchObject({ code: 'too-large' });
      await expect(upload(large, { sizeInBytes: 10 * MB })).rejects.toMatchObject({
        code: 'source-too-short',
      });
      expect(await contentOf(await download())).toBe(hashOf(Buffer.from('before')));
    });

    it('that are images go and come the same way, and are refused when they are none', async () => {
      const uploadLogo = (bytes: Buffer) =>
        client.uploadFile(supplierTable, id, 'logo', bytes, { name: 'logo.png' });
      await uploadLogo(PNG);
      expect(await contentOf(await client.downloadFile(supplierTable, id, 'logo'))).toBe(hashOf(PNG));
      const thumbnail = client.downloadFile(supplierTable, id, 'logo', { size: 'thumbnail' });
      expect(await contentOf(await thumbnail)).toBe(hashOf(PNG));
      const row = await client.retrieve(supplierTable, id, { select: ['logo'] });
      expect(row?.logo).toBe(PNG.toString('base64'));
      await expect(uploadLogo(Buffer.from('text'))).rejects.toMatchObject({ code: 'image-refused' });
      await expect(uploadLogo(Buffer.concat([PNG, Buffer.alloc(2 * MB)]))).rejects.toMatchObject({
        code: 'image-refused',
      });
    });

    describe('of notes', () => {
      const to = rowOf(incidentTable, guidOf(2));
      const note = { id: guidOf(3), fileName: 'photo.jpg', mimeType: 'image/jpeg', subject: 'Lamp 7' };
      const attach = (bytes: Buffer) => client.attach(to, note, Readable.from(pieces(bytes)));
      const notes = () => dataverse.rows('annotation');

      beforeEach(async () => {
        await client.create(contactTable, { lastName: 'Smith' }, { id: guidOf(4) });
        await client.create(
          incidentTable,
          { title: 'A lamp is out', customer: rowOf(contactTable, guidOf(4)) },
          { id: guidOf(2) },
        );
        const [organization] = await dataverse.rows('organization');
        await client.webApi.request({
          operation: 'settings',
          method: 'PATCH',
          path: `organizations(${String(organization?.['organizationid'])})`,
          body: { maxuploadfilesize: 131_072_000 },
          repeatable: true,
          expect: [204],
        });
      });

      it.each([
        ['a small one', Buffer.from('ABC')],
        ['a large one', large],
      ])('are attached once, however often that is done: %s', async (_, bytes) => {
        expect(await attach(bytes)).toBe('attached');
        expect(await attach(bytes)).toBe('already-there');
        expect(await notes()).toMatchObject([
          { filename: 'photo.jpg', subject: 'Lamp 7', isdocument: true, _objectid_value: guidOf(2) },
        ]);
        const read = await client.retrieve(annotationTable, note.id, { select: ['documentBody'] });
        expect(hashOf(Buffer.from(read?.documentBody ?? '', 'base64'))).toBe(hashOf(bytes));
      });

      it.each([
        ['of a small one', Buffer.from('ABC'), 'annotation', 'already-there'],
        ['of a block', large, 'fileattachment', 'attached'],
        ['of a commit', large, 'annotation', 'attached'],
      ])('are attached once though the reply was lost: %s', async (_, bytes, table, outcome) => {
        await dataverse.hurt({ dropAfterCommit: { count: 1, table } });
        expect(await attach(bytes)).toBe(outcome);
        expect((await dataverse.stats()).dropped).toBe(1);
        expect(await notes()).toMatchObject([
          { documentbody: bytes.toString('base64'), _objectid_value: guidOf(2) },
        ]);
      });

      it('are refused by name when they are too large, and there is no note', async () => {
        const [organization] = await dataverse.rows('organization');
        const path = `organizations(${String(organization?.['organizationid'])})`;
        const body = { maxuploadfilesize: 5_242_880 };
        await client.webApi.request({
          operation: 'settings',
          method: 'PATCH',
          path,
          body,
          repeatable: true,
          expect: [204],
        });
        await expect(attach(large)).rejects.toMatchObject({ code: 'too-large' });
        await expect(client.attach(to, { ...note, fileName: 'a.exe' }, large)).rejects.toMatchObject({
          code: 'file-blocked',
        });
        expect(await notes()).toEqual([]);
      });
    });
  },
);
