import { anyText, including, inAnyOrder, like } from '../matching/patterns.js';
import { ok, refused } from './expectations.js';
import type { Evidence, Golden, Subject } from './golden.js';
import { powerApps } from './sources.js';

const page = powerApps('webapi/query/filter-rows');
const overview = powerApps('webapi/query/overview');

/** Who of the world is found: by first name of a contact, last word of an account or title of a case. */
const found = (column: string, names: readonly string[]) =>
  ok(including({ value: inAnyOrder(...names.map((one) => including({ [column]: one }))) }));

interface Case {
  name: string;
  heading: string;
  filter: string;
  finds: readonly string[];
  evidence?: Evidence;
}

const contacts = ({ name, heading, filter, finds, evidence }: Case): Golden => ({
  name,
  source: page(heading, evidence),
  world: true,
  request: {
    method: 'GET',
    path: `contacts?$select=firstname&$filter=externaluseridentifier eq '{mark}' and (${filter})`,
  },
  answer: found('firstname', finds),
});

const accounts = ({ name, heading, filter, finds, evidence }: Case): Golden => ({
  name,
  source: page(heading, evidence),
  world: true,
  request: {
    method: 'GET',
    path: `accounts?$select=address1_city&$filter=accountnumber eq '{mark}' and (${filter})`,
  },
  answer: found('address1_city', finds),
});

const cases = ({ name, heading, filter, finds, evidence }: Case): Golden => ({
  name,
  source: page(heading, evidence),
  world: true,
  request: {
    method: 'GET',
    path: `incidents?$select=title&$filter=emailaddress eq '{mark}@example.org' and (${filter})`,
  },
  answer: found(
    'title',
    finds.map((one) => `{mark} ${one}`),
  ),
});

const comparison = 'Comparison operators';
const logical = 'Logical operators';
const strings = 'Filter using string values';
const wildcards = 'Use wildcard characters';
const functions = 'Dataverse query functions';
const related = 'Filter using values of related collections';

