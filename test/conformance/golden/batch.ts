import { absent, anyText, either, including, like, matching } from '../matching/patterns.js';
import { batchText, type ChangeSet, type Operation } from './batch-text.js';
import { ok } from './expectations.js';
import type { Exchange, Expectation, Golden, NewRow, Subject } from './golden.js';
import { powerApps } from './sources.js';

const page = powerApps('webapi/execute-batch-operations-using-web-api');
const PATH = '/api/data/v9.2';
const TYPE = 'multipart/mixed; boundary="batch_1"';

const send = (
  items: readonly (Operation | ChangeSet)[],
  { headers = {}, makes = [] }: { headers?: Record<string, string>; makes?: string[] } = {},
) => ({
  method: 'POST',
  path: '$batch',
  headers: { 'content-type': TYPE, ...headers },
  body: batchText('batch_1', items),
  makes,
});

/** A document whose wire form has no fault. */
const answered = (parts: readonly unknown[], status = 200): Expectation => ({
  status,
  headers: { 'content-type': matching(/^multipart\/mixed; boundary="?batchresponse_[0-9a-f-]{36}"?$/) },
  body: { boundary: like('batchresponse_<guid>'), parts, faults: [] },
});
const changeSet = (...parts: unknown[]) => ({ changeset: like('changesetresponse_<guid>'), parts });

const made = (url: string, contentId?: string) => ({
  status: 204,
  headers: including({ 'odata-version': '4.0', 'odata-entityid': url, location: url }),
  body: absent,
  ...(contentId && { contentId }),
});
const got = (body: unknown) => ({
  status: 200,
  headers: including({ 'odata-version': '4.0', 'content-type': like('application/json<text>') }),
  body,
});
const failed = (status: unknown, code: unknown, message: unknown = anyText) => ({
  status,
  headers: including({ 'odata-version': '4.0', 'content-type': 'application/json; odata.metadata=minimal' }),
  body: { error: including({ code, message }) },
});
const tooLong = failed(
  400,
  '0x80044331',
  "A validation error occurred.  The length of the 'accountnumber' attribute of the 'account' entity exceeded the maximum allowed length of '20'.",
);

const create = (id: string, columns: Record<string, unknown> = {}, contentId?: string): Operation => ({
  method: 'POST',
  url: `${PATH}/accounts`,
  body: { accountid: id, name: '{mark} in batch', ...columns },
  ...(contentId && { contentId }),
});
const createTooLong = (id: string, contentId?: string) =>
  create(id, { accountnumber: 'x'.repeat(21) }, contentId);
const url = (id: string, set = 'accounts') => `{root}/${set}(${id})`;
const isThere = (id: string, status: number): Exchange => ({
  request: { method: 'GET', path: `accounts(${id})?$select=name` },
  answer: { status },
});
const account: NewRow = { set: 'accounts', columns: { name: '{mark} Before' } };
const both = { makes: ['accounts({new})', 'accounts({new2})'] };

