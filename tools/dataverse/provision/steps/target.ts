import type { WebApi } from '#lib/dataverse';
import type { HttpResponse } from '#lib/http';
import type { DefinitionReader } from '../environment/definition-reader.js';

/** The environment that is worked on. */
export interface Target {
  webApi: WebApi;
  reader: DefinitionReader;
  /** The unique name of the solution that everything made becomes a part of. */
  solution: string;
  /** The code of the language of all labels. */
  language: number;
  signal?: AbortSignal | undefined;
}

interface Write {
  operation: string;
  method?: 'POST' | 'PUT';
  path: string;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
  expect?: number;
  /** May be sent again when the answer was lost. */
  repeatable?: boolean;
}

/** Sends a change. */
export const write = (
  { webApi, signal }: Target,
  { method = 'POST', expect = 204, repeatable = false, ...call }: Write,
): Promise<HttpResponse> => webApi.request({ ...call, method, repeatable, expect: [expect], signal });

/** Sends a change of a component, which becomes a part of the solution by it. */
export const writeComponent = (target: Target, call: Write): Promise<HttpResponse> =>
  write(target, { ...call, headers: { 'mscrm.solutionuniquename': target.solution, ...call.headers } });
