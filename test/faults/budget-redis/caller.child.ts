import { setTimeout as sleep } from 'node:timers/promises';
import { type Lane, memoryBudget, redisBudget } from '#lib/resilience';
import { followParent, sayThatItServes } from '../../support/child.js';
import type { CallerOrder } from './callers.js';

/** One process that works as the application user: it calls as fast as the budget lets it, and a citizen comes now and then. */
followParent();
const {
  name,
  serviceUrl,
  isSharing,
  budget: options,
  costMs,
} = JSON.parse(process.argv[2] ?? '') as CallerOrder;
const budget = isSharing ? await redisBudget(options) : memoryBudget(options);
sayThatItServes();

async function call(lane: Lane): Promise<void> {
  const permit = await budget.acquire({ lane, estimatedMs: costMs.most });
  const ms = costMs.least + Math.random() * (costMs.most - costMs.least);
  const startedAt = performance.now();
  await fetch(`${serviceUrl}/${name}?ms=${ms.toFixed(0)}`).then((response) => response.arrayBuffer());
  permit.settle({ executionMs: performance.now() - startedAt });
}

async function load(): Promise<never> {
  for (;;) await call('batch');
}

async function citizens(): Promise<never> {
  for (;;) {
    await call('interactive');
    await sleep(200);
  }
}

await Promise.all([citizens(), load(), load(), load(), load()]);
