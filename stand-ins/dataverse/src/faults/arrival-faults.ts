import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultTarget } from '../../../control/src/index.js';
import { Dropped } from './dropped.js';
import type { DataverseFaults } from './fault-list.js';
import { strikeWithPage } from './gateway-page.js';

/** Faults on the way to the service: nobody there has seen the request. @throws Dropped, or a GatewayPage */
export async function strikeOnArrival(faults: DataverseFaults, target: FaultTarget): Promise<void> {
  if (faults.strikes('down', target)) throw new Dropped();
  const slow = faults.strikes('slow', target);
  if (slow) await sleep(slow.ms);
  strikeWithPage(faults, target, { done: false });
}
