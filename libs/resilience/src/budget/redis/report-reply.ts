import type { LedgerReport } from '../ledger/ledger-report.js';
import { settingsOf } from './settings-text.js';

/** As the script writes it: absent is what is empty, or can be had from the settings. */
type Told = Omit<LedgerReport, 'settings' | 'view' | 'past' | 'members'> & {
  settings: number[];
  view: Omit<LedgerReport['view'], 'limits'>;
  past?: LedgerReport['past'];
  members?: LedgerReport['members'];
};

/** What the script tells of a ledger; undefined when there is none. */
export function readReport(text: string): LedgerReport | undefined {
  if (text === '') return undefined;
  const { settings: numbers, past = [], members = [], view, ...told } = JSON.parse(text) as Told;
  const settings = settingsOf(numbers);
  return { ...told, settings, view: { ...view, limits: settings.limits }, past, members };
}
