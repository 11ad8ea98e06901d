import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StandInError } from '../../../control/src/index.js';
import type { CostSettings, MeasuredCost, WriteForm } from './cost-model.js';

const cost = z.object({
  requestMs: z.number().min(0),
  operationMs: z.number().min(0),
  jitter: z.number().min(0),
  tail: z.object({ share: z.number().min(0).max(1), factor: z.number().min(1) }),
});
const form = z.object({ create: cost, update: cost });

/** As docs/dataverse-costs.md has it, as far as it matters here; what else stands there is passed over. */
const costFile = z.object({
  format: z.literal('causeway-dataverse-costs'),
  version: z.literal(1),
  tables: z.record(z.string(), z.object({ single: form, batch: form, bulk: form.exactOptional() })),
});

type Cost = z.infer<typeof cost>;

/** Costs that were measured of an environment, as settings. Throws a StandInError that names what is wrong with the file. */
export function readCostFile(path: string): Pick<CostSettings, 'measured'> {
  const checked = costFile.safeParse(parsed(path));
  if (checked.success) return { measured: measuredIn(checked.data) };
  const [first] = checked.error.issues;
  throw new StandInError(`${path} is no file of costs: ${first?.path.join('.')}: ${first?.message}`);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new StandInError(`The costs ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function measuredIn({ tables }: z.infer<typeof costFile>): CostSettings['measured'] {
  const measured: Record<string, Partial<Record<WriteForm, MeasuredCost>>> = {};
  for (const [name, { single, batch, bulk }] of Object.entries(tables)) {
    measured[name] = {
      single: meanOf(single.create, single.update),
      batch: meanOf(batch.create, batch.update),
      ...(bulk && { bulk: meanOf(bulk.create, bulk.update) }),
    };
  }
  return measured;
}

/** Before it is carried out, nobody knows whether an upsert creates or changes: so it costs something in between. */
function meanOf(create: Cost, update: Cost): MeasuredCost {
  const mean = (of: (one: Cost) => number): number => (of(create) + of(update)) / 2;
  return {
    requestMs: mean(({ requestMs }) => requestMs),
    operationMs: mean(({ operationMs }) => operationMs),
    jitter: Math.min(1, mean(({ jitter }) => jitter) * SPREAD_OF_EVEN),
    tail: { share: mean(({ tail }) => tail.share), factor: mean(({ tail }) => tail.factor) },
  };
}

/** The file tells the deviation as a share of the mean; costs that lie evenly within ±a deviate by a/√3. */
const SPREAD_OF_EVEN = Math.sqrt(3);
