import { batchBudget } from './batch-budget.js';
import { byGoldens } from './by-goldens.js';
import { changeTracking } from './change-tracking.js';
import type { Check } from './check.js';
import { lake } from './lake.js';
import { hexCodes, hints, perUser, waiting } from './limits.js';
import { repeating } from './repeating.js';

/** What good engineers look at first, on the side of the service. */
export const checks: readonly Check[] = [
  hexCodes,
  waiting,
  hints,
  perUser,
  batchBudget,
  byGoldens(6, 'a batch is multipart to the last line end, with boundaries and URLs in every form', {
    $batch: [
      'operations are answered in their order, each in a part of its own',
      'operations may name absolute URLs, and the boundary needs no quotes',
      'operations may name relative URLs',
      'a line before the first delimiter is passed over',
      'letters beyond ASCII are kept',
      'a batch whose last line has no CRLF is refused',
    ],
  }),
  byGoldens(
    7,
    'a batch that fails says so, or hides it in a 200, as was asked; a change set is all or nothing',
    {
      $batch: [
        'a failure ends the batch: its status is that of the whole, what came before stays, what comes after is not done',
        'with continue-on-error the whole is 200 and every operation is answered',
        'a change set that fails is undone, and answers one error for all',
        'a Content-ID that comes later cannot be referred to',
      ],
    },
  ),
  byGoldens(8, 'a PATCH makes ghosts unless If-Match forbids it, and a key is answered with the key', {
    upsert: [
      'a PATCH of a row that is not there makes it',
      'If-Match: * makes no row',
      'If-None-Match: * changes no row',
      'an upsert by key answers with the key, not with an id',
    ],
    conditions: ['an update of an old version is refused'],
  }),
  byGoldens(9, 'a key is quoted, unique, and told apart from an old version', {
    upsert: ['a quote in the value of a key is doubled', 'a second row with the same key is refused'],
    retrieve: [
      'a key with a slash in it does not work',
      'columns that are no key do not address a row',
      'a row that is not there by its key is told so',
    ],
    metadata: ['the alternate keys of a table come with the state of their index'],
  }),
  byGoldens(10, 'a lookup of several tables is bound by its exact navigation property', {
    cases: ['a new case is active, in progress and of normal priority'],
    'errors and headers': [
      'a lookup of several tables is not bound by its bare name',
      'the name of a navigation property is exact to the case of its letters',
    ],
  }),
  // That counts stop at 5,000 is a spec of the stand-in: nobody makes so many rows in an organisation where others work.
  byGoldens(
    11,
    'pages are followed by their links alone, counts tell whether they are capped, collections within rows differ',
    {
      'order, pages and counts': [
        '$skip is not supported',
        'a page has as many rows as were preferred, and a link to the next one',
        'the link to the next page, sent as it came, gives it, and the last page has none',
        '$top is ignored where pages are asked for',
        '$count=true counts all, whatever the size of the page',
        'annotations tell whether the count is all there is',
      ],
      expand: ['an expanded collection of a query says where its rows are, with no page in it'],
    },
  ),
  changeTracking,
  byGoldens(
    13,
    "a case is resolved by CloseIncident, its state and status fit, its numbers are the server's",
    {
      cases: [
        'CloseIncident resolves a case',
        'a case is cancelled by its state, and has the default status of it',
        'a status of another state is refused',
        'a case needs a customer',
        'the server gives a case its ticket number',
        'the full name of a contact is made by the server',
        'a resolved case cannot be changed',
      ],
    },
  ),
  repeating,
  lake,
];
