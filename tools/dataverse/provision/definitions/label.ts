/** A text in one language, as definitions carry it. The other languages of a label stay when labels are merged. */
export interface Label {
  '@odata.type': 'Microsoft.Dynamics.CRM.Label';
  LocalizedLabels: { '@odata.type': string; Label: string; LanguageCode: number }[];
}

/** `language` is the code of a language that the environment has, such as 1033 for English. */
export const label = (text: string, language: number): Label => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.Label',
  LocalizedLabels: [
    { '@odata.type': 'Microsoft.Dynamics.CRM.LocalizedLabel', Label: text, LanguageCode: language },
  ],
});

/** The names that people see: DisplayName, and Description where there is one. */
export const words = (
  {
    name,
    label: shown = name,
    description,
  }: { name: string; label?: string | undefined; description?: string | undefined },
  language: number,
) => ({
  DisplayName: label(shown, language),
  ...(description !== undefined && { Description: label(description, language) }),
});
