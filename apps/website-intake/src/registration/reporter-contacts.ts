import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { contactTable, cutText, DataverseClient, keyOfId } from '#lib/dataverse';
import { waypoint } from '#lib/telemetry';
import type { ReporterDto } from '../acceptance/dto/submit-case.dto.js';
import { reporterKey, type ReporterKey } from './reporter-key.js';

export interface ReporterContactsOptions {
  /** Keys the hash of e-mail addresses and telephone numbers. */
  secret: string;
  /** The GUID of the one contact that cases without a reporter are bound to. */
  anonymousContactId: string;
}

/** Lengths of Dataverse's own columns. */
const NAME_LENGTH = 50;
const EMAIL_LENGTH = 100;
const MOST_REMEMBERED = 10_000;

/**
 * Finds the contact that a case is bound to. A post is not verified, so a contact that is there is bound and never changed; one
 * that is not there is created with a GUID made of its key, so that two cases that race create one.
 */
@Injectable()
export class ReporterContacts {
  private readonly remembered = new LRUCache<string, string>({ max: MOST_REMEMBERED });

  constructor(
    private readonly dataverse: DataverseClient,
    private readonly options: ReporterContactsOptions,
  ) {}

  /** The GUID of the reporter's contact, or of the anonymous one. */
  async contactIdFor(reporter: ReporterDto | undefined, signal?: AbortSignal): Promise<string> {
    const known = reporterKey(reporter, this.options.secret) ?? this.anonymous();
    const remembered = this.remembered.get(known.key);
    if (remembered) return remembered;
    const contactId = (await this.find(known, signal)) ?? (await this.create(known, reporter, signal));
    this.remembered.set(known.key, contactId);
    return contactId;
  }

  /** Somebody may have deleted or merged a contact that we remember: look again next time. */
  forget(reporter: ReporterDto | undefined): void {
    this.remembered.delete((reporterKey(reporter, this.options.secret) ?? this.anonymous()).key);
  }

  private async find({ key }: ReporterKey, signal: AbortSignal | undefined): Promise<string | undefined> {
    const contact = await this.dataverse.retrieve(contactTable, { key }, { signal });
    return contact?.id;
  }

  private async create(
    { key, contactId }: ReporterKey,
    reporter: ReporterDto | undefined,
    signal: AbortSignal | undefined,
  ) {
    const created = await this.dataverse.createOnce(
      contactTable,
      { ...contactOf(key === this.anonymous().key ? undefined : reporter), key },
      { id: contactId, signal },
    );
    waypoint('case.contact-created');
    return created.row.id;
  }

  private anonymous(): ReporterKey {
    const { anonymousContactId } = this.options;
    return { key: keyOfId(anonymousContactId), contactId: anonymousContactId };
  }
}

/** The last word of a name is taken for the family name; Dataverse wants one. */
function contactOf(reporter: ReporterDto | undefined) {
  if (!reporter) return { lastName: 'Anonymous reporter' };
  const words = reporter.name?.trim().split(/\s+/) ?? [];
  const lastName = words.pop();
  return {
    firstName: words.length > 0 ? cutText(words.join(' '), NAME_LENGTH) : undefined,
    lastName: cutText(lastName ?? 'Unknown', NAME_LENGTH),
    // A longer address is real, but Dataverse's column cannot hold it; the case keeps it whole.
    email: reporter.email && reporter.email.length <= EMAIL_LENGTH ? reporter.email : undefined,
    mobilePhone: reporter.phone,
  };
}
