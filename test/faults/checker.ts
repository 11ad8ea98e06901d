import { acknowledgedReference, type Entry } from './transcript.js';

/** A row as the stand-in for Dataverse dumps it. */
export type DumpedRow = Readonly<Record<string, unknown>>;

/** Everything that the stand-in holds at the end of a round. */
export interface Dump {
  incidents: readonly DumpedRow[];
  contacts: readonly DumpedRow[];
  annotations: readonly DumpedRow[];
}

/** Something accepted is not there, something is there twice, or something is there that contradicts what was posted or told. */
export interface Finding {
  kind: 'lost' | 'doubled' | 'wrong';
  what: string;
}

export interface Verdict {
  posted: number;
  /** Cases whose sender was told that they are taken. */
  accepted: number;
  findings: Finding[];
}

/** The longest description that an incident holds: the column's length in dataverse/schema.yaml. */
const DESCRIPTION_LENGTH = 2000;

/**
 * Holds what the website was told against what Dataverse has. It knows nothing else: neither the intake's database nor its code.
 *
 * A row is traced to its case by its title. What must hold: every acknowledged reference is exactly one incident; no case is two;
 * one key never got two references; a ticket number that was told is the incident's; a description too long for the incident is
 * one note that has it whole; a person is one contact; and nothing is there that nobody posted.
 */
export function check(transcript: readonly Entry[], dump: Dump): Verdict {
  const books = new Books(transcript, dump);
  return {
    posted: transcript.length,
    accepted: transcript.filter(({ answers }) => answers.some(acknowledgedReference)).length,
    findings: [
      ...transcript.flatMap((entry) => [
        ...books.references(entry),
        ...books.incidents(entry),
        ...books.tickets(entry),
      ]),
      ...books.strangers(),
      ...books.contacts(),
    ],
  };
}

class Books {
  private readonly byTitle: ReadonlyMap<unknown, DumpedRow[]>;
  private readonly byReference: ReadonlyMap<unknown, DumpedRow[]>;
  private readonly notesOf: ReadonlyMap<unknown, DumpedRow[]>;
  private readonly contactById: ReadonlyMap<unknown, DumpedRow>;

  constructor(
    private readonly transcript: readonly Entry[],
    private readonly dump: Dump,
  ) {
    this.byTitle = groupBy(dump.incidents, ({ title }) => title);
    this.byReference = groupBy(dump.incidents, ({ cw_reference }) => cw_reference);
    this.notesOf = groupBy(dump.annotations, ({ _objectid_value }) => _objectid_value);
    this.contactById = new Map(dump.contacts.map((row) => [row['contactid'], row]));
  }

  /** Whatever the sender was told must be so. */
  references({ key, answers }: Entry): Finding[] {
    const references = [...new Set(answers.map(acknowledgedReference).filter((one) => one !== undefined))];
    const refusal = answers.find(({ status }) => status !== 'none' && status >= 400 && !isPassing(status));
    return [
      ...found(references.length > 1, 'wrong', `${key} was told ${references.join(' and ')}`),
      ...found(refusal !== undefined, 'wrong', `${key} was answered ${refusal?.status}`),
      ...references.flatMap((reference) => {
        const { length } = this.byReference.get(reference) ?? [];
        return [
          ...found(length === 0, 'lost', `${reference} (${key}) was acknowledged and is no incident`),
          ...found(length > 1, 'doubled', `${reference} (${key}) is ${length} incidents`),
        ];
      }),
    ];
  }

  /** The case's incidents, whether or not its sender was told: one at most, and as posted. */
  incidents({ key, post, answers }: Entry): Finding[] {
    const [incident, ...more] = this.byTitle.get(post.title) ?? [];
    if (!incident) return [];
    const told = answers.map(acknowledgedReference).find((one) => one !== undefined);
    const { system = null, id = null } = post.externalReference ?? {};
    return [
      ...more.map((): Finding => ({ kind: 'doubled', what: `${key} is more than one incident` })),
      ...found(
        told !== undefined && told !== incident['cw_reference'],
        'wrong',
        `${key} was told ${told}, but is ${String(incident['cw_reference'])}`,
      ),
      ...found(
        incident['cw_externalsystem'] !== system || incident['cw_externalid'] !== id,
        'wrong',
        `${key} has another external reference than was posted`,
      ),
      ...this.notes(key, post.description ?? '', incident),
      ...this.reporter(key, post.reporter, incident),
    ];
  }

