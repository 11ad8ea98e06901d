import {
  readFaultSettings,
  type FaultConditions,
  type FaultKinds,
  type FaultName,
  type FaultSetting,
} from './fault-settings.js';
import { seededRandom } from './seeded-random.js';

/** A request, as far as a fault asks who it is. */
export interface FaultTarget {
  method: string;
  table?: string | undefined;
  lane?: string | undefined;
}

/** The faults in force. Posting new ones replaces all of them. */
export class FaultPlan<K extends FaultKinds> {
  private constructor(private readonly faults: readonly Fault<K>[]) {}

  static none<K extends FaultKinds>(): FaultPlan<K> {
    return new FaultPlan<K>([]);
  }

  /**
   * Reads a list `[{"fault": "slow", "ms": 200}]`, or an object by name `{"slow": {"ms": 200}, "down": true}`. Nothing, `{}` and
   * `[]` mean no faults. Throws a ControlError.
   */
  static read<K extends FaultKinds>(body: unknown, kinds: K): FaultPlan<K> {
    return new FaultPlan<K>(readFaultSettings(body, kinds).map((setting) => new Fault<K>(setting)));
  }

  /**
   * The fault's setting, when it strikes this request. Each call is a throw of its dice. A fault that can strike at several places
   * says by `here` which of its settings are about this one.
   */
  strikes<N extends FaultName<K>>(
    name: N,
    target: FaultTarget,
    here: (setting: FaultSetting<K, N>) => boolean = () => true,
  ): FaultSetting<K, N> | undefined {
    for (const fault of this.faults) {
      if (!isNamed(fault.setting, name) || !here(fault.setting)) continue;
      if (fault.strikes(target)) return fault.setting;
    }
    return undefined;
  }

  /** Whether such a fault is in force, for whom ever. */
  includes(name: FaultName<K>): boolean {
    return this.faults.some(({ setting }) => setting.fault === name);
  }

  /** The faults with how often each has struck. */
  describe(): (FaultSetting<K> & { struck: number })[] {
    return this.faults.map(({ setting, struck }) => ({ ...setting, struck }));
  }
}

const isNamed = <K extends FaultKinds, N extends FaultName<K>>(
  setting: FaultSetting<K>,
  name: N,
): setting is FaultSetting<K, N> => setting.fault === name;

class Fault<K extends FaultKinds> {
  struck = 0;
  private spared = 0;
  private readonly random: () => number;

  constructor(readonly setting: FaultSetting<K>) {
    this.random = seededRandom(setting.seed ?? 1);
  }

  strikes(target: FaultTarget): boolean {
    const { skip = 0, count = Infinity, rate = 1 }: FaultConditions = this.setting;
    if (!isMeant(this.setting, target) || this.isSpared(skip)) return false;
    if (this.struck >= count || (rate < 1 && this.random() >= rate)) return false;
    this.struck += 1;
    return true;
  }

  private isSpared(skip: number): boolean {
    if (this.spared >= skip) return false;
    this.spared += 1;
    return true;
  }
}

const isMeant = ({ method, table, lane }: FaultConditions, target: FaultTarget): boolean =>
  (!method || method === target.method) &&
  (!table || table === target.table) &&
  (!lane || lane === target.lane);
