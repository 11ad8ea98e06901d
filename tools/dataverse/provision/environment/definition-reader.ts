import { z } from 'zod';
import { DataverseError, type WebApi } from '#lib/dataverse';

/** Reads what the service says of tables, columns and choices. */
export interface DefinitionReader {
  /** The answer in the form that is expected of it. */
  read<Form extends z.ZodType>(operation: string, path: string, form: Form): Promise<z.output<Form>>;
  /** The same; undefined when there is no such thing. */
  find<Form extends z.ZodType>(
    operation: string,
    path: string,
    form: Form,
  ): Promise<z.output<Form> | undefined>;
}

/**
 * Definitions are cached, for up to 30 seconds after a change; `Consistency: Strong` asks for what is:
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-metadata-operations-sample
 */
export function definitionReader(webApi: WebApi, signal?: AbortSignal): DefinitionReader {
  const read: DefinitionReader['read'] = async (operation, path, form) => {
    const call = { operation, method: 'GET', path, repeatable: true, expect: [200], signal };
    const answer = form.safeParse(await webApi.json({ ...call, headers: { consistency: 'Strong' } }));
    if (answer.success) return answer.data;
    throw new TypeError(`Dataverse answered ${operation} in another form: ${z.prettifyError(answer.error)}`);
  };
  return {
    read,
    find: (operation, path, form) =>
      read(operation, path, form).catch((error: unknown) => {
        if (error instanceof DataverseError && error.status === 404) return undefined;
        throw error;
      }),
  };
}

/** A collection of these. */
export const listOf = <Form extends z.ZodType>(form: Form) =>
  z.object({ value: z.array(form) }).transform(({ value }) => value);

/** A label in one language: undefined when it has no words in it. */
export const labelIn = (language: number) =>
  z
    .object({ LocalizedLabels: z.array(z.object({ Label: z.string(), LanguageCode: z.int() })) })
    .nullish()
    .transform((label) => label?.LocalizedLabels.find(({ LanguageCode: code }) => code === language)?.Label);
