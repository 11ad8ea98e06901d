import type { LedgerReport } from '../ledger/ledger-report.js';

/** As the script writes it: absent is what is empty, or can be had from the settings. */
type Told = Omit<LedgerReport, 'view' | 'past' | 'members'> & {
  view: Omit<LedgerReport['view'], 'limits'>;
  past?: LedgerReport['past'];
  members?: LedgerReport['members'];
};

/** What the script tells of a ledger; undefined when there is none. */
export function readReport(text: string): LedgerReport | undefined {
  if (text === '') return undefined;
  const { past = [], members = [], view, ...told } = JSON.parse(text) as Told;
  return { ...told, view: { ...view, limits: told.settings.limits }, past, members };
}
