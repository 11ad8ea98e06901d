import { z } from 'zod';

const milliseconds = z.number().min(0);

const sizeSpread = z.object({
  rows: z.int().positive(),
  medianMs: milliseconds,
  minMs: milliseconds,
  maxMs: milliseconds,
});

const cost = z.object({
  requestMs: milliseconds,
  operationMs: milliseconds,
  /** null where calls have one row, and there is no line. */
  r2: z.number().max(1).nullable(),
  jitter: milliseconds,
  tail: z.object({ share: z.number().min(0).max(1), factor: z.number().min(1) }),
  samples: z.int().positive(),
  sizes: z.array(sizeSpread).min(1),
});

const form = z.object({ create: cost, update: cost });

/** The file of costs, told in docs/dataverse-costs.md; whoever changes it gives it another version. */
export const costFileSchema = z.object({
  format: z.literal('causeway-dataverse-costs'),
  version: z.literal(1),
  /** The host alone. */
  environment: z.string(),
  /** What Dataverse says that it is, such as `CustomerTest` for a sandbox; null where it does not. */
  kind: z.string().nullable(),
  measuredAt: z.iso.datetime(),
  node: z.string(),
  rounds: z.int().positive(),
  /** In all of the durations. `connectMs` is null where no connection of our own got there, such as behind a proxy. */
  network: z.object({ connectMs: milliseconds.nullable(), whoAmIMs: milliseconds }),
  /** By logical name. */
  tables: z.record(z.string(), z.object({ single: form, batch: form, bulk: form.exactOptional() })),
});

export type CostFile = z.infer<typeof costFileSchema>;
export type Cost = z.infer<typeof cost>;
export type SizeSpread = z.infer<typeof sizeSpread>;
export type TableCosts = CostFile['tables'][string];
