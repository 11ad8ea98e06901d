import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Facts } from './compare/differences.js';

const facts: z.ZodType<Facts> = z.record(z.string(), z.union([z.number(), z.string(), z.lazy(() => facts)]));

const file = z.record(z.string(), z.union([z.array(facts), facts]));

/** A delivery of a source that delivers all it has, with every number that it must give. */
export interface ExpectedDelivery {
  readonly snapshot: string;
  /** After those before it. */
  readonly numbers: Facts;
}

/** What must come of the real data: of each delivery, or of all posts together where they are cases. */
export class ExpectedNumbers {
  private constructor(private readonly all: z.output<typeof file>) {}

  /** @throws in words where there is no real data */
  static async of(data: string): Promise<ExpectedNumbers> {
    const path = join(data, 'expected.json');
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new Error(`There is no ${path}: the real data is not here. --data says where it is.`, { cause });
    });
    return new ExpectedNumbers(file.parse(JSON.parse(text)));
  }

  /** @throws in words where there are none: a source of which nothing is expected would be as it must be, whatever came of it */
  deliveries(folder: string): ExpectedDelivery[] {
    const all = this.all[folder];
    if (!Array.isArray(all) || all.length === 0)
      throw new Error(`The expected.json says nothing of the deliveries of ${folder}.`);
    return all.map(({ snapshot, rejected, ...numbers }) => ({
      snapshot: String(snapshot),
      numbers: { ...numbers, rejected: byCode(rejected) },
    }));
  }

  posts(folder: string): Facts | undefined {
    const all = this.all[folder];
    return all === undefined || Array.isArray(all) ? undefined : all;
  }
}

/** Reasons are told with their words. */
export const byCode = (rejected: Facts[string] | undefined): Facts =>
  typeof rejected === 'object'
    ? Object.fromEntries(Object.entries(rejected).map(([reason, count]) => [reason.slice(0, 2), count]))
    : {};
