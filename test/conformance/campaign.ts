import { checks } from './checks/index.js';
import type { Environment } from './environment.js';
import { subjects } from './golden/index.js';
import { runCheck, titleOf } from './run-check.js';
import { verdictOf } from './run-golden.js';
import { Run } from './run.js';
import type { Verdict } from './verdict.js';

/** One thing to be judged. */
export interface Item {
  subject: string;
  name: string;
  judge(run: Run): Promise<Verdict>;
}

const goldens: readonly Item[] = subjects.flatMap(({ name: subject, goldens }) =>
  goldens.map((golden) => ({
    subject,
    name: golden.name,
    judge: (run: Run) => verdictOf(run, golden, subject),
  })),
);

/** Everything there is, goldens first: checks reuse what was judged. */
export const items: readonly Item[] = [
  ...goldens,
  ...checks.map((check) => ({
    subject: 'checks',
    name: titleOf(check),
    judge: (run: Run) => runCheck(run, check),
  })),
];

/** Those whose subject and name contain the text, without regard to case; `*` stands for anything. */
export function selected(pattern = ''): readonly Item[] {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const shape = new RegExp(parts.join('.*'), 'i');
  return items.filter(({ subject, name }) => shape.test(`${subject}: ${name}`));
}

export interface CampaignOptions {
  signal?: AbortSignal;
  onVerdict?: (verdict: Verdict) => void;
}

export interface CampaignResult {
  mark: string;
  verdicts: readonly Verdict[];
  /** Rows that could not be deleted. */
  leftovers: readonly string[];
}

/** Judges one thing after the other and cleans up whatever happens, when it is interrupted too. */
export async function runCampaign(
  environment: Environment,
  wanted: readonly Item[],
  { signal, onVerdict = () => undefined }: CampaignOptions = {},
): Promise<CampaignResult> {
  const run = new Run(environment);
  const verdicts: Verdict[] = [];
  let leftovers: string[] = [];
  try {
    for (const item of wanted) {
      if (signal?.aborted) break;
      const verdict = await item.judge(run);
      verdicts.push(verdict);
      onVerdict(verdict);
    }
  } finally {
    leftovers = await run.cleanUp();
  }
  return { mark: run.mark, verdicts, leftovers };
}
