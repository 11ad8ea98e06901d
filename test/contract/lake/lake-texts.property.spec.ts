import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountTable } from '#lib/dataverse';
import { LakeUnderTest } from './lake-under-test.js';

const special = fc.constantFrom(...`'",;\n\r\t\\ aA0ß🚲\u200b\u00a0\ufeff`, '\r\n', '""', '",\n"');
/** What Dataverse takes: no control characters but these, and no halves of characters. */
const text = fc
  .oneof(fc.string({ unit: special, maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }))
  .filter((one) => !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(one))
  .map((one) => one.slice(0, 2_000));

describe('check 15: texts in the lake', () => {
  let lake: LakeUnderTest;
  beforeAll(async () => void (lake = await LakeUnderTest.start()));
  afterAll(() => lake.close());

  it('are what they were, whatever is in them', () =>
    fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        await lake.standIn.dataverse.reset();
        const { client } = lake.standIn;
        for (const description of texts) await client.create(accountTable, { name: 'One', description });
        await lake.export();
        const told = [...(await lake.rows('account')).values()].map(({ values }) => values['description']);
        expect(told.sort()).toEqual(texts.map((one) => (one === '' ? null : one)).sort());
      }),
      { numRuns: 25 },
    ));
});
