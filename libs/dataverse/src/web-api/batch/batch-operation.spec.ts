import { describe, expect, it } from 'vitest';
import { type BatchItem, type ChangeSetOperation, operationsOf, withContentIds } from './batch-operation.js';

const write = (contentId?: number): ChangeSetOperation => ({
  operation: 'contact.create',
  method: 'POST',
  path: 'contacts',
  repeatable: false,
  expect: [204],
  contentId,
});

const idsOf = (items: readonly BatchItem[]) =>
  items.map((item) => operationsOf(item).map((each) => ('contentId' in each ? each.contentId : undefined)));

describe('withContentIds', () => {
  it('gives a number to each operation of a change set that has none', () => {
    const items = [{ changeSet: [write(), write(1)] }, { changeSet: [write()] }];
    expect(idsOf(withContentIds(items))).toEqual([[100_001, 1], [100_002]]);
  });

  it('takes no number that the caller has chosen, before it or behind it', () => {
    const items = [
      { changeSet: [write(100_001), write(), write()] },
      { changeSet: [write(), write(100_003)] },
    ];
    expect(idsOf(withContentIds(items))).toEqual([
      [100_001, 100_002, 100_004],
      [100_005, 100_003],
    ]);
  });

  it('refuses two operations with one number, since an answer could be either’s', () => {
    const items = [{ changeSet: [write(1)] }, { changeSet: [write(1)] }];
    expect(() => withContentIds(items)).toThrow(TypeError);
  });
});
