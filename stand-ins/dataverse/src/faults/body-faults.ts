import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultTarget } from '../../../control/src/index.js';
import type { Document, WebApiResponse } from '../operations/request.js';
import type { DataverseFaults } from './fault-list.js';

/**
 * What becomes of a body on its way: the second half comes later, or never does. Then the connection is cut, or the message ends as
 * if that were all of it.
 */
export type BodyFault = { kind: 'pause'; ms: number } | { kind: 'cut' } | { kind: 'short' };

/** What strikes this answer. One without a body has no half. */
export function strikeBody(
  faults: DataverseFaults,
  target: FaultTarget,
  { body, document }: WebApiResponse,
): BodyFault | undefined {
  if (body === undefined && !document) return undefined;
  const isMultipart = document?.mediaType.startsWith('multipart/') ?? false;
  const half = faults.strikes('halfBody', target, ({ anyAnswer }) => isMultipart || anyAnswer === true);
  if (half) return { kind: half.cleanEnd ? 'short' : 'cut' };
  const slow = faults.strikes('slowBody', target);
  return slow && { kind: 'pause', ms: slow.ms };
}

export interface Sending {
  status: number;
  headers: Readonly<Record<string, string | string[]>>;
  content?: Document['content'] | undefined;
}

/** Sends an answer with a fault in it; done when all of it is sent that ever will be. */
export async function sendFaulty(
  to: ServerResponse,
  { status, headers, content = '' }: Sending,
  fault: BodyFault,
): Promise<void> {
  const whole = Buffer.isBuffer(content) ? content : Buffer.from(content);
  const middle = Math.floor(whole.length / 2);
  const half = whole.subarray(0, middle);
  const length = fault.kind === 'short' ? half.length : whole.length;
  to.writeHead(status, { ...headers, 'Content-Length': String(length) });
  switch (fault.kind) {
    case 'short':
      to.end(half);
      return;
    case 'cut':
      // What has not left yet would be lost with the connection.
      to.write(half, () => to.destroy());
      return;
    case 'pause':
      to.write(half);
      await sleep(fault.ms);
      to.end(whole.subarray(middle));
  }
}
