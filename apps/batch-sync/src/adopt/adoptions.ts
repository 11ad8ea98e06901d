import type { QueryExecutorProvider } from 'kysely';
import type { Schema } from '#lib/dataverse-schema';
import type { Integration } from '../catalogue/integration.js';
import { loadSteps } from '../catalogue/order/load-order.js';
import { hasSecretKeys } from '../load/cw-keys.js';
import { beginningLock } from '../run/ledger/run-ledger.js';
import { withRuns } from '../run/ledger/run.schema.js';
import { withNames } from '../run/report/deliveries-of.js';
import type { NamedDelivery } from '../run/run-report.js';
import type { SyncRuns } from '../run/sync-runs.js';
import type { Staging } from '../staging/staging.js';
import { acceptedRows } from './accepted-rows.js';
import { AdoptError } from './adopt.error.js';
import type { Adoption, AdoptProgress, AmbiguousRow, StepAdoption, ToldRows } from './adoption.js';
import { Matches } from './matching/matches.js';
import { stampRows } from './stamp-rows.js';
import type { OpenWayToAdopt, StepToAdopt, WayToAdopt } from './way-to-adopt.js';

/** What rows are adopted with. */
export interface AdoptionsParts {
  readonly staging: Staging;
  readonly runs: Pick<SyncRuns, 'unfinished'>;
  readonly schema: Schema;
  readonly openWay: OpenWayToAdopt;
}

/** How it is done. */
export interface AdoptOptions {
  /** Whether the unique ones get their keys. Default: they are only told. */
  readonly write?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: AdoptProgress) => void) | undefined;
  /** Takes the ambiguous rows of all steps, as long as it likes. */
  readonly onAmbiguous?: ((row: AmbiguousRow) => Promise<void>) | undefined;
}

/** Looks for the rows of integrations among those that Dataverse had before the sync. */
export class Adoptions {
  constructor(private readonly parts: AdoptionsParts) {}

  /**
   * Matches what is accepted, and what would be with these deliveries, which can be applied afterwards; meanwhile no delivery of the integration is,
   * and no run of it begins. May be repeated: what has its key is left out.
   *
   * @throws AdoptError before anything is written
   */
  async adopt(
    integration: Integration,
    deliveries: readonly string[],
    options: AdoptOptions = {},
  ): Promise<Adoption> {
    const steps = loadSteps(integration).filter(isToAdopt);
    if (steps.length === 0)
      throw new AdoptError(
        'not-adoptable',
        `${integration.name} does not say how its rows are found: it lacks adopt.`,
      );
    await this.refuseUnfinished(integration);
    const { staging } = this.parts;
    return staging.rehearse(integration, deliveries, {}, async (reports, transaction) => {
      refuseRefused(await withNames(withRuns(transaction), reports));
      await staging.dialect.lock(beginningLock(integration.name)).execute(transaction);
      // One may have begun meanwhile; from here on none does, for it would make the very rows that are looked for.
      await this.refuseUnfinished(integration);
      for (const setting of staging.dialect.forManyRows) await setting.execute(transaction);
      const adopted: StepAdoption[] = [];
      for (const step of steps) adopted.push(await this.adoptStep(transaction, integration, step, options));
      return { integration: integration.name, steps: adopted };
    });
  }

  private async refuseUnfinished({ name }: Integration): Promise<void> {
    const run = (await this.parts.runs.unfinished()).find(({ integration }) => integration === name);
    if (run)
      throw new AdoptError(
        'run-unfinished',
        `Run ${run.id} of ${name} has not ended: let it end, or cancel it.`,
      );
  }

  private async adoptStep(
    db: QueryExecutorProvider,
    integration: Integration,
    step: StepToAdopt,
    options: AdoptOptions,
  ): Promise<StepAdoption> {
    const { staging, schema, openWay } = this.parts;
    const arePeople = hasSecretKeys(step, schema);
    const way = await openWay(integration, step, options);
    const matches = await Matches.make(db, staging.dialect, step);
    await this.fill(db, matches, step, way, options);
    const { unique, ambiguous, none, ...counts } = await matches.match();
    const { onAmbiguous } = options;
    if (onAmbiguous)
      for await (const row of matches.ambiguous()) await onAmbiguous(arePeople ? nameless(row) : row);
    const stamped = options.write
      ? await stampRows(way, matches.unique(), (rows) =>
          options.onProgress?.({ step: step.name, doing: 'stamp', rows, of: unique.rows }),
        )
      : undefined;
    await matches.drop();
    const told = (rows: ToldRows): ToldRows => (arePeople ? { ...rows, keys: [] } : rows);
    return {
      ...{ step: step.name, table: step.target.table, ...counts },
      ...{ unique: told(unique), ambiguous: told(ambiguous), none: told(none) },
      stamped: stamped && { ...stamped, changed: told(stamped.changed) },
    };
  }

  private async fill(
    db: QueryExecutorProvider,
    matches: Matches,
    step: StepToAdopt,
    way: WayToAdopt,
    { onProgress }: AdoptOptions,
  ): Promise<void> {
    const { dialect, tables } = this.parts.staging;
    for await (const { key, values } of acceptedRows(db, dialect, tables, step))
      await matches.addAccepted({ key, cwKey: way.cwKeyOf(key) }, way.matchValues(values));
    const of = await way.countRows();
    let rows = 0;
    for await (const row of way.foundRows()) {
      await matches.addFound(row);
      onProgress?.({ step: step.name, doing: 'read', rows: (rows += 1), of });
    }
  }
}

const isToAdopt = (step: { adopt?: unknown }): step is StepToAdopt => step.adopt !== undefined;

function refuseRefused(deliveries: readonly NamedDelivery[]): void {
  for (const { name, outcome } of deliveries)
    if (outcome.kind === 'refused')
      throw new AdoptError('delivery-refused', `${name} would be refused: ${outcome.says} (${outcome.code})`);
}

const nameless = (row: AmbiguousRow): AmbiguousRow => ({ ...row, key: undefined, values: {} });
