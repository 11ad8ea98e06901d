import { absent, anyText, including } from '../matching/patterns.js';
import { ok, refused } from './expectations.js';
import type { Golden, Subject } from './golden.js';
import { composeRequests, powerApps } from './sources.js';

const page = powerApps('webapi/query/select-columns');
const FORMATTED = 'OData.Community.Display.V1.FormattedValue';
const LOOKUP = 'Microsoft.Dynamics.CRM.lookuplogicalname';
const NAVIGATION = 'Microsoft.Dynamics.CRM.associatednavigationproperty';

const annotated = (path: string, annotations: string) =>
  ({ method: 'GET', path, headers: { prefer: `odata.include-annotations="${annotations}"` } }) as const;
const applied = (annotations: string) => ({
  'preference-applied': `odata.include-annotations="${annotations}"`,
});

const goldens: readonly Golden[] = [
  {
    name: 'formatted values are labels of choices and names behind lookups',
    source: page('Formatted values'),
    world: true,
    request: annotated(
      'accounts({acme})?$select=name,_primarycontactid_value,statecode,modifiedon',
      FORMATTED,
    ),
    answer: ok(
      including({
        [`_primarycontactid_value@${FORMATTED}`]: 'Zoe {mark}',
        _primarycontactid_value: '{zoe}',
        [`statecode@${FORMATTED}`]: anyText,
        statecode: 0,
        [`modifiedon@${FORMATTED}`]: anyText,
        [`name@${FORMATTED}`]: absent,
        [`_primarycontactid_value@${LOOKUP}`]: absent,
      }),
      applied(FORMATTED),
    ),
  },
  {
    name: 'formatted values of yes/no are labels',
    source: page('Formatted values'),
    world: true,
    request: annotated('incidents({lamp})?$select=isescalated,prioritycode', FORMATTED),
    answer: ok(including({ [`isescalated@${FORMATTED}`]: anyText, [`prioritycode@${FORMATTED}`]: anyText })),
  },
  {
    name: 'annotations of a lookup name its table and its navigation property',
    source: page('Lookup property data'),
    world: true,
    request: annotated('incidents({lamp})?$select=title,_customerid_value', `${NAVIGATION},${LOOKUP}`),
    answer: ok(
      including({
        _customerid_value: '{acme}',
        [`_customerid_value@${LOOKUP}`]: 'account',
        [`_customerid_value@${NAVIGATION}`]: 'customerid_account',
        [`_customerid_value@${FORMATTED}`]: absent,
      }),
      applied(`${NAVIGATION},${LOOKUP}`),
    ),
  },
  {
    name: 'the owner of a row is annotated as a user',
    source: page('Lookup property data'),
    world: true,
    request: annotated('accounts({acme})?$select=name,_ownerid_value', `${NAVIGATION},${LOOKUP}`),
    answer: ok(
      including({
        [`_ownerid_value@${NAVIGATION}`]: 'ownerid',
        [`_ownerid_value@${LOOKUP}`]: 'systemuser',
      }),
    ),
  },
  {
    name: '* asks for all annotations',
    source: composeRequests('Request annotations'),
    world: true,
    request: annotated('contacts?$select=fullname,_parentcustomerid_value&$filter=contactid eq {ann}', '*'),
    answer: ok(
      including({
        '@Microsoft.Dynamics.CRM.totalrecordcount': -1,
        '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': false,
        '@Microsoft.Dynamics.CRM.globalmetadataversion': anyText,
        value: [
          including({
            [`_parentcustomerid_value@${FORMATTED}`]: '{mark} Acme',
            [`_parentcustomerid_value@${LOOKUP}`]: 'account',
            [`_parentcustomerid_value@${NAVIGATION}`]: 'parentcustomerid_account',
          }),
        ],
      }),
      applied('*'),
    ),
  },
  {
    name: 'a star at the end of a name asks for all that begin with it',
    source: composeRequests('Request annotations'),
    world: true,
    request: annotated(
      'contacts({ann})?$select=fullname,_parentcustomerid_value',
      'Microsoft.Dynamics.CRM.*',
    ),
    answer: ok(
      including({
        [`_parentcustomerid_value@${FORMATTED}`]: absent,
        [`_parentcustomerid_value@${LOOKUP}`]: 'account',
      }),
    ),
  },
  {
    name: 'without the preference nothing is annotated',
    source: composeRequests('Request annotations'),
    world: true,
    request: { method: 'GET', path: 'contacts({ann})?$select=fullname,_parentcustomerid_value' },
    answer: ok(including({ [`_parentcustomerid_value@${FORMATTED}`]: absent }), {
      'preference-applied': absent,
    }),
  },
  {
    name: 'an error of the platform carries no annotations',
    source: composeRequests('Include more details with errors', 'M'),
    unknown:
      'the page shows the error of a plug-in, not which errors of the platform are annotated, nor with what',
    request: annotated('accounts({missing})?$select=name', '*'),
    answer: {
      ...refused(404, anyText),
      body: { error: { code: anyText, message: anyText } },
    },
  },
];

export const annotations: Subject = { name: 'annotations', goldens };
