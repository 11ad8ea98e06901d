import { accountTable, type BulkOptions, type DataverseClient, rowOf, type RowOutcome } from '#lib/dataverse';
import { FarSide } from '../../bench/dataverse-single/far-side.js';
import { DataverseControl, type DataverseStats } from '../../support/dataverse-control.js';
import { withWriter } from '../dataverse/writer.js';
import { type CaseOutcomes, findingsOf } from './checker.js';
import { caseTable } from './case.table.js';
import {
  byHalving,
  type Cost,
  type Haystack,
  leastWhenKnown,
  leastWhenUnknown,
  plainBatches,
  sumOf,
} from './least-calls.js';
import { type PlannedCase, planCases, type PoisonPlan } from './plan.js';
import { type NewCase, takenKey } from './poisons.js';

export interface PoisonOptions {
  rows: number;
  bad: number;
  /** The most rows of a call, and of most calls, so that the least number of calls can be told. */
  rowsACall: number;
  /** Always so. Default: as the client chooses. */
  by?: BulkOptions['by'];
  seed: number;
  signal: AbortSignal;
}

export interface PoisonResult {
  rows: number;
  bad: number;
  seed: number;
  /** Requests to the stand-in. */
  calls: number;
  /** What the stand-in has charged for them. */
  executionMs: number;
  halving: Cost;
  plainBatches: Cost;
  leastWhenUnknown: Cost;
  leastWhenKnown: Cost;
  seconds: number;
  findings: string[];
}

/** As the client has it, and as what it does is compared with. */
const rowsABatch = 50;
/** Whether the table has the message is asked once for each. */
const questions = 2;
/** So many times faster than costs are counted they pass. */
const compression = 20;

/** Writes the rows, good and bad, and holds what became of each against the plan. */
export async function runPoison(options: PoisonOptions): Promise<PoisonResult> {
  const farSide = await FarSide.open(options.signal);
  try {
    const control = new DataverseControl(farSide.places.dataverseUrl);
    return await withWriter(farSide.places, {}, (client) => poison(client, control, options));
  } finally {
    await farSide.close();
  }
}

async function poison(
  client: DataverseClient,
  control: DataverseControl,
  { rows, bad, rowsACall, by, seed }: PoisonOptions,
): Promise<PoisonResult> {
  const plan = planCases({ rows, bad, seed });
  const chunks: BulkOptions = { firstRows: rowsACall, mostRows: rowsACall, targetMs: 600_000, atOnce: 4, by };
  const customer = await seedCases(client, plan);
  await control.charge(compression);
  const before = await control.stats();
  const startedAt = performance.now();
  const outcomes = await write(client, plan, customer, chunks);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const after = await control.stats();
  const calls = after.requests - before.requests;
  const executionMs = Math.round((chargedMs(after) - chargedMs(before)) * compression);
  const costs = costsOf(plan, rowsACall);
  const findings = findingsOf(plan, outcomes, await control.rows('incident'));
  if (calls > costs.halving.calls + questions) findings.push(`${calls} calls were made`);
  return { rows, bad, seed, calls, executionMs, ...costs, seconds, findings };
}

const chargedMs = ({ usage }: DataverseStats): number =>
  Object.values(usage).reduce((sum, { executionMs }) => sum + executionMs, 0);

/** The customer of all new cases, the case that has the key, and the cases to change. */
async function seedCases(client: DataverseClient, { changed }: PoisonPlan): Promise<Customer> {
  const { id } = await client.create(accountTable, { name: 'Customer' });
  const customer = rowOf(accountTable, id);
  await client.create(caseTable, { title: 'Taken', customer, key: takenKey });
  const there = changed
    .filter(({ poison: why }) => why === undefined)
    .map((one) => ({ id: one.id, row: { title: 'Before', customer, key: one.key } }));
  for await (const { outcome } of client.createMultiple(caseTable, there))
    if (outcome !== 'created') throw new Error(`A case that was to stand there before was ${outcome}.`);
  return customer;
}

type Customer = ReturnType<typeof rowOf<typeof accountTable>>;

async function write(
  client: DataverseClient,
  { created, changed }: PoisonPlan,
  customer: Customer,
  chunks: BulkOptions,
): Promise<CaseOutcomes> {
  const newRows = created.map(({ id, key, title, poison: why }) => {
    const row: NewCase = { title, customer, key };
    return { id, row: why ? why.spoil(row, id) : row };
  });
  const changes = changed.map(({ id, title }) => ({ at: id, changes: { title } }));
  return {
    created: await allOf(client.createMultiple(caseTable, newRows, chunks)),
    changed: await allOf(client.updateMultiple(caseTable, changes, chunks)),
  };
}

async function allOf<Entry>(outcomes: AsyncIterable<RowOutcome<Entry>>): Promise<RowOutcome<Entry>[]> {
  const all: RowOutcome<Entry>[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

function costsOf({ created, changed }: PoisonPlan, rowsACall: number) {
  const haystacks = [created, changed].map((cases) => haystackOf(cases, rowsACall));
  return {
    halving: sumOf(haystacks.map((one) => byHalving(one, rowsABatch))),
    plainBatches: sumOf(haystacks.map((one) => plainBatches(one, rowsABatch))),
    leastWhenUnknown: sumOf(haystacks.map(leastWhenUnknown)),
    leastWhenKnown: sumOf(haystacks.map(leastWhenKnown)),
  };
}

const haystackOf = (cases: readonly PlannedCase[], rowsACall: number): Haystack => ({
  rows: cases.length,
  rowsACall,
  badAt: cases.flatMap(({ poison: why }, at) => (why ? [at] : [])),
});
