import type { StoredRow } from '../support/dataverse-control.js';
import type { Dump } from './dump.js';
import { found, type Finding } from './finding.js';
import { groupBy } from './group-by.js';
import { identity, identityOf } from './identity.js';
import { acknowledgedReference, isPassing, type Answer, type Entry } from './transcript.js';

/** The longest description that an incident holds: the column's length in dataverse/schema.yaml. */
const DESCRIPTION_LENGTH = 2000;

/** Holds one case after the other, as its sender knows it, against the rows. */
export class CaseBooks {
  private readonly byTitle: ReadonlyMap<unknown, StoredRow[]>;
  private readonly byReference: ReadonlyMap<unknown, StoredRow[]>;
  private readonly notesOf: ReadonlyMap<unknown, StoredRow[]>;
  private readonly contactById: ReadonlyMap<unknown, StoredRow>;

  constructor({ incidents, contacts, annotations }: Dump) {
    this.byTitle = groupBy(incidents, ({ title }) => title);
    this.byReference = groupBy(incidents, ({ cw_reference }) => cw_reference);
    this.notesOf = groupBy(annotations, ({ _objectid_value }) => _objectid_value);
    this.contactById = new Map(contacts.map((row) => [row['contactid'], row]));
  }

  check(entry: Entry): Finding[] {
    return [...this.references(entry), ...this.incidents(entry), ...this.tickets(entry)];
  }

  /** Whatever the sender was told must be so. */
  private references({ key, answers }: Entry): Finding[] {
    const references = [...new Set(answers.map(acknowledgedReference).filter((one) => one !== undefined))];
    const unexpected = answers.find(isUnexpected);
    return [
      ...found(references.length > 1, 'wrong', `${key} was told ${references.join(' and ')}`),
      ...found(unexpected !== undefined, 'wrong', `${key} was answered ${unexpected?.status}`),
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
  private incidents({ key, post, answers }: Entry): Finding[] {
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

  private tickets({ key, answers }: Entry): Finding[] {
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

  private notes(key: string, description: string, { incidentid }: StoredRow): Finding[] {
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

  private reporter(key: string, reporter: Entry['post']['reporter'], incident: StoredRow): Finding[] {
    const contact = this.contactById.get(incident['_customerid_value']);
    const is = contact && identity(contact['emailaddress1'], contact['mobilephone']);
    return found(
      is !== identityOf(reporter),
      'wrong',
      `${key} belongs to ${is ?? 'no contact'}, not to ${identityOf(reporter)}`,
    );
  }
}

/** Every case is a good one, so none may be refused; and a bare 500 is a failure that nobody has thought of. */
const isUnexpected = ({ status }: Answer): boolean =>
  status !== 'none' && status >= 400 && (status === 500 || !isPassing(status));
