import type { Command } from 'commander';

/** Runs a campaign; the answer is the exit code. Its signal aborts at Ctrl-C. */
export type Campaign = (signal: AbortSignal) => Promise<number>;

/** Adds a campaign to the command: a name and options, and in its action a call of `choose` with what it will do. */
export type CampaignCommand = (program: Command, choose: (campaign: Campaign) => void) => void;
