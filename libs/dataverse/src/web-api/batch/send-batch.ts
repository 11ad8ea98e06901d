import type { Send } from '#lib/http';
import { type CallOptions, optionHeaders } from '../call-options.js';
import { dataverseErrorOf } from '../../errors/dataverse-error.js';
import { jsonTextOf } from '../json-text.js';
import { ownHeaders, standardHeaders, taggedPath } from '../web-api-request.js';
import {
  type BatchItem,
  type BatchOperation,
  type ChangeSetOperation,
  countOperations,
  operationsOf,
  withContentIds,
} from './batch-operation.js';
import { judgeBatch } from './judge-batch.js';
import type { OperationResult } from './operation-result.js';
import { readBatch } from './read-batch.js';
import { writeBatch, type WrittenRequest } from './write-batch.js';

/** How a batch is made. */
export interface BatchOptions extends Pick<CallOptions, 'signal' | 'lane' | 'onBehalfOf'> {
  /** Carry out what stands behind a failure, too. Default: the first failure ends the batch. */
  continueOnError?: boolean | undefined;
  /** Its name for logs and metrics. Default `batch`. */
  operation?: string | undefined;
}

/** Sends the items as one call, and judges each answer. `root` is that of the Web API. */
export async function sendBatch(
  send: Send,
  root: string,
  items: readonly BatchItem[],
  options: BatchOptions,
): Promise<OperationResult[]> {
  const { continueOnError = false, operation = 'batch', signal, lane, onBehalfOf } = options;
  const operations = countOperations(items);
  const numbered = withContentIds(items);
  const { contentType, body } = writeBatch(numbered.map((item) => written(item, root)));
  const response = await send({
    operation,
    operations,
    method: 'POST',
    url: `${root}$batch`,
    headers: {
      ...standardHeaders,
      'content-type': contentType,
      ...(continueOnError && { prefer: 'odata.continue-on-error' }),
      ...optionHeaders({ onBehalfOf }),
    },
    body,
    repeatable: items.flatMap(operationsOf).every(({ repeatable }) => repeatable),
    signal,
    lane,
  });
  const answers = readBatch(response);
  if (!answers) throw dataverseErrorOf(operation, response, Date.now());
  return judgeBatch(numbered, answers, { operation, response, continueOnError });
}

const written = (item: BatchItem, root: string) =>
  'changeSet' in item
    ? item.changeSet.map((operation) => writtenRequest(operation, root))
    : writtenRequest(item, root);

function writtenRequest(operation: BatchOperation | ChangeSetOperation, root: string): WrittenRequest {
  const path = taggedPath(operation);
  return {
    method: operation.method,
    url: isReference(path) ? path : root + path,
    headers: ownHeaders(operation),
    body: operation.body === undefined ? undefined : jsonTextOf(operation.body),
    contentId: 'contentId' in operation ? operation.contentId : undefined,
  };
}

/** `$1`, `$1/primarycontactid/$ref`: the row that an operation before it has made. */
const isReference = (path: string): boolean => /^\$\d+(?=[/?]|$)/.test(path);
