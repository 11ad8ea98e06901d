import { defaultCosts, type CostSettings } from './cost-model.js';
import { documentedLimits, type ServiceLimits } from './limits.js';
import type { ThrottleOptions } from './throttle-engine.js';
import type { WebServerOptions } from './web-servers.js';

/** Everything that can be set about the limits. */
export interface ThrottleSettings extends ServiceLimits, WebServerOptions {
  /** Whether anything is refused. */
  enabled: boolean;
  /** Whether the web servers count together. */
  shared: boolean;
  /** How many times as fast as in reality windows, costs and waits pass. */
  compression: number;
  /** What `x-ms-dop-hint` recommends. */
  dopHint: number;
  /** How long requests are made to take; `off`: as long as they take here. */
  costs: CostSettings | 'off';
}

/**
 * Kinds of organisations. Documented are the limits of the first two, and that a trial has one web server; how many others have is
 * not published, 4 is ours. The third is what somebody saw of an environment: some 15 servers that counted together.
 */
export const presets = {
  trial: { ...documentedLimits, servers: 1, shared: false },
  standard: { ...documentedLimits, servers: 4, shared: false },
  large: { ...documentedLimits, requests: 8_000, concurrency: 100, servers: 15, shared: true },
} as const;

export type Preset = keyof typeof presets;
export const presetNames = Object.keys(presets) as [Preset, ...Preset[]];

/** Some settings; what is left out is as in the preset. */
export interface ThrottleWishes extends Partial<Omit<ThrottleSettings, 'costs'>> {
  /** Default: trial. */
  preset?: Preset;
  /** `true` for costs as they are by default, which also holds for what is left out. */
  costs?: CostWishes | boolean | 'off';
}

export type CostWishes = Partial<
  Omit<CostSettings, 'operationMs'> & { operationMs: Partial<CostSettings['operationMs']> }
>;

export function throttleSettings({
  preset = 'trial',
  costs = 'off',
  ...wishes
}: ThrottleWishes = {}): ThrottleSettings {
  const seed = wishes.seed ?? 1;
  return {
    enabled: true,
    ...presets[preset],
    routing: 'inTurn',
    compression: 1,
    dopHint: 48,
    ...wishes,
    seed,
    costs: costSettings(costs, seed),
  };
}

function costSettings(wishes: CostWishes | boolean | 'off', seed: number): CostSettings | 'off' {
  if (wishes === 'off' || wishes === false) return 'off';
  const given = wishes === true ? {} : wishes;
  return {
    ...defaultCosts,
    seed,
    ...given,
    operationMs: { ...defaultCosts.operationMs, ...given.operationMs },
  };
}

/** As the engine takes them. */
export const engineOptions = ({
  requests,
  executionMs,
  concurrency,
  windowSeconds,
  enabled,
  shared,
  servers,
  routing,
  seed,
  compression,
}: ThrottleSettings): ThrottleOptions => ({
  limits: { requests, executionMs, concurrency, windowSeconds },
  enforced: enabled,
  shared,
  servers,
  routing,
  seed,
  compression,
});
