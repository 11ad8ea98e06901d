import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const consumerSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,49}$/, 'must be a short name in lower case'),
  name: z.string().min(1).max(100),
  entraApplicationId: z.guid().transform((id) => id.toLowerCase()),
  apimSubscriptionId: z.string().min(1).max(256).optional(),
});

/** Someone who may call us: one record joins its Entra application with its subscription at the gateway. */
export type Consumer = z.output<typeof consumerSchema>;

/** Everybody who may call us. What one consumer sent, no other can see. */
export class Consumers {
  private readonly byApplication: ReadonlyMap<string, Consumer>;

  constructor(consumers: readonly Consumer[]) {
    this.byApplication = new Map(consumers.map((consumer) => [consumer.entraApplicationId, consumer]));
  }

  /** Reads a YAML list of consumers; throws in words, with the file's name, when it is wrong or names one application twice. */
  static fromFile(path: string): Consumers {
    try {
      return Consumers.from(parse(readFileSync(path, 'utf8')));
    } catch (cause) {
      throw new Error(`The consumers in ${path} cannot be used. ${(cause as Error).message}`, { cause });
    }
  }

  /** Checks a list of consumers as it was read. */
  static from(list: unknown): Consumers {
    const { data: consumers, error } = z.array(consumerSchema).min(1).safeParse(list);
    if (error) throw new Error(z.prettifyError(error));
    for (const field of ['id', 'entraApplicationId', 'apimSubscriptionId'] as const) {
      const values = consumers.map((consumer) => consumer[field]).filter((value) => value !== undefined);
      const twice = values.find((value, at) => values.indexOf(value) !== at);
      if (twice) throw new Error(`Two consumers have the ${field} ${twice}`);
    }
    return new Consumers(consumers);
  }

  byEntraApplication(applicationId: string): Consumer | undefined {
    return this.byApplication.get(applicationId.toLowerCase());
  }
}
