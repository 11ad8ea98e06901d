import { metadataId } from './metadata-id.js';

/** The only language of the organisation: English, as a locale id. */
export const LANGUAGE = 1033;

/** Whose a label is, and what it is called after: its MetadataId comes of that. */
export interface LabelOwner {
  managed: boolean;
  path: readonly string[];
}

/** A text as the Label ComplexType; empty when there is none. */
export function labelJson(text: string | undefined, { managed, path }: LabelOwner) {
  if (text === undefined) return { LocalizedLabels: [], UserLocalizedLabel: null };
  const localized = {
    Label: text,
    LanguageCode: LANGUAGE,
    IsManaged: managed,
    MetadataId: metadataId('label', ...path),
    HasChanged: null,
  };
  return { LocalizedLabels: [localized], UserLocalizedLabel: localized };
}
