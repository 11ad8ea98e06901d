import { XMLBuilder } from 'fast-xml-parser';

/** What changed and is to be published. */
export interface Changed {
  tables: readonly string[];
  choices: readonly string[];
}

/** The parameter of the action PublishXml: https://learn.microsoft.com/power-apps/developer/model-driven-apps/publish-request-schema */
export const publishXml = ({ tables, choices }: Changed): string =>
  new XMLBuilder({}).build({
    importexportxml: {
      entities: { entity: tables },
      optionsets: { optionset: choices },
    },
  });
