import { afterAll, beforeAll, it } from 'vitest';
import { Causeway } from '../support/causeway.js';
import { wholeCase } from '../support/sample-case.js';
let causeway: Causeway;
beforeAll(async () => { causeway = await Causeway.start(); });
afterAll(() => causeway.close());
it('x', async () => {
  const a = await causeway.post(wholeCase()); await new Promise((r) => setTimeout(r, 5000));
  console.log(a.status, causeway.log.slice(28).join(''), await causeway.dataverse.stats());
});
