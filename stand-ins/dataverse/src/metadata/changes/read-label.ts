import { z } from 'zod';
import type { WebApiRequest } from '../../operations/request.js';
import { header } from '../../operations/header.js';
import { LANGUAGE } from '../label.js';
import { invalidCharacters, invalidLanguage } from '../refusals.js';

/** Characters that XML, in which the platform keeps its labels, cannot hold. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

const localized = z.object({ Label: z.string(), LanguageCode: z.int() });

/** A Label ComplexType: only its `LocalizedLabels` can be set. */
export const label = z.object({ LocalizedLabels: z.array(localized).nullish() }).nullish();

type Label = z.output<typeof label>;

/** The text in the organisation's language; nothing when there is none. Throws a DataverseError for another language. */
export function readLabel(given: Label, field: string): string | undefined {
  const labels = given?.LocalizedLabels ?? [];
  if (labels.some(({ LanguageCode }) => LanguageCode !== LANGUAGE)) throw invalidLanguage();
  const text = labels[0]?.Label;
  if (text !== undefined && NOT_IN_XML.test(text)) throw invalidCharacters(field);
  return text;
}

/**
 * Whether labels that a definition leaves out stay: webapi/create-update-entity-definitions-using-web-api. When they do not, "any
 * localized labels not included in your update will be lost".
 */
export const mergesLabels = (request: WebApiRequest): boolean =>
  header(request, 'mscrm.mergelabels')?.toLowerCase() === 'true';
