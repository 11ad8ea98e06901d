import type { DataverseReader } from '../ground/dataverse-reader.js';
import { CONTACTS } from '../sources/customer-register.js';
import type { HandSource } from '../sources/hand-source.js';
import { countSwapped } from '../sources/potholes.js';
import type { Facts } from './differences.js';

type FactsOf = (dataverse: DataverseReader, file: string) => Promise<Facts>;

/** What expected.json says of single sources. */
const OF_SOURCES: Readonly<Record<string, FactsOf>> = {
  'customer-register': async (dataverse) => {
    const contacts = await dataverse.rows('contacts', ['contactid'], activeOf(CONTACTS));
    const active = new Set(contacts.map(({ contactid: id }) => id));
    const accounts = await dataverse.rows(
      'accounts',
      ['_primarycontactid_value'],
      activeOf('customer-register'),
    );
    return {
      accounts_with_contact: accounts.filter((row) => active.has(row['_primarycontactid_value'])).length,
    };
  },
  potholes: async (_, file) => ({ coordinates_swapped_back: await countSwapped(file) }),
  'trunk-roadworks': async (dataverse) => {
    const columns = ['cw_latitude', 'cw_authority'];
    const works = await dataverse.rows('cw_workorders', columns, activeOf('trunk-roadworks'));
    return {
      without_position: works.filter((row) => row['cw_latitude'] === null).length,
      without_authority: works.filter((row) => row['cw_authority'] === null).length,
    };
  },
};

/** What Dataverse holds of a source after a delivery, in the words of expected.json. */
export async function heldFacts(
  dataverse: DataverseReader,
  { name, entitySet }: HandSource,
  file: string,
): Promise<Facts> {
  const active = await dataverse.rows(entitySet, ['cw_key'], activeOf(name));
  return { active_after: active.length, ...(await OF_SOURCES[name]?.(dataverse, file)) };
}

const activeOf = (source: string): string => `cw_sourcesystem eq '${source}' and statecode eq 0`;
