import { describe, expect, it } from 'vitest';
import { nearNames } from './near-names.js';

describe('nearNames', () => {
  const names = ['account', 'accounts', 'contact', 'contacts', 'incident', 'annotation'];

  it('gives what was meant first', () => {
    expect(nearNames('contcts', names)).toEqual(['contacts', 'contact']);
    expect(nearNames('Acount', names)[0]).toBe('account');
  });

  it('gives nothing when nothing is near', () => {
    expect(nearNames('workorder', names)).toEqual([]);
  });

  it('gives a name once, and not more than asked for', () => {
    expect(nearNames('accounts', ['account', 'account', 'accounts'], 1)).toEqual(['accounts']);
  });
});
