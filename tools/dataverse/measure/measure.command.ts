import { assertFolderOf, writeJson } from '../../json-file.js';
import { type Progress, startProgress } from '../../progress.js';
import type { Connected, Patience, Subcommand } from '../subcommand.js';
import { cellsOf, rowsOf } from './cells.js';
import { assertConsent, terminalAsk } from './consent.js';
import { costsInWords } from './cost-words.js';
import type { CostFile } from './cost-file.js';
import { environmentKind } from './environment-kind.js';
import { anyMark } from './marked-rows.js';
import { measure } from './measure.js';
import { type MeasureFlags, withMeasureFlags } from './measure-flags.js';
import { type Removed, removeRows } from './remove-rows.js';
import type { TimedRoad } from './stopwatch.js';

/** The service's own clients wait for four minutes; nothing is tried again, since what is measured is one call. */
const PATIENCE: Patience = {
  attemptTimeoutMs: 4 * 60_000,
  totalTimeoutMs: 8 * 60_000,
  retry: { maxAttempts: 1 },
  budget: 'shared',
};

/** `measure`: what rows cost in an environment, by table, form and size. */
export const measureCommand: Subcommand = (program, choose) => {
  withMeasureFlags(program.command('measure'))
    .description(
      'Measures what single rows, batches and bulk messages cost in a sandbox, or in the stand-in: milliseconds a request and a row, by table.',
    )
    .action((flags: MeasureFlags) =>
      choose((connected) => (flags.clean ? clean : measureCosts)(connected, flags), PATIENCE),
    );
};

async function measureCosts(connected: Connected, flags: MeasureFlags): Promise<number> {
  if (flags.json) await assertFolderOf(flags.json);
  const kind = await consent(connected, flags, planOf(connected, flags));
  const { table: tables, batch, bulk, rounds } = flags;
  const progress = bar();
  let isClean = false;
  const { costs, withoutBulk } = await measure({
    ...{ client: connected.client, road: roadOf(connected), tables, sizes: { batch, bulk }, rounds, kind },
    signal: connected.signal,
    onCell: progress.show,
    onRemoved: (removed) => {
      progress.end();
      isClean = tell(removed, connected, flags);
    },
  });
  for (const name of withoutBulk)
    process.stderr.write(`${name} has no UpsertMultiple here, so bulk messages were not measured.\n`);
  await print(costs, flags.json);
  return isClean ? 0 : 1;
}

async function clean(connected: Connected, flags: MeasureFlags): Promise<number> {
  const names = flags.table.map(({ table }) => table.name).join(', ');
  await consent(connected, flags, `The rows that measurements have left in ${names} would be removed.`);
  const removed = await removeRows(connected.client, flags.table, anyMark);
  return tell(removed, connected, flags) ? 0 : 1;
}

/** Answers with what kind of environment it is. */
async function consent({ client, url, signal }: Connected, flags: MeasureFlags, plan: string) {
  const kind = await environmentKind(client.webApi, signal);
  const { allowWrites: allowed } = flags;
  await assertConsent({ host: new URL(url).host, kind, allowed, plan, ask: terminalAsk(signal) });
  return kind;
}

function planOf({ url }: Connected, { table: tables, batch, bulk, rounds }: MeasureFlags): string {
  const rows = rowsOf(cellsOf(tables, { batch, bulk })) * (rounds + 1);
  const names = tables.map(({ table }) => table.name).join(', ');
  return `${figure(rows)} rows would be made, changed and removed in ${names} of ${url}: ${figure(rows * 3)} operations.`;
}

const roadOf = ({ url, connection }: Connected): TimedRoad => ({
  url,
  send: connection.send,
  isThrottled: () => connection.health().budget.blockedUntil !== undefined,
});

async function print(costs: CostFile, json: string | undefined): Promise<void> {
  if (json !== undefined) await writeJson(json, costs);
  if (json !== '-') process.stdout.write(`${costsInWords(costs)}\n`);
}

/** Answers with whether nothing is left. */
function tell(removed: Removed | 'unknown', { url }: Connected, { table: tables }: MeasureFlags): boolean {
  if (removed !== 'unknown') process.stderr.write(`${figure(removed.removed)} rows were removed again.\n`);
  if (removed !== 'unknown' && removed.left === 0) return true;
  const names = tables.map(({ table }) => table.name).join(',');
  const remedy = `npm run dataverse -- measure --clean --table ${names} --allow-writes ${new URL(url).host}`;
  const left =
    removed === 'unknown' ? 'Some rows may be left, or still come' : `${figure(removed.left)} are left`;
  process.stderr.write(`${left}; in some minutes: ${remedy}\n`);
  return false;
}

/** Begins when the first cell is done. */
function bar() {
  let progress: Progress | undefined;
  return {
    show: (done: number, total: number) => {
      progress ??= startProgress('measured', total);
      progress.update(done);
    },
    end: () => progress?.end(),
  };
}

const figure = (value: number): string => value.toLocaleString('en-GB');
