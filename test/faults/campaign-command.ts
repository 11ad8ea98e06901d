import type { Command } from 'commander';

/** Runs a campaign; the answer is the exit code. Its signal aborts at Ctrl-C. */
export type Campaign = (signal: AbortSignal) => Promise<number>;

/**
 * Adds a campaign to the command: a name and options, and in its action a call of `choose` with what it will do. What the work needs is
 * loaded when it begins, so that whoever asks for help, or runs another campaign, does not wait for it.
 */
export type CampaignCommand = (program: Command, choose: (campaign: Campaign) => void) => void;
