import { z } from 'zod';
import { exactObject } from '../../../control/src/index.js';
import { presetNames } from '../throttle/settings.js';

const milliseconds = z.number().min(0).max(600_000);
const times = z.number().min(0).max(1_000);

const operationMs = {
  retrieve: milliseconds.exactOptional(),
  query: milliseconds.exactOptional(),
  create: milliseconds.exactOptional(),
  update: milliseconds.exactOptional(),
  upsert: milliseconds.exactOptional(),
  delete: milliseconds.exactOptional(),
  bulk: milliseconds.exactOptional(),
  other: milliseconds.exactOptional(),
};

const tail = exactObject({ share: z.number().min(0).max(1), factor: times });

const measuredCost = exactObject({
  requestMs: milliseconds,
  operationMs: milliseconds,
  jitter: z.number().min(0).max(1),
  tail,
});

const measuredForms = exactObject({
  single: measuredCost.exactOptional(),
  batch: measuredCost.exactOptional(),
  bulk: measuredCost.exactOptional(),
});

const costs = exactObject({
  requestMs: milliseconds.exactOptional(),
  operationMs: exactObject(operationMs).exactOptional(),
  tables: z.record(z.string(), times).exactOptional(),
  jitter: z.number().min(0).max(1).exactOptional(),
  tail: tail.exactOptional(),
  measured: z.record(z.string(), measuredForms).exactOptional(),
  seed: z.int().exactOptional(),
});

/** Of a union that is not met, zod says no more than that. */
const whatCostsMayBe = `must be true, false, "off", or an object with some of ${Object.keys(costs.shape).join(', ')}`;

/** What `POST limits` takes: whatever it shows, and a preset for the rest. */
export const limitsBody = exactObject({
  enabled: z.boolean().exactOptional(),
  preset: z.enum(presetNames).exactOptional(),
  requests: z.int().positive().exactOptional(),
  executionMs: z.number().positive().exactOptional(),
  concurrency: z.int().positive().exactOptional(),
  windowSeconds: z.number().positive().max(86_400).exactOptional(),
  servers: z.int().positive().max(100).exactOptional(),
  shared: z.boolean().exactOptional(),
  routing: z.enum(['inTurn', 'random']).exactOptional(),
  seed: z.int().exactOptional(),
  compression: z.number().min(1).max(1_000).exactOptional(),
  dopHint: z.int().positive().exactOptional(),
  costs: z.union([costs, z.boolean(), z.literal('off')], { error: whatCostsMayBe }).exactOptional(),
}).refine((wishes) => Object.keys(wishes).length > 0, 'say what is to be limited, or name a preset');
