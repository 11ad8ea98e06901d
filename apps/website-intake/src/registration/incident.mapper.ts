import { createHash } from 'node:crypto';
import { cutText } from '#lib/dataverse';
import type { SubmitCaseDto } from '../acceptance/dto/submit-case.dto.js';
import type { Category } from '../categories/categories.js';
import type { InboxCase } from '../inbox/inbox.schema.js';

/** Lengths of Dataverse's own columns: incident.title and incident.description. */
const TITLE_LENGTH = 200;
const DESCRIPTION_LENGTH = 2000;

/** A case as the row it becomes, but for the customer it is bound to. */
export function toIncident({ reference, consumer, submission }: InboxCase, category: Category) {
  const { title, description, location, reporter, occurredAt, externalReference } = submission;
  const naturalKey = naturalKeyOf(consumer, reference, externalReference);
  return {
    title: cutText(title, TITLE_LENGTH),
    description: description === undefined ? undefined : cutText(description, DESCRIPTION_LENGTH),
    origin: 'web' as const,
    caseType: category.caseType,
    category: category.choice,
    categoryText: submission.category,
    key: createHash('sha256').update(naturalKey.join('\u001f')).digest('hex'),
    naturalKey: cutText(naturalKey.join(' / '), 400),
    reference,
    consumer,
    externalSystem: externalReference?.system,
    externalId: externalReference?.id,
    latitude: location.point?.latitude,
    longitude: location.point?.longitude,
    address: location.address,
    assetId: location.assetId,
    occurredOn: occurredAt === undefined ? undefined : new Date(occurredAt),
    reporterName: reporter?.name,
    reporterEmail: reporter?.email,
    reporterPhone: reporter?.phone,
  };
}

/** The description when Dataverse's column cannot hold it whole; it then goes into a note. */
export const overlongDescription = ({ description }: SubmitCaseDto): string | undefined =>
  description && description.length > DESCRIPTION_LENGTH ? description : undefined;

/** The source system comes first, so that rows of the nightly load never meet rows of the website. */
function naturalKeyOf(
  consumer: string,
  reference: string,
  external: SubmitCaseDto['externalReference'],
): string[] {
  return external
    ? ['website-intake', consumer, external.system, external.id]
    : ['website-intake', consumer, reference];
}
