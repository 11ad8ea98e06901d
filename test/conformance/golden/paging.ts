import { absent, anyText, including, like, matching } from '../matching/patterns.js';
import { member, ok, refused, rows } from './expectations.js';
import type { Golden, Subject } from './golden.js';
import { powerApps } from './sources.js';

const overview = powerApps('webapi/query/overview');
const order = powerApps('webapi/query/order-rows');
const pages = powerApps('webapi/query/page-results');
const count = powerApps('webapi/query/count-rows');

const mine = "externaluseridentifier eq '{mark}'";
const contacts = `contacts?$select=firstname&$filter=${mine}`;
const get = (path: string, prefer?: string) =>
  ({ method: 'GET', path, ...(prefer && { headers: { prefer } }) }) as const;
const inOrder = (column: string, ...values: string[]) =>
  ok(including({ value: values.map((one) => including({ [column]: one })) }));
const page = (first: string, second: string) => [
  member({ firstname: first, contactid: like('<guid>') }),
  member({ firstname: second, contactid: like('<guid>') }),
];
const text = { 'content-type': matching(/^text\/plain/) };

const goldens: readonly Golden[] = [
  {
    name: 'a query answers a collection with its context and an ETag a row',
    source: overview('Retrieve Data'),
    world: true,
    request: get(
      `accounts?$select=name,statecode,statuscode&$filter=accountnumber eq '{mark}'&$orderby=name&$top=1`,
    ),
    answer: ok(
      rows('accounts(name,statecode,statuscode)', [
        member({ name: '{mark} Acme', statecode: 0, statuscode: 1, accountid: '{acme}' }),
      ]),
    ),
  },
  {
    name: 'a query without rows answers an empty collection',
    source: overview('Retrieve Data'),
    request: get("contacts?$select=firstname&$filter=externaluseridentifier eq '{mark} nobody'"),
    answer: ok(rows('contacts(firstname)', [])),
  },
  {
    name: 'rows are ordered upwards unless told otherwise',
    source: order('Order rows using OData'),
    world: true,
    request: get(`${contacts}&$orderby=firstname`),
    answer: inOrder('firstname', 'Ann', 'Bob', "O'Cyd", 'Zoe'),
  },
  {
    name: 'rows are ordered downwards by desc',
    source: order('Order rows using OData'),
    world: true,
    request: get(`${contacts}&$orderby=firstname desc`),
    answer: inOrder('firstname', 'Zoe', "O'Cyd", 'Bob', 'Ann'),
  },
  {
    name: 'rows are ordered by one column and then by another',
    source: order('Order rows using OData'),
    world: true,
    request: get(
      "accounts?$select=address1_city&$filter=accountnumber eq '{mark}'&$orderby=address1_stateorprovince desc,address1_city asc",
    ),
    answer: inOrder('address1_city', 'Seattle', 'Tacoma', 'Portland'),
  },
  {
    name: 'choices are ordered by their numbers',
    source: order('Choice columns'),
    world: true,
    request: get(`${contacts}&$orderby=preferredcontactmethodcode desc,firstname`),
    answer: inOrder('firstname', 'Zoe', 'Bob', "O'Cyd", 'Ann'),
  },
  {
    name: 'lookups are ordered by the primary name of the row behind them',
    source: order('Lookup Columns'),
    world: true,
    request: get(
      "incidents?$select=title&$filter=emailaddress eq '{mark}@example.org'&$orderby=_customerid_value",
    ),
    answer: inOrder('title', '{mark} hole', '{mark} lamp'),
  },
  {
    name: '$top limits the rows',
    source: overview('Limit the number of rows'),
    world: true,
    request: get(`${contacts}&$orderby=firstname&$top=2`),
    answer: ok(rows('contacts(firstname)', page('Ann', 'Bob'))),
  },
  {
    name: 'a page has as many rows as were preferred, and a link to the next one',
    source: pages('Page results using OData'),
    world: true,
    request: get(`${contacts}&$orderby=firstname`, 'odata.maxpagesize=2'),
    answer: ok(
      rows('contacts(firstname)', page('Ann', 'Bob'), {
        '@odata.nextLink': like(
          '{root}/contacts?$select=firstname<text>$skiptoken=%3Ccookie%20pagenumber=%222%22<text>',
        ),
      }),
      { 'preference-applied': 'odata.maxpagesize=2' },
    ),
  },
  {
    name: 'the link to the next page, sent as it came, gives it, and the last page has none',
    source: pages('Page results using OData'),
    world: true,
    first: [
      {
        request: get(`${contacts}&$orderby=firstname`, 'odata.maxpagesize=3'),
        answer: { status: 200 },
        keep: { next: '/body/@odata.nextLink' },
      },
    ],
    request: get('{next}', 'odata.maxpagesize=3'),
    answer: ok(including({ value: [including({ firstname: 'Zoe' })], '@odata.nextLink': absent }), {
      'preference-applied': 'odata.maxpagesize=3',
    }),
  },
  {
    name: '$top is ignored where pages are asked for',
    source: pages("Don't use the $top query option while paging records"),
    world: true,
    request: get(`${contacts}&$orderby=firstname&$top=1`, 'odata.maxpagesize=3'),
    answer: inOrder('firstname', 'Ann', 'Bob', "O'Cyd"),
  },
  {
    name: '$count=true counts all, whatever the size of the page',
    source: count('Count rows using OData'),
    world: true,
    request: get(`${contacts}&$orderby=firstname&$count=true`, 'odata.maxpagesize=2'),
    answer: ok(including({ '@odata.count': 4, value: page('Ann', 'Bob') })),
  },
  {
    name: 'annotations tell whether the count is all there is',
    source: count('Count rows using OData'),
    world: true,
    request: get(
      `${contacts}&$count=true`,
      'odata.include-annotations="Microsoft.Dynamics.CRM.totalrecordcount,Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded"',
    ),
    answer: ok(
      including({
        '@odata.count': 4,
        '@Microsoft.Dynamics.CRM.totalrecordcount': 4,
        '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': false,
      }),
    ),
  },
  {
    name: 'without $count the annotated count is -1',
    source: count('Count rows using OData'),
    world: true,
    request: get(contacts, 'odata.include-annotations="Microsoft.Dynamics.CRM.*"'),
    answer: ok(including({ '@odata.count': absent, '@Microsoft.Dynamics.CRM.totalrecordcount': -1 })),
  },
  {
    name: '/$count is a number alone',
    source: count('Count rows using OData'),
    world: true,
    request: get('accounts/$count'),
    answer: { status: 200, headers: text, body: matching(/^\uFEFF?\d+$/) },
  },
  {
    name: '/$count counts what the filter finds',
    source: count('Count rows using OData', 'R'),
    world: true,
    request: get(`contacts/$count?$filter=${mine} and firstname ne 'Bob'`),
    answer: { status: 200, headers: text, body: matching(/^\uFEFF?3$/) },
  },
  ...['$skip=1', '$search=Acme', '$format=json'].map((option): Golden => ({
    name: `${option.slice(0, option.indexOf('='))} is not supported`,
    source: overview('Unsupported OData query options'),
    unknown: 'that it is not supported is documented, its answer is not',
    request: get(`accounts?$select=name&$top=1&${option}`),
    answer: refused(400, anyText),
  })),
];

export const paging: Subject = { name: 'order, pages and counts', goldens };
