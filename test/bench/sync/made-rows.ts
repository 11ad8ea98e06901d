import type { RowToLoad } from '../../../apps/batch-sync/src/load/step-writer.js';
import { rowsOf, type StepName } from './volumes.js';

type Values = RowToLoad['values'];

/** What the row of that number says, by the names of its columns. A version of it differs from the others in one value. */
const valuesOf: Readonly<Record<StepName, (number: number, version: number) => Values>> = {
  'customers/contacts': (number) => ({ email: emailOf(number) }),
  customers: (number, version) => ({
    number: `C-${number}`,
    name: `Customer ${number}`,
    city: `City ${(number + version) % 997}`,
    email: emailOf(number % rowsOf('customers/contacts')),
  }),
  assets: (number, version) => ({
    number: `A-${number}`,
    name: `Lamp ${number}`,
    kind: 'Street lamp',
    latitude: String(50 + (number % 1_000) / 1_000),
    longitude: String(10 + (number % 1_009) / 1_000),
    checked: `2026-01-${String((version % 28) + 1).padStart(2, '0')}`,
  }),
  'work-orders': (number, version) => ({
    number: `W-${number}`,
    asset: `A-${number % rowsOf('assets')}`,
    title: `Mend lamp ${number}`,
    description: 'The lamp is dark, and the road is long. Bring a ladder and two people.',
    status: version % 2 === 0 ? 'Planned' : 'Done',
    begins: '2026-02-01T08:00:00.000Z',
  }),
};

const emailOf = (number: number): string => `customer-${number}@example.org`;

/** The row as a source delivers it. */
export const deliveredValues = (step: StepName, number: number, version = 0): Record<string, string> =>
  valuesOf[step](number, version) as Record<string, string>;

/** The row as it was accepted. */
export function rowToLoad(step: StepName, number: number, version = 0): RowToLoad {
  const values = valuesOf[step](number, version);
  const key = Object.values(values)[0] ?? '';
  return { key, hash: `${version}`.padStart(64, '0'), isInactive: false, values };
}