const goldens: readonly Golden[] = [
  {
    name: 'operations are answered in their order, each in a part of its own',
    source: page('Batch responses'),
    rows: { account },
    request: send(
      [create('{new}'), { method: 'GET', url: `${PATH}/accounts({account})?$select=name` }],
      both,
    ),
    answer: answered([made(url('{new}')), got(including({ name: '{mark} Before', accountid: '{account}' }))]),
  },
  {
    name: 'operations may name absolute URLs, and the boundary needs no quotes',
    source: page('Reference URIs in request body'),
    request: send([{ ...create('{new}'), url: '{root}/accounts' }], {
      headers: { 'content-type': 'multipart/mixed;boundary=batch_1' },
      ...both,
    }),
    answer: answered([made(url('{new}'))]),
  },
  {
    name: 'operations may name relative URLs',
    source: page('Batch requests', 'R'),
    request: send([{ method: 'GET', url: 'WhoAmI' }]),
    answer: answered([got(including({ UserId: anyText }))]),
  },
  {
    name: 'a line before the first delimiter is passed over',
    source: page('Batch requests', 'R'),
    request: {
      ...send([{ method: 'GET', url: `${PATH}/WhoAmI` }]),
      body: `\r\n${batchText('batch_1', [{ method: 'GET', url: `${PATH}/WhoAmI` }])}`,
    },
    answer: answered([got(including({ UserId: anyText }))]),
  },
  {
    name: 'letters beyond ASCII are kept',
    source: page('Batch requests', 'R'),
    request: send([create('{new}', { description: 'Grüße, 你好' })], both),
    answer: answered([made(url('{new}'))]),
    then: [
      {
        request: { method: 'GET', path: 'accounts({new})?$select=description' },
        answer: ok(including({ description: 'Grüße, 你好' })),
      },
    ],
  },
  {
    name: 'a change set is answered as a document within the document, with the Content-IDs',
    source: page('Change sets'),
    request: send([{ changeset: [create('{new}', {}, '1'), create('{new2}', {}, '2')] }], both),
    answer: answered([changeSet(made(url('{new}'), '1'), made(url('{new2}'), '2'))]),
  },
  {
    name: '$1 in a binding is the row of the operation with that Content-ID',
    source: page('Reference URIs in request body'),
    request: send(
      [
        {
          changeset: [
            {
              method: 'POST',
              url: `${PATH}/contacts`,
              body: { contactid: '{new2}', lastname: '{mark}' },
              contentId: '1',
            },
            create('{new}', { 'primarycontactid@odata.bind': '$1' }, '2'),
          ],
        },
      ],
      { makes: ['contacts({new2})', 'accounts({new})'] },
    ),
    answer: answered([changeSet(made(url('{new2}', 'contacts'), '1'), made(url('{new}'), '2'))]),
    then: [
      {
        request: { method: 'GET', path: 'accounts({new})?$select=_primarycontactid_value' },
        answer: ok(including({ _primarycontactid_value: '{new2}' })),
      },
    ],
  },
  {
    name: '$1 in a URL is the row of the operation with that Content-ID',
    source: page('Reference URI in request URL'),
    request: send(
      [
        {
          changeset: [
            create('{new}', {}, '1'),
            { method: 'PUT', url: '$1/name', body: { value: '{mark} BBBBB' }, contentId: '2' },
          ],
        },
      ],
      both,
    ),
    answer: answered([
      changeSet(made(url('{new}'), '1'), including({ status: 204, contentId: '2', body: absent })),
    ]),
    then: [
      {
        request: { method: 'GET', path: 'accounts({new})?$select=name' },
        answer: ok(including({ name: '{mark} BBBBB' })),
      },
    ],
  },
  {
    name: '$1 and $2 in a reference are the rows of the operations with those Content-IDs',
    source: page('Reference URIs in URL and request body using @odata.id'),
    request: send(
      [
        {
          changeset: [
            create('{new}', {}, '1'),
            {
              method: 'POST',
              url: `${PATH}/contacts`,
              body: { contactid: '{new2}', lastname: '{mark}' },
              contentId: '2',
            },
            { method: 'PUT', url: '$1/primarycontactid/$ref', body: { '@odata.id': '$2' }, contentId: '3' },
          ],
        },
      ],
      { makes: ['contacts({new2})', 'accounts({new})'] },
    ),
    answer: answered([
      changeSet(
        made(url('{new}'), '1'),
        made(url('{new2}', 'contacts'), '2'),
        including({ status: 204, contentId: '3' }),
      ),
    ]),
  },
  {
    name: 'a Content-ID that comes later cannot be referred to',
    source: page('Reference URIs in URL and navigation properties'),
    request: send(
      [
        {
          changeset: [
            create('{new}', { 'primarycontactid@odata.bind': '$1' }, '2'),
            {
              method: 'POST',
              url: `${PATH}/contacts`,
              body: { contactid: '{new2}', lastname: '{mark}' },
              contentId: '1',
            },
          ],
        },
      ],
      { makes: ['accounts({new})', 'contacts({new2})'] },
    ),
    answer: { status: 400 },
    then: [isThere('{new}', 404)],
  },
  {
    name: 'a failure ends the batch: its status is that of the whole, what came before stays, what comes after is not done',
    source: page('Handling errors'),
    request: send([create('{new}'), createTooLong('{new2}'), create('{new3}')], {
      makes: ['accounts({new})', 'accounts({new2})', 'accounts({new3})'],
    }),
    answer: answered([made(url('{new}')), tooLong], 400),
    then: [isThere('{new}', 200), isThere('{new2}', 404), isThere('{new3}', 404)],
  },
  {
    name: 'with continue-on-error the whole is 200 and every operation is answered',
    source: page('Handling errors'),
    request: send([createTooLong('{new}'), create('{new2}')], {
      headers: { prefer: 'odata.continue-on-error' },
      ...both,
    }),
    answer: answered([tooLong, made(url('{new2}'))]),
    then: [isThere('{new2}', 200)],
  },
  {
    name: 'a change set that fails is undone, and answers one error for all',
    source: page('Change sets'),
    request: send([{ changeset: [create('{new}', {}, '1'), createTooLong('{new2}', '2')] }], {
      headers: { prefer: 'odata.continue-on-error' },
      ...both,
    }),
    answer: answered([
      either(
        changeSet(including({ status: 400, body: { error: including({ code: '0x80044331' }) } })),
        including({ status: 400, body: { error: including({ code: '0x80044331' }) } }),
      ),
    ]),
    then: [isThere('{new}', 404), isThere('{new2}', 404)],
  },
  {
    name: 'a change set holds no GET',
    source: page('Change sets'),
    request: send([{ changeset: [{ method: 'GET', url: `${PATH}/WhoAmI`, contentId: '1' }] }]),
    answer: { status: 400 },
  },
  {
    name: 'a batch whose last line has no CRLF is refused',
    source: page('Batch requests', 'P'),
    request: {
      ...send([]),
      body: batchText('batch_1', [{ method: 'GET', url: `${PATH}/WhoAmI` }]).replace(/\r\n$/, ''),
    },
    unknown: 'reported by users of a client, in its issues',
    answer: {
      status: 400,
      body: {
        error: including({ code: '0x80048d19', message: like('<text>Stream was not readable.<text>') }),
      },
    },
  },
];

export const batch: Subject = { name: '$batch', goldens };
