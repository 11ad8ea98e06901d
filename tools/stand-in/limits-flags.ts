import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  defaultCosts,
  presetNames,
  readCostFile,
  throttleSettings,
  type CostWishes,
  type Preset,
  type ThrottleSettings,
} from '../../stand-ins/dataverse/src/index.js';
import { halves, wholeNumber } from './flag-values.js';

export interface LimitsFlags {
  limits: boolean;
  preset?: Preset;
  requests?: number;
  executionMs?: number;
  concurrency?: number;
  window?: number;
  servers?: number;
  shared?: boolean;
  dopHint?: number;
  costs?: boolean | string;
  cost?: Record<string, number>;
  compression?: number;
  seed?: number;
}

const OPERATIONS = Object.keys(defaultCosts.operationMs);

export function addLimits(command: Command): Command {
  return command
    .addOption(
      new Option('--preset <name>', 'the limits and web servers of such an environment')
        .choices(presetNames)
        .default(presetNames[0]),
    )
    .option('--requests <count>', 'requests that a user may send in a window', wholeNumber)
    .option('--execution-ms <ms>', 'execution time that a user may take in a window', wholeNumber)
    .option('--concurrency <count>', 'requests that a user may send at once', wholeNumber)
    .option('--window <seconds>', 'the length of that window', wholeNumber)
    .option('--servers <count>', 'how many web servers there are, each with limits of its own', wholeNumber)
    .option('--shared', 'the limits are those of all web servers together')
    .option('--dop-hint <count>', 'the degree of parallelism that it recommends', wholeNumber)
    .option('--no-limits', 'counts what is asked, and refuses nothing')
    .option(
      '--costs [file]',
      'requests take as long as they might in the service, or as was measured of one, by the file that `npm run dataverse -- measure` writes; else as long as they take',
    )
    .option(
      '--cost <name=ms>',
      `what is to cost something else: request, or an operation: ${OPERATIONS.join(', ')}; may be repeated`,
      addCost,
    )
    .option('--compression <factor>', 'windows, costs and waits are so many times shorter', wholeNumber)
    .option('--seed <number>', 'for the costs', wholeNumber);
}

/** The limits as the flags have them; what they leave out is as in the preset. */
export function limitsOf(flags: LimitsFlags): ThrottleSettings {
  const { preset, requests, executionMs, concurrency, window, servers, dopHint, compression, seed } = flags;
  return throttleSettings({
    enabled: flags.limits,
    ...(preset && { preset }),
    ...(requests && { requests }),
    ...(executionMs && { executionMs }),
    ...(concurrency && { concurrency }),
    ...(window && { windowSeconds: window }),
    ...(servers && { servers }),
    ...(flags.shared && { shared: true }),
    ...(dopHint && { dopHint }),
    ...(compression && { compression }),
    ...(seed && { seed }),
    costs: costsOf(flags),
  });
}

function costsOf({ costs = false, cost }: LimitsFlags): CostWishes | boolean {
  const measured = typeof costs === 'string' ? readCostFile(costs) : undefined;
  if (!cost) return measured ?? costs === true;
  const { request, ...operationMs } = cost;
  return { ...measured, ...(request !== undefined && { requestMs: request }), operationMs };
}

function addCost(text: string, before: Record<string, number> = {}): Record<string, number> {
  const [name, ms] = halves(text);
  const names = ['request', ...OPERATIONS];
  if (!names.includes(name))
    throw new InvalidArgumentError(`There is no ${name}; there are ${names.join(', ')}.`);
  return { ...before, [name]: wholeNumber(ms) };
}
