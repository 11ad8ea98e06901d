import { anyText, including, inAnyOrder, like, moment } from '../matching/patterns.js';
import { ok, refused, rows } from './expectations.js';
import type { Golden, Subject } from './golden.js';
import { powerApps } from './sources.js';

const page = powerApps('webapi/query/aggregate-data');
const mine = "filter(accountnumber eq '{mark}')";
const apply = (path: string, prefer?: string) =>
  ({ method: 'GET', path, ...(prefer && { headers: { prefer } }) }) as const;

const goldens: readonly Golden[] = [
  {
    name: 'groupby gives each value once',
    source: page('Distinct column values'),
    world: true,
    request: apply(`accounts?$apply=${mine}/groupby((address1_stateorprovince))`),
    answer: ok(
      rows('accounts', inAnyOrder({ address1_stateorprovince: 'WA' }, { address1_stateorprovince: 'OR' })),
    ),
  },
  {
    name: 'groupby counts rows a value',
    source: page('Count by status values'),
    world: true,
    request: apply(`accounts?$apply=${mine}/groupby((address1_stateorprovince),aggregate($count as count))`),
    answer: ok(
      rows(
        'accounts',
        inAnyOrder(
          { address1_stateorprovince: 'WA', count: 2 },
          { address1_stateorprovince: 'OR', count: 1 },
        ),
      ),
    ),
  },
  {
    name: 'groups carry formatted values where they are asked for',
    source: page('List of unique statuses in the query'),
    world: true,
    request: apply(
      `accounts?$apply=${mine}/groupby((statuscode))`,
      'odata.include-annotations="OData.Community.Display.V1.FormattedValue"',
    ),
    answer: ok(
      rows('accounts', [{ 'statuscode@OData.Community.Display.V1.FormattedValue': anyText, statuscode: 1 }]),
    ),
  },
  {
    name: 'groupby over a lookup names the table and the column',
    source: page("Primary contact names for accounts in 'WA'"),
    world: true,
    request: apply(
      "accounts?$apply=filter(accountnumber eq '{mark}' and _primarycontactid_value ne null)/groupby((primarycontactid/fullname))",
    ),
    answer: ok(rows('accounts', [{ contact_fullname: 'Zoe {mark}' }])),
  },
  {
    name: 'max of a point in time is the last',
    source: page('Last created record date and time'),
    world: true,
    request: apply(`accounts?$apply=${mine}/aggregate(createdon with max as lastCreate)`),
    answer: ok(rows('accounts', [including({ lastCreate: moment })])),
  },
  {
    name: 'min of a point in time is the first',
    source: page('First created record date and time'),
    world: true,
    request: apply(`accounts?$apply=${mine}/aggregate(createdon with min as firstCreate)`),
    answer: ok(rows('accounts', [including({ firstCreate: moment })])),
  },
  {
    name: 'choices cannot be added up',
    source: page('Sum of revenue based on status', 'M'),
    unknown:
      'the page adds up money; what becomes of a choice is not said, and no number is a column of every case or account',
    world: true,
    request: apply(
      "contacts?$apply=filter(externaluseridentifier eq '{mark}')/aggregate(preferredcontactmethodcode with sum as total)",
    ),
    answer: refused(400, anyText),
  },
  {
    name: 'aggregates cannot be ordered by',
    source: page('Aggregate data using OData'),
    world: true,
    request: apply(`accounts?$apply=${mine}/groupby((statuscode),aggregate($count as count))&$orderby=count`),
    answer: refused(
      400,
      anyText,
      like('<text>The query node SingleValueOpenPropertyAccess is not supported<text>'),
    ),
  },
];

export const aggregate: Subject = { name: 'aggregate', goldens };
