import { describe, expect, it } from 'vitest';
import { accountTable, contactTable, incidentTable, rowOf } from '#lib/dataverse';
import { type Unknowns, unknowns } from '../../stand-ins/dataverse/src/index.js';
import { connectStandIn } from './connected-stand-in.js';

const id = '0d0d0d0d-0000-4000-8000-000000000001';
const nowhere = '0d0d0d0d-0000-4000-8000-000000000002';

const answers = Object.entries(unknowns).flatMap(([name, { answers: all }]) =>
  all.map((answer) => [name, answer] as [string, string]),
);

describe('whatever the service does where no page says it', () => {
  it.each(answers)('the client tells the same: %s is %s', async (name, answer) => {
    const { client, close } = await connectStandIn({ unknowns: { [name]: answer } as Partial<Unknowns> });
    try {
      const row = { key: 'one', firstName: 'Mary', lastName: 'Smith' };
      const once = () => client.createOnce(contactTable, row, { id });
      expect([(await once()).outcome, (await once()).outcome]).toEqual(['created', 'already-there']);
      const absent = await client.createIfAbsent(contactTable, { key: 'one' }, { lastName: 'Other' });
      expect(absent).toMatchObject({ outcome: 'already-there', row: { id } });
      const etag = (await client.retrieve(contactTable, id))?.etag ?? '';
      expect(await client.retrieveIfChanged(contactTable, id, etag)).toEqual({ outcome: 'not-modified' });
      await client.update(contactTable, id, { phone: '1' }, { etag });
      const stale = { code: 'version-mismatch' };
      await expect(client.update(contactTable, id, { phone: '2' }, { etag })).rejects.toMatchObject(stale);
      await expect(client.delete(contactTable, id, { etag })).rejects.toMatchObject(stale);
      const missing = client.update(contactTable, nowhere, { phone: '1' });
      await expect(missing).rejects.toMatchObject({ code: 'row-not-found' });
      expect(await client.retrieve(contactTable, nowhere)).toBeUndefined();
      expect(await client.retrieveIfChanged(contactTable, nowhere, etag)).toEqual({ outcome: 'not-there' });
      expect(await client.delete(contactTable, nowhere)).toBe('not-there');

      const customer = rowOf(contactTable, id);
      await client.create(incidentTable, { title: 'A hole', customer }, { id });
      const end = () => client.closeCase(id, { subject: 'Mended' });
      expect([await end(), await end()]).toEqual(['closed', 'already-closed']);

      const [first] = await all(client.changes(accountTable, { select: [] }));
      const since = first?.resumeFrom;
      expect(await all(client.changes(accountTable, { select: [], since }))).toMatchObject([
        { rows: [], deletedIds: [], state: 'up-to-date' },
      ]);
    } finally {
      await close();
    }
  });
});

async function all<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const read = [];
  for await (const page of pages) read.push(page);
  return read;
}