const goldens: readonly Golden[] = [
  ...[
    { name: 'eq finds what is equal', heading: comparison, filter: "firstname eq 'Ann'", finds: ['Ann'] },
    {
      name: 'ne finds what is not equal',
      heading: comparison,
      filter: "firstname ne 'Ann'",
      finds: ['Bob', "O'Cyd", 'Zoe'],
    },
    {
      name: 'gt compares numbers',
      heading: comparison,
      filter: 'preferredcontactmethodcode gt 2',
      finds: ['Zoe'],
    },
    {
      name: 'ge compares numbers',
      heading: comparison,
      filter: 'preferredcontactmethodcode ge 2',
      finds: ['Bob', "O'Cyd", 'Zoe'],
    },
    {
      name: 'lt compares numbers',
      heading: comparison,
      filter: 'preferredcontactmethodcode lt 2',
      finds: ['Ann'],
    },
    {
      name: 'le compares numbers',
      heading: comparison,
      filter: 'preferredcontactmethodcode le 2',
      finds: ['Ann', 'Bob', "O'Cyd"],
    },
    {
      name: 'two columns of a row are compared',
      heading: 'Column comparison',
      filter: 'firstname eq description',
      finds: ['Bob'],
    },
    {
      name: 'and needs both',
      heading: logical,
      filter: "preferredcontactmethodcode eq 2 and firstname eq 'Bob'",
      finds: ['Bob'],
    },
    {
      name: 'or needs one',
      heading: logical,
      filter: "firstname eq 'Ann' or firstname eq 'Zoe'",
      finds: ['Ann', 'Zoe'],
    },
    {
      name: 'not turns a condition round',
      heading: logical,
      filter: "not contains(firstname,'o')",
      finds: ['Ann'],
    },
    {
      name: 'parentheses come first',
      heading: 'Grouping operators',
      filter: "(firstname eq 'Ann' or firstname eq 'Bob') and preferredcontactmethodcode eq 2",
      finds: ['Bob'],
    },
    {
      name: 'eq null finds what is empty',
      heading: logical,
      filter: 'description eq null',
      finds: ['Ann', 'Zoe'],
    },
    {
      name: 'ne null finds what is filled',
      heading: logical,
      filter: 'description ne null',
      finds: ['Bob', "O'Cyd"],
    },
    {
      name: 'texts are compared without regard to case',
      heading: strings,
      filter: "firstname eq 'aNN'",
      finds: ['Ann'],
    },
    {
      name: 'contains finds a part',
      heading: 'Use OData query functions',
      filter: "contains(firstname,'ob')",
      finds: ['Bob'],
    },
    {
      name: 'startswith finds a beginning, without regard to case',
      heading: 'Use OData query functions',
      filter: "startswith(firstname,'z')",
      finds: ['Zoe'],
    },
    {
      name: 'endswith finds an end',
      heading: 'Use OData query functions',
      filter: "endswith(firstname,'yd')",
      finds: ["O'Cyd"],
    },
    {
      name: 'a quote within a text is doubled',
      heading: 'Manage single quotes',
      filter: "firstname eq 'O''Cyd'",
      finds: ["O'Cyd"],
    },
    {
      name: '% in a text stands for any characters',
      heading: wildcards,
      filter: "contains(firstname,'z%25e')",
      finds: ['Zoe'],
    },
    {
      name: '_ in a text stands for one character',
      heading: wildcards,
      filter: "contains(firstname,'b_b')",
      finds: ['Bob'],
    },
    {
      name: '[ ] in a text stands for one of some characters',
      heading: wildcards,
      filter: "startswith(firstname,'[abc]')",
      finds: ['Ann', 'Bob'],
    },
    {
      name: '[^ ] in a text stands for one character that is none of some',
      heading: wildcards,
      filter: "startswith(firstname,'[^abc]')",
      finds: ["O'Cyd", 'Zoe'],
    },
    {
      name: 'a lookup is compared with an id',
      heading: 'Filter using lookup column property values',
      filter: '_parentcustomerid_value eq {acme}',
      finds: ['Ann', 'Bob', "O'Cyd"],
    },
    {
      name: 'an empty lookup is null',
      heading: 'Filter using lookup column property values',
      filter: '_parentcustomerid_value eq null',
      finds: ['Zoe'],
    },
    {
      name: 'a column of the row behind a lookup is compared',
      heading: 'Filter using lookup column property values',
      filter: "parentcustomerid_account/name eq '{mark} Acme'",
      finds: ['Ann', 'Bob', "O'Cyd"],
    },
    {
      name: 'columns of rows further up are compared',
      heading: 'Filter using lookup column property values',
      filter: "parentcustomerid_account/primarycontactid/firstname eq 'Zoe'",
      finds: ['Ann', 'Bob', "O'Cyd"],
    },
    {
      name: 'In finds one of many texts, quotes among them',
      heading: 'Manage single quotes',
      filter: 'Microsoft.Dynamics.CRM.In(PropertyName=\'firstname\',PropertyValues=["Ann","O\'Cyd"])',
      finds: ['Ann', "O'Cyd"],
    },
    {
      name: 'NotIn finds none of many texts',
      heading: functions,
      filter: 'Microsoft.Dynamics.CRM.NotIn(PropertyName=\'firstname\',PropertyValues=["Ann","Bob"])',
      finds: ["O'Cyd", 'Zoe'],
    },
    {
      name: 'Between finds numbers within two bounds',
      heading: functions,
      filter:
        'Microsoft.Dynamics.CRM.Between(PropertyName=\'preferredcontactmethodcode\',PropertyValues=["2","3"])',
      finds: ['Bob', "O'Cyd", 'Zoe'],
    },
    {
      name: 'NotBetween finds numbers outside of two bounds',
      heading: functions,
      filter:
        'Microsoft.Dynamics.CRM.NotBetween(PropertyName=\'preferredcontactmethodcode\',PropertyValues=["2","3"])',
      finds: ['Ann'],
    },
    {
      name: 'Today finds what was made today',
      heading: functions,
      filter: "Microsoft.Dynamics.CRM.Today(PropertyName='createdon')",
      finds: ['Ann', 'Bob', "O'Cyd", 'Zoe'],
    },
    {
      name: 'LastXDays finds what was made within days',
      heading: functions,
      filter: "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=2)",
      finds: ['Ann', 'Bob', "O'Cyd", 'Zoe'],
    },
    {
      name: 'a point in time is compared',
      heading: comparison,
      filter: 'createdon gt 2001-02-03T04:05:06Z',
      finds: ['Ann', 'Bob', "O'Cyd", 'Zoe'],
    },
  ].map(contacts),
  ...[
    {
      name: 'any finds rows with a member like this',
      heading: related,
      filter: "contact_customer_accounts/any(c:c/firstname eq 'Ann')",
      finds: ['Seattle'],
    },
    {
      name: 'any without a condition finds rows with members',
      heading: related,
      filter: 'contact_customer_accounts/any()',
      finds: ['Seattle'],
    },
    {
      name: 'any takes functions and logic over members',
      heading: related,
      filter: "contact_customer_accounts/any(c:contains(c/firstname,'an') and c/statecode eq 0)",
      finds: ['Seattle'],
    },
    {
      name: 'all finds rows whose members are all like this',
      heading: related,
      filter: 'contact_customer_accounts/any() and contact_customer_accounts/all(c:c/statecode eq 0)',
      finds: ['Seattle'],
    },
    {
      name: 'a plus that is encoded is a plus',
      heading: 'URL encode special characters',
      filter: "contains(telephone1,'%2B123')",
      finds: ['Seattle'],
    },
    {
      name: 'a per cent sign in brackets is itself',
      heading: wildcards,
      filter: "contains(name,'100[%25]')",
      finds: ['Portland'],
    },
  ].map(accounts),
  ...[
    { name: 'a boolean is compared', heading: comparison, filter: 'isescalated eq true', finds: ['lamp'] },
    {
      name: 'a date is compared',
      heading: comparison,
      filter: 'followupby ge 2031-06-01',
      finds: ['hole'],
    },
    {
      name: 'OnOrBefore compares dates',
      heading: functions,
      filter: "Microsoft.Dynamics.CRM.OnOrBefore(PropertyName='followupby',PropertyValue='2031-05-04')",
      finds: ['lamp'],
    },
    {
      name: 'a choice is compared by its number',
      heading: comparison,
      filter: 'prioritycode eq 3',
      finds: ['hole'],
    },
    {
      name: 'a lookup to several tables is compared through the one',
      heading: 'Filter using lookup column property values',
      filter: "customerid_contact/firstname eq 'Ann'",
      finds: ['hole'],
    },
  ].map(cases),
  {
    name: 'parameter aliases stand for values and properties',
    source: overview('Use parameter aliases with query options'),
    world: true,
    request: {
      method: 'GET',
      path: "contacts?$select=firstname&$filter=externaluseridentifier eq @p1 and @p2 ne @p3&$orderby=@p4 desc&@p1='{mark}'&@p2=description&@p4=firstname",
    },
    answer: ok(including({ value: [including({ firstname: "O'Cyd" }), including({ firstname: 'Bob' })] })),
  },
  {
    name: 'an array may stand in a parameter alias',
    source: page('Manage single quotes'),
    world: true,
    request: {
      method: 'GET',
      path: "contacts?$select=firstname&$filter=externaluseridentifier eq '{mark}' and Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)&@p1='firstname'&@p2=[\"Ann\",\"O'Cyd\"]",
    },
    answer: found('firstname', ['Ann', "O'Cyd"]),
  },
  {
    name: 'a query function cannot be negated',
    source: powerApps('webapi/use-web-api-functions')('Limitations of query functions'),
    request: {
      method: 'GET',
      path: "accounts?$select=name&$filter=not Microsoft.Dynamics.CRM.Last7Days(PropertyName=@p1)&@p1='createdon'",
    },
    answer: refused(
      400,
      anyText,
      like('<text>Not operator along with the Custom Named Condition operators is not allowed<text>'),
    ),
  },
  {
    name: 'parameters of a query function may be aliases',
    source: powerApps('webapi/use-web-api-functions')('Query functions'),
    world: true,
    request: {
      method: 'GET',
      path: "contacts?$select=firstname&$filter=externaluseridentifier eq '{mark}' and Microsoft.Dynamics.CRM.LastXHours(PropertyName=@p1,PropertyValue=@p2)&@p1='modifiedon'&@p2=12",
    },
    answer: found('firstname', ['Ann', 'Bob', "O'Cyd", 'Zoe']),
  },
  {
    name: 'a text without its end is refused with its place',
    source: page('Manage single quotes'),
    request: { method: 'GET', path: "contacts?$select=fullname&$filter=lastname eq 'O'Bryan'" },
    answer: refused(
      400,
      anyText,
      like("There is an unterminated literal at position <number> in 'lastname eq 'O'Bryan''.<text>"),
    ),
  },
  {
    name: 'a property that does not exist cannot be filtered by',
    source: powerApps('reference/web-service-error-codes')('0x0', 'S'),
    request: { method: 'GET', path: "accounts?$select=name&$filter=Name eq 'x'" },
    answer: refused(
      400,
      '0x0',
      like("Could not find a property named 'Name' on type 'Microsoft.Dynamics.CRM.account'.<text>"),
    ),
  },
  {
    name: 'an operator that does not exist is refused',
    source: page('Comparison operators', 'M'),
    unknown: 'the page names the operators, not the answer to others',
    request: { method: 'GET', path: "accounts?$select=name&$filter=name is 'x'" },
    answer: refused(400, anyText),
  },
];

export const filter: Subject = { name: 'filter', goldens };
