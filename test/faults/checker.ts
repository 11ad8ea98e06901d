import { CaseBooks } from './case-books.js';
import type { Dump } from './dump.js';
import { found, type Finding } from './finding.js';
import { groupBy } from './group-by.js';
import { identity, identityOf } from './identity.js';
import { acknowledgedReference, type Entry } from './transcript.js';

export interface Verdict {
  posted: number;
  /** Cases whose sender was told that they are taken. */
  accepted: number;
  findings: Finding[];
}

/**
 * Holds what the website was told against what Dataverse has. It knows nothing else: neither the intake's database nor its code.
 *
 * A row is traced to its case by its title. What must hold: every acknowledged reference is exactly one incident; no case is two;
 * one key never got two references; a ticket number that was told is the incident's; a description too long for the incident is
 * one note that has it whole; a person is one contact; and nothing is there that nobody posted.
 */
export function check(transcript: readonly Entry[], dump: Dump): Verdict {
  const books = new CaseBooks(dump);
  return {
    posted: transcript.length,
    accepted: transcript.filter(({ answers }) => answers.some(acknowledgedReference)).length,
    findings: [
      ...transcript.flatMap((entry) => books.check(entry)),
      ...strangers(transcript, dump),
      ...people(transcript, dump),
    ],
  };
}

/** Rows that belong to nobody. */
function strangers(transcript: readonly Entry[], dump: Dump): Finding[] {
  const posted = new Set<unknown>(transcript.map(({ post }) => post.title));
  const ids = new Set(dump.incidents.map(({ incidentid }) => incidentid));
  return [
    ...dump.incidents
      .filter(({ title }) => !posted.has(title))
      .map((row): Finding => ({ kind: 'wrong', what: `nobody posted incident ${String(row['title'])}` })),
    ...dump.annotations
      .filter(({ _objectid_value }) => !ids.has(_objectid_value))
      .map((row): Finding => ({
        kind: 'wrong',
        what: `note ${String(row['annotationid'])} has no incident`,
      })),
  ];
}

/** A person is one contact, and somebody who posted. */
function people(transcript: readonly Entry[], dump: Dump): Finding[] {
  const contacts = groupBy(dump.contacts, (row) => identity(row['emailaddress1'], row['mobilephone']));
  const posted = new Set(transcript.map(({ post }) => identityOf(post.reporter)));
  return [...contacts].flatMap(([person, rows]) => [
    ...found(rows.length > 1, 'doubled', `${person} is ${rows.length} contacts`),
    ...found(!posted.has(person), 'wrong', `nobody posted as ${person}`),
  ]);
}
