import { type CsvRecord, csvRecords } from '../reading/csv-records.js';
import { deliveredText } from '../reading/delivered-text.js';
import { personKeyOf } from '../reading/hand-keys.js';
import { type HandRow, label } from '../reading/hand-read.js';
import { cut, lower, normal } from '../reading/normal-form.js';
import type { HandSource } from './hand-source.js';

const KINDS = new Set([
  ...['City', 'County', 'Interstate', 'School district', 'Special district', 'State or territory', 'Tribal'],
  ...['City - Election', 'County - Election', 'Special district - Election', 'State or territory - Election'],
  ...['Federal - Executive', 'Federal - Judicial', 'Federal - Legislative'],
]);

/** The public list of .gov domains. */
export const customerRegister = (keySecret: string): HandSource => ({
  name: 'customer-register',
  folder: 'accounts/dotgov',
  table: 'account',
  entitySet: 'accounts',
  encoding: 'utf-8',
  deliversEverything: true,
  read: async (path) => csvRecords(await deliveredText(path)).map((record) => customer(record, keySecret)),
});

/** The contacts that follow from it. */
export const CONTACTS = 'customer-register/contacts';

/** Where a customer's address stands in what is compared. */
export const emailOf = ({ content }: Pick<HandRow, 'content'>): string | null => {
  const email = content[5];
  return typeof email === 'string' ? email : null;
};

function customer(record: CsvRecord, keySecret: string): HandRow {
  const of = (...names: string[]) =>
    normal(names.map((name) => record[name]).find((text) => text !== undefined));
  const domain = lower(of('domain name'));
  const said = lower(of('security contact email'));
  const email = said !== null && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(said) ? said : null;
  const [kind, agency, city, state] = [of('domain type'), of('agency'), of('city'), of('state')];
  const organization = of('organization name', 'organization');
  return {
    key: domain ?? undefined,
    reason: organization === null ? 'R3' : undefined,
    content: [kind, agency, organization, city, state, email],
    wanted: {
      name: cut(organization, 160),
      cw_customernumber: domain,
      cw_domaintype: label(kind === null || KINDS.has(kind) ? kind : 'Other'),
      cw_domaintypetext: kind,
      cw_agency: agency,
      address1_city: city,
      address1_stateorprovince: state,
      _primarycontactid_value: email === null ? null : { cwKey: personKeyOf(CONTACTS, email, keySecret) },
    },
  };
}
