/** A query that the service refuses, with its answer. */
export interface BadQuery {
  /** Of `incidents`, not encoded. */
  query: string;
  code: string;
  /** A part of the message. */
  says?: string;
  status?: number;
}

const SYNTAX = '0x80060888';
const PROPERTY = '0x0';

/** Bad queries with the answer that a page of learn.microsoft.com/power-apps/developer/data-platform/webapi has. */
export const documentedRefusals: readonly BadQuery[] = [
  {
    query: "$filter=Title eq 'x'",
    code: PROPERTY,
    says: "Could not find a property named 'Title' on type 'Microsoft.Dynamics.CRM.incident'.",
  },
  { query: '$select=Title', code: PROPERTY, says: "Could not find a property named 'Title'" },
  {
    query: "$filter=title eq 'O'Bryan'",
    code: SYNTAX,
    says: "There is an unterminated literal at position 18 in 'title eq 'O'Bryan''.",
  },
  {
    query: "$filter=Microsoft.Dynamics.CRM.In(PropertyName='title',PropertyValues=['O'Brian','b'])",
    code: SYNTAX,
  },
  {
    query: "$filter=Microsoft.Dynamics.CRM.In(PropertyName='title',PropertyValues=['a' 'b'])",
    code: SYNTAX,
    says: "Invalid JSON. A comma character ',' was expected in scope 'Array'.",
  },
  {
    query: `$filter=${Array.from({ length: 501 }, (_, index) => `prioritycode eq ${index}`).join(' or ')}`,
    code: '0x8004430c',
    says: 'Number of conditions in query exceeded maximum limit.',
  },
  ...[
    "not Microsoft.Dynamics.CRM.Last7Days(PropertyName='createdon')",
    "not Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')",
    "not (prioritycode eq 2 or Microsoft.Dynamics.CRM.Today(PropertyName='createdon'))",
  ].map((filter) => ({
    query: `$filter=${filter}`,
    code: SYNTAX,
    says: 'Not operator along with the Custom Named Condition operators is not allowed',
  })),
  { query: '$skip=1', code: SYNTAX },
  { query: '$search=x', code: SYNTAX },
  { query: '$format=json', code: SYNTAX },
  {
    query: '$expand=primarycontactid($top=1)',
    code: SYNTAX,
    says: 'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.',
  },
  {
    query: '$expand=Incident_Annotation($orderby=subject;$expand=createdby)',
    code: SYNTAX,
    says: 'Only $select and $filter clause can be provided',
  },
  {
    query: '$expand=Incident_Annotation/$ref',
    code: SYNTAX,
    says: 'Expand with $ref is only supported on lookup type navigation property.',
  },
  {
    query: '$apply=groupby((statuscode),aggregate($count as n))&$orderby=n',
    code: SYNTAX,
    says: 'The query node SingleValueOpenPropertyAccess is not supported',
  },
];

