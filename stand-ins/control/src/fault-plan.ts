import { z } from 'zod';
import { readJson } from './read-json.js';
import { seededRandom } from './seeded-random.js';

export type FaultName = 'down' | 'slow' | 'html503' | 'dropBeforeCommit' | 'dropAfterCommit';

/** One fault, and the requests that it strikes: all, or a share (`rate`), or the first so many (`count`). */
export interface FaultSetting {
  fault: FaultName;
  /** How long a slow request waits, in milliseconds. */
  ms?: number | undefined;
  rate?: number | undefined;
  count?: number | undefined;
  /** Only requests to this table, by logical name. */
  table?: string | undefined;
  method?: string | undefined;
  /** The same seed strikes the same requests. */
  seed?: number | undefined;
}

export interface FaultTarget {
  method: string;
  table?: string | undefined;
}

/** The faults in force. Posting new ones replaces all of them. */
export class FaultPlan {
  private constructor(private readonly faults: readonly Fault[]) {}

  static none(): FaultPlan {
    return new FaultPlan([]);
  }

  /**
   * Reads a list `[{"fault": "slow", "ms": 200}]`, or an object by name `{"slow": {"ms": 200}, "down": true}`. Nothing, `{}` and
   * `[]` mean no faults. Throws a ControlError.
   */
  static read(body: unknown, offered: readonly [FaultName, ...FaultName[]]): FaultPlan {
    const settings = readJson(body, planSchema(offered));
    return new FaultPlan(settings.map((setting) => new Fault(setting)));
  }

  /** The fault's setting, when it strikes this request. Each call is a throw of its dice. */
  strikes(name: FaultName, target: FaultTarget): FaultSetting | undefined {
    return this.faults.find((fault) => fault.setting.fault === name && fault.strikes(target))?.setting;
  }

  /** The faults with how often each has struck. */
  describe(): (FaultSetting & { struck: number })[] {
    return this.faults.map(({ setting, struck }) => ({ ...setting, struck }));
  }
}

class Fault {
  struck = 0;
  private readonly random: () => number;

  constructor(readonly setting: FaultSetting) {
    this.random = seededRandom(setting.seed ?? 1);
  }

  strikes({ method, table }: FaultTarget): boolean {
    const { setting } = this;
    if (setting.method && setting.method !== method) return false;
    if (setting.table && setting.table !== table) return false;
    if (setting.count !== undefined && this.struck >= setting.count) return false;
    if (setting.rate !== undefined && this.random() >= setting.rate) return false;
    this.struck += 1;
    return true;
  }
}

const conditions = {
  rate: z.number().min(0).max(1).optional(),
  count: z.int().min(0).optional(),
  table: z.string().min(1).optional(),
  method: z.string().toUpperCase().optional(),
  seed: z.int().optional(),
  ms: z.number().min(0).max(600_000).optional(),
};

function planSchema(offered: readonly [FaultName, ...FaultName[]]) {
  const name = z.enum(offered);
  const list = z.array(z.strictObject({ fault: name, ...conditions }));
  const byName = z
    .partialRecord(name, z.union([z.boolean(), z.strictObject(conditions)]))
    .transform((faults) =>
      Object.entries(faults).flatMap(([fault, setting]) => named(fault as FaultName, setting)),
    );
  const plan: z.ZodType<FaultSetting[]> = z.preprocess(identity, z.union([list, byName]));
  return plan.superRefine((settings, context) => {
    for (const { fault, ms } of settings) {
      if (fault === 'slow' && ms === undefined)
        context.addIssue('slow needs ms, how many milliseconds it waits');
      if (fault !== 'slow' && ms !== undefined) context.addIssue(`${fault} takes no ms`);
    }
  });
}

const identity = (body: unknown) => body;

const named = (fault: FaultName, setting: boolean | Omit<FaultSetting, 'fault'>): FaultSetting[] =>
  typeof setting === 'object' ? [{ fault, ...setting }] : setting ? [{ fault }] : [];
