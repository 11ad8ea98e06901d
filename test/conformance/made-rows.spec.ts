import { describe, expect, it } from 'vitest';
import { MadeRows } from './made-rows.js';

const address = (set: string, digit: number) => `${set}(00000000-0000-4000-8000-00000000000${digit})`;

describe('the book of made rows', () => {
  it('deletes the newest first', async () => {
    const made = new MadeRows();
    made.note(address('accounts', 1));
    made.note(address('contacts', 2));
    const deleted: string[] = [];
    await made.deleteAll(async (path) => ({ status: deleted.push(path) && 204 }));
    expect(deleted).toEqual([address('contacts', 2), address('accounts', 1)]);
  });

  it('tells what it could not delete, and goes on', async () => {
    const made = new MadeRows();
    for (const digit of [1, 2, 3, 4]) made.note(address('accounts', digit));
    const statuses = [204, 404, 500];
    const remove = async () => {
      const status = statuses.shift();
      if (status === undefined) throw new Error('no connection');
      return { status };
    };
    expect(await made.deleteAll(remove)).toEqual([address('accounts', 2), address('accounts', 1)]);
  });

  it('finds new rows in headers and within a batch', async () => {
    const made = new MadeRows();
    const root = 'https://org.example/api/data/v9.2';
    made.noteAllOf({ headers: { 'odata-entityid': `${root}/${address('accounts', 1)}` }, text: '' });
    const inBatch = `--batchresponse_1\r\nOData-EntityId: ${root}/${address('incidents', 2)}\r\n`;
    made.noteAllOf({ headers: {}, text: inBatch });
    expect(await made.deleteAll(async () => ({ status: 500 }))).toEqual([
      address('incidents', 2),
      address('accounts', 1),
    ]);
  });

  it('never has rows of other tables, nor addresses that are no ids', async () => {
    const made = new MadeRows();
    made.note(address('systemusers', 1));
    made.note("accounts(accountnumber='1')");
    expect(await made.deleteAll(async () => ({ status: 500 }))).toEqual([]);
  });
});
