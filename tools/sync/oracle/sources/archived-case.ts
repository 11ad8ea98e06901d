import type { HandRow, Wanted } from '../reading/hand-read.js';
import { cut } from '../reading/normal-form.js';

/** What the archives of both cities have in common. */
export interface ArchivedCase {
  readonly city: string;
  readonly id: string | null;
  readonly isSomewhere: boolean;
  readonly isClosed: boolean;
  readonly type: string | null;
  readonly description: string | null;
  /** Under the names of its columns in Dataverse. */
  readonly others: Readonly<Record<string, Wanted>>;
}

const ANONYMOUS = 'c0a5e3a7-0000-8000-8000-000000000001';
const DESCRIPTION_LENGTH = 2_000;

/** The case that is to be in Dataverse. */
export function archivedCase(read: ArchivedCase): HandRow {
  const { city, id, type, description, others } = read;
  const isCut = description !== null && description.length > DESCRIPTION_LENGTH;
  return {
    key: id ?? undefined,
    reason: read.isSomewhere ? undefined : 'I3',
    content: [],
    isClosed: read.isClosed,
    note: isCut ? { subject: 'The description in full', text: description } : undefined,
    wanted: {
      title: cut(type, 200),
      description: cut(description, DESCRIPTION_LENGTH),
      _customerid_value: ANONYMOUS,
      cw_externalsystem: city,
      cw_externalid: id,
      cw_categorytext: cut(type, 100),
      ...others,
    },
  };
}
