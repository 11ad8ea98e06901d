import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultTarget } from '../../../control/src/index.js';
import type { DataverseFaults } from './fault-list.js';
import { strikeWithPage } from './gateway-page.js';

/** Faults on the way back: what was asked for has been carried out, or refused. @throws GatewayPage */
export async function strikeAnswer(faults: DataverseFaults, target: FaultTarget): Promise<void> {
  const slow = faults.strikes('slowAnswer', target);
  if (slow) await sleep(slow.ms);
  strikeWithPage(faults, target, { done: true });
}
