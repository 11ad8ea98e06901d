import { anyNumber, anyText, including } from '../matching/patterns.js';
import { noContent, ok, refused } from './expectations.js';
import type { Exchange, Golden, NewRow, Subject } from './golden.js';
import { powerApps } from './sources.js';

const page = powerApps('bulk-operations');
const ACCOUNT = { '@odata.type': 'Microsoft.Dynamics.CRM.account' };
const account: NewRow = { set: 'accounts', columns: { name: '{mark} Before' } };

const send = (message: string, targets: readonly Record<string, unknown>[], makes: string[] = []) => ({
  method: 'POST',
  path: `accounts/Microsoft.Dynamics.CRM.${message}`,
  body: { Targets: targets },
  makes,
});
const nameIs = (id: string, name: string): Exchange => ({
  request: { method: 'GET', path: `accounts(${id})?$select=name` },
  answer: ok(including({ name })),
});
const both = ['accounts({new})', 'accounts({new2})'];

const goldens: readonly Golden[] = [
  {
    name: 'CreateMultiple makes rows and answers with their ids in order',
    source: page('CreateMultiple'),
    request: send(
      'CreateMultiple',
      [
        { ...ACCOUNT, accountid: '{new}', name: '{mark} 1' },
        { ...ACCOUNT, accountid: '{new2}', name: '{mark} 2' },
      ],
      both,
    ),
    answer: ok({
      '@odata.context': '{root}/$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse',
      Ids: ['{new}', '{new2}'],
    }),
    then: [nameIs('{new2}', '{mark} 2')],
  },
  {
    name: 'CreateMultiple makes all rows or none',
    source: page('On Error behavior with standard tables'),
    request: send(
      'CreateMultiple',
      [
        { ...ACCOUNT, accountid: '{new}', name: '{mark} 1' },
        { ...ACCOUNT, accountid: '{new2}', name: '{mark} 2', accountnumber: 'x'.repeat(21) },
      ],
      both,
    ),
    answer: refused(400, anyText),
    then: [{ request: { method: 'GET', path: 'accounts({new})?$select=name' }, answer: { status: 404 } }],
  },
  {
    name: 'UpdateMultiple changes rows by the ids in them',
    source: page('UpdateMultiple'),
    rows: { account, other: account },
    request: send('UpdateMultiple', [
      { ...ACCOUNT, accountid: '{account}', name: '{mark} After' },
      { ...ACCOUNT, accountid: '{other}', name: '{mark} Afterwards' },
    ]),
    answer: noContent(),
    then: [nameIs('{account}', '{mark} After'), nameIs('{other}', '{mark} Afterwards')],
  },
  {
    name: 'every target names its type',
    source: page('CreateMultiple', 'M'),
    unknown: 'that it must is documented, the answer when it does not is not',
    request: send('CreateMultiple', [{ accountid: '{new}', name: '{mark}' }], both),
    answer: refused(400, anyText),
  },
  {
    name: 'RetrieveTotalRecordCount counts tables as they were within a day',
    source: powerApps('webapi/query/count-rows')('Count rows using OData', 'M'),
    unknown: 'the function is documented, the form of its answer is remembered',
    request: { method: 'GET', path: "RetrieveTotalRecordCount(EntityNames=@p1)?@p1=['account']" },
    answer: ok(
      including({
        EntityRecordCountCollection: including({ Keys: ['account'], Values: [anyNumber] }),
      }),
    ),
  },
];

export const bulk: Subject = { name: 'bulk messages', goldens };
