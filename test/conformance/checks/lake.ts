import { anyText } from '../matching/patterns.js';
import { valueAt } from '../pointer.js';
import { NotBuilt, NotHere } from '../unjudged.js';
import type { Check } from './check.js';

// Source: https://learn.microsoft.com/power-apps/maker/data-platform/azure-synapse-link-data-lake

export const lake: Check = {
  number: 15,
  name: 'the lake holds rows in folders, deletes and all',
  run: async ({ environment: { control } }, findings) => {
    if (!control) throw new NotHere('the lake is no part of the Web API');
    const published = valueAt(await control.get('not-implemented'), '/notImplemented/lake');
    findings.expect('the lake on the list of what the stand-in lacks', published, anyText);
    throw new NotBuilt('the stand-in writes no lake, and its list of what it lacks says so');
  },
};