  tickets({ key, answers }: Entry): Finding[] {
    return answers.flatMap((answer) => {
      if (answer.status === 'none' || answer.ticketNumber === undefined) return [];
      const [incident] = this.byReference.get(answer.reference) ?? [];
      const is = incident?.['ticketnumber'];
      return found(
        is !== answer.ticketNumber,
        'wrong',
        `${key} was told ticket ${answer.ticketNumber}, but has ${String(is)}`,
      );
    });
  }

  /** Rows that belong to nobody. */
  strangers(): Finding[] {
    const posted = new Set<unknown>(this.transcript.map(({ post }) => post.title));
    const ids = new Set(this.dump.incidents.map(({ incidentid }) => incidentid));
    return [
      ...this.dump.incidents
        .filter(({ title }) => !posted.has(title))
        .map((row): Finding => ({ kind: 'wrong', what: `nobody posted incident ${String(row['title'])}` })),
      ...this.dump.annotations
        .filter(({ _objectid_value }) => !ids.has(_objectid_value))
        .map((row): Finding => ({
          kind: 'wrong',
          what: `note ${String(row['annotationid'])} has no incident`,
        })),
    ];
  }

  contacts(): Finding[] {
    const people = groupBy(this.dump.contacts, (row) => identity(row['emailaddress1'], row['mobilephone']));
    const posted = new Set(this.transcript.map(({ post }) => identityOf(post.reporter)));
    return [...people].flatMap(([person, rows]) => [
      ...found(rows.length > 1, 'doubled', `${person} is ${rows.length} contacts`),
      ...found(!posted.has(person), 'wrong', `nobody posted as ${person}`),
    ]);
  }

  private notes(key: string, description: string, { incidentid }: DumpedRow): Finding[] {
    const notes = this.notesOf.get(incidentid) ?? [];
    if (description.length <= DESCRIPTION_LENGTH)
      return found(notes.length > 0, 'wrong', `${key} has a note without need`);
    return [
      ...found(notes.length === 0, 'lost', `${key} lacks the note with its whole description`),
      ...found(notes.length > 1, 'doubled', `${key} has ${notes.length} notes`),
      ...found(
        notes.some(({ notetext }) => notetext !== description),
        'lost',
        `the note of ${key} has not the whole description`,
      ),
    ];
  }

  private reporter(key: string, reporter: Entry['post']['reporter'], incident: DumpedRow): Finding[] {
    const contact = this.contactById.get(incident['_customerid_value']);
    const is = contact && identity(contact['emailaddress1'], contact['mobilephone']);
    return found(
      is !== identityOf(reporter),
      'wrong',
      `${key} belongs to ${is ?? 'no contact'}, not to ${identityOf(reporter)}`,
    );
  }
}

/** Answers that tell a sender to come again. */
const isPassing = (status: number): boolean => status === 409 || status === 429 || status >= 500;

const identityOf = (reporter: Entry['post']['reporter']): string =>
  identity(reporter?.email, reporter?.phone);

/** One person however the address is written: by e-mail, else by telephone, else nobody in particular. */
function identity(email: unknown, phone: unknown): string {
  if (typeof email === 'string') return email.trim().toLowerCase();
  if (typeof phone === 'string') return phone.replace(/[^\d+]/g, '');
  return 'the anonymous reporter';
}

const found = (is: boolean, kind: Finding['kind'], what: string): Finding[] => (is ? [{ kind, what }] : []);

function groupBy<Key>(rows: readonly DumpedRow[], keyOf: (row: DumpedRow) => Key): Map<Key, DumpedRow[]> {
  const groups = new Map<Key, DumpedRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
