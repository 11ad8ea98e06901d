import { describe, expect, it } from 'vitest';
import { readSchema } from '#lib/dataverse-schema';
import type { LoadStep } from '../catalogue/order/load-order.js';
import { cwKeysOf, hasSecretKeys } from './cw-keys.js';

const schema = await readSchema(new URL('../../../../dataverse/schema.yaml', import.meta.url).pathname);
const stepTo = (table: string, name = 'lamps'): LoadStep => ({ name, target: { table, columns: {} } });

describe('the keys of rows', () => {
  it('are what SQL makes of the same text', () => {
    // select encode(sha256(convert_to('lamps' || chr(31) || 'Ä|1', 'utf8')), 'hex')
    const key = 'ae6bc492e7976f5ad773db85dfa6afc8637d44e0a6db20d6d11ced25d265cbcd';
    expect(cwKeysOf(stepTo('cw_asset'), { schema })('Ä|1')).toBe(key);
  });

  it('differ by step and by natural key, wherever one ends and the other begins', () => {
    const keyOf = (name: string, naturalKey: string) =>
      cwKeysOf(stepTo('cw_asset', name), { schema })(naturalKey);
    const keys = [keyOf('lamps', '11'), keyOf('lamps1', '1'), keyOf('lamps', '1'), keyOf('lamps/a', '1')];
    expect(new Set(keys).size).toBe(4);
  });

  it('depend on the secret where rows are people, and there alone', () => {
    const keyOf = (table: string, keySecret: string) =>
      cwKeysOf(stepTo(table), { schema, keySecret })('ann@example.org');
    expect(keyOf('contact', 'one')).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf('contact', 'one')).not.toBe(keyOf('contact', 'another'));
    expect(keyOf('account', 'one')).toBe(keyOf('account', 'another'));
    expect([hasSecretKeys(stepTo('contact'), schema), hasSecretKeys(stepTo('account'), schema)]).toEqual([
      true,
      false,
    ]);
  });

  it('of people are not made without one', () => {
    expect(() => cwKeysOf(stepTo('contact'), { schema, keySecret: '' })).toThrow(
      'The rows of lamps are people, whose keys are made with a secret: there is none.',
    );
  });
});
