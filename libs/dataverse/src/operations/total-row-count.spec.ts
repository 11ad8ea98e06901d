import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { accountTable } from '../tables/account.table.js';
import { scriptedClient } from '../testing.js';

const answer = (body: object) => answerOf(200, { body: JSON.stringify(body) });

/** learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrievetotalrecordcount */
describe('the total count of rows', () => {
  it('is read from the collection of counts by the name of the table', async () => {
    const counts = { Count: 2, IsReadOnly: false, Keys: ['contact', 'account'], Values: [7, 81_000] };
    const { client, said } = scriptedClient(answer({ EntityRecordCountCollection: counts }));
    expect(await client.totalCount(accountTable)).toBe(81_000);
    expect(said()[0]?.path).toBe('RetrieveTotalRecordCount(EntityNames=@p1)?@p1=["account"]');
  });

  it.each([{}, { EntityRecordCountCollection: { Keys: ['contact'], Values: [7] } }])(
    'is not made up when the answer lacks it: %o',
    async (body) => {
      const { client } = scriptedClient(answer(body));
      await expect(client.totalCount(accountTable)).rejects.toMatchObject({ code: 'unexpected-answer' });
    },
  );
});