/** The rest: the status is the service's; code and words are our assumption (README, "Assumptions"). */
export const otherRefusals: readonly BadQuery[] = [
  { query: '$filter=', code: SYNTAX, says: 'Syntax error at position 0' },
  { query: '$filter=title eq', code: SYNTAX },
  { query: "$filter=title eq 'x' and", code: SYNTAX },
  { query: "$filter=title eq 'x' or or title eq 'y'", code: SYNTAX },
  { query: "$filter=(title eq 'x'", code: SYNTAX },
  { query: "$filter=title eq 'x')", code: SYNTAX },
  { query: "$filter=title eq 'x' 'y'", code: SYNTAX },
  { query: "$filter=title is 'x'", code: SYNTAX },
  { query: '$filter=eq 1', code: SYNTAX },
  { query: '$filter=prioritycode eq 12ab', code: SYNTAX },
  { query: '$filter=not prioritycode eq 1', code: SYNTAX },
  { query: '$filter=prioritycode', code: SYNTAX, says: 'must evaluate to a single boolean value' },
  { query: '$filter=contains(title)', code: SYNTAX },
  { query: '$filter=contains(title,5)', code: SYNTAX, says: 'No function signature' },
  { query: "$filter=contains(prioritycode,'x')", code: SYNTAX, says: 'No function signature' },
  { query: "$filter=soundslike(title,'x')", code: SYNTAX, says: 'An unknown function' },
  { query: "$filter=__proto__ eq 'x'", code: PROPERTY },
  { query: "$filter=constructor eq 'x'", code: PROPERTY },
  { query: "$filter=toString/valueOf eq 'x'", code: PROPERTY },
  { query: "$filter=customerid eq 'x'", code: PROPERTY },
  { query: "$filter=customerid_contact eq 'x'", code: SYNTAX },
  {
    query: '$filter=title eq 5',
    code: SYNTAX,
    says: "Found operand types 'Edm.String' and 'Edm.Int32' for operator kind 'Equal'.",
  },
  { query: "$filter=prioritycode ne 'High'", code: SYNTAX, says: "operator kind 'NotEqual'" },
  {
    query: "$filter=_customerid_value eq '0d8ee54c-1a4b-4d1f-9a6c-000000000001'",
    code: SYNTAX,
    says: "'Edm.Guid' and 'Edm.String'",
  },
  { query: "$filter=createdon gt '2024-01-01'", code: SYNTAX, says: "'Edm.DateTimeOffset' and 'Edm.String'" },
  { query: '$filter=createdon gt 2024-13-45', code: SYNTAX },
  { query: '$filter=isescalated gt true', code: SYNTAX, says: "operator kind 'GreaterThan'" },
  { query: '$filter=title eq prioritycode', code: SYNTAX },
  { query: '$filter=title eq customerid_contact/lastname', code: SYNTAX, says: 'within one row' },
  { query: "$filter=primarycontactid/contact_customer_contacts/any(c:c/lastname eq 'x')", code: SYNTAX },
  { query: '$filter=Nothing/any()', code: PROPERTY },
  { query: '$filter=Incident_Annotation/all()', code: SYNTAX },
  {
    query: "$filter=Microsoft.Dynamics.CRM.In(PropertyName='statuscode',PropertyValues=[1,2])",
    code: SYNTAX,
    says: "Cannot convert the literal '1' to the expected type 'Edm.String'.",
  },
  { query: "$filter=Microsoft.Dynamics.CRM.In(PropertyName='nothing',PropertyValues=['1'])", code: PROPERTY },
  {
    query: "$filter=Microsoft.Dynamics.CRM.Between(PropertyName='statuscode',PropertyValues=['1'])",
    code: SYNTAX,
  },
  { query: "$filter=Microsoft.Dynamics.CRM.Guess(PropertyName='title')", code: SYNTAX },
  { query: `$filter=${'('.repeat(500)}prioritycode eq 1${')'.repeat(500)}`, code: SYNTAX, says: 'Recursion' },
  { query: `$filter=${'not ('.repeat(500)}prioritycode eq 1${')'.repeat(500)}`, code: SYNTAX },
  { query: "$filter=title in ('a','b')", code: '0x80004001', status: 501 },
  { query: '$orderby=nothing', code: PROPERTY },
  { query: '$orderby=title up', code: SYNTAX },
  { query: '$orderby=', code: SYNTAX },
  { query: '$orderby=title,', code: SYNTAX },
  { query: "$orderby='title'", code: SYNTAX },
  { query: '$top=-1', code: SYNTAX },
  { query: '$top=many', code: SYNTAX },
  { query: '$top=1&$top=2', code: SYNTAX },
  { query: '$count=1', code: SYNTAX },
  { query: '$unknown=1', code: SYNTAX },
  { query: '$skiptoken=x', code: '0x80040203' },
  { query: '$apply=groupby((createdon))', code: SYNTAX, says: 'groupby with datetime values' },
  { query: '$apply=groupby((nothing))', code: PROPERTY },
  { query: '$apply=groupby(statuscode)', code: SYNTAX },
  { query: '$apply=aggregate(title with sum as n)', code: SYNTAX },
  { query: '$apply=aggregate(prioritycode with sum)', code: SYNTAX },
  { query: '$apply=', code: SYNTAX },
  { query: '$apply=groupby((statuscode)', code: SYNTAX },
  { query: '$expand=nothing', code: PROPERTY },
  { query: '$expand=primarycontactid(', code: SYNTAX },
  { query: '$expand=primarycontactid($levels=2)', code: SYNTAX },
  { query: '$expand=Incident_Annotation($filter=subject eq @p)&@p=1', code: SYNTAX },
  {
    query: `$expand=${Array.from({ length: 16 }, () => 'createdby').join(',')}`,
    code: SYNTAX,
    says: '15',
  },
];
