import type { Case, Customer, Night } from './story.js';

/** A row as Dataverse is to hold it. */
export interface ExpectedRow<Row> {
  readonly values: Row;
  readonly isActive: boolean;
  readonly isClosed: boolean;
}

/** What one run is to tell of a stage: rows that there were to do, and what became of them. */
export interface ExpectedStage {
  readonly action: 'write' | 'close' | 'deactivate';
  readonly step: string;
  readonly planned: number;
  readonly done: number;
  readonly reactivated: number;
  readonly refused: Readonly<Record<string, number>>;
}

export interface ExpectedCounts {
  inserted: number;
  updated: number;
  unchanged: number;
  reactivated: number;
  deactivated: number;
}

/** What one run over one delivery is to tell. */
export interface ExpectedRun {
  readonly integration: string;
  readonly source: ExpectedCounts & {
    readonly read: number;
    readonly accepted: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly deferred: number;
    readonly held: number;
  };
  readonly stages: readonly ExpectedStage[];
  /** Rows in quarantine when it ends, by step and code. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Rows of each step in Dataverse when it ends. */
  readonly inDataverse: Readonly<Record<string, number>>;
}

/** A row that its source delivered, and what has become of it. */
interface Known<Row> {
  values: Row;
  active: boolean;
  loaded?: { values: Row; active: boolean; night: number };
  closed?: true;
  refused?: { content: string; active: boolean; code: string; night: number };
}

/** The longest city of an account: the column's length in dataverse/schema.yaml. */
const CITY_LENGTH = 80;

/**
 * What must come of the deliveries of a story, worked out row by row from the words of the two integrations in `catalogue`. It shares no
 * code with the sync.
 */
export class Expected {
  readonly contacts = new KnownRows<{ email: string }>('customers/contacts');
  readonly customers = new KnownRows<Customer>('customers');
  readonly cases = new KnownRows<Case>('cases');
  private night = 0;

  /** The runs of a night, in their order. */
  play({ customers, cases }: Night): ExpectedRun[] {
    this.night += 1;
    return [this.playCustomers(customers), this.playCases(cases)];
  }

  private playCustomers(delivered: readonly Customer[]): ExpectedRun {
    const { contacts, customers, night } = this;
    const source = customers.accept(delivered.map(asAccepted), ({ name }) => name !== '', { isAll: true });
    const emails = new Set(customers.active().flatMap(({ email }) => email || []));
    contacts.accept(
      [...emails].map((email) => ({ email })),
      () => true,
      { isAll: true },
    );
    const stages = [
      contacts.write(night, () => undefined),
      customers.write(night, ({ city }) => (city.length > CITY_LENGTH ? 'text-too-long' : undefined)),
      customers.deactivate(),
      contacts.deactivate(),
    ];
    return { ...afterwards([contacts, customers]), integration: 'customers', source, stages };
  }

  private playCases(delivered: readonly Case[]): ExpectedRun {
    const { cases, customers, night } = this;
    const source = cases.accept(delivered, ({ title }) => title !== '', { isAll: false });
    cases.release(
      ({ values, refused }) => (customers.loadedIn(values.customer) ?? 0) > (refused?.night ?? 0),
    );
    const stages = [
      cases.write(night, ({ customer }) => (customers.loadedIn(customer) ? undefined : 'row-not-found')),
      cases.close(({ status }) => status === 'Closed'),
      cases.deactivate(),
    ];
    return { ...afterwards([cases]), integration: 'cases', source, stages };
  }
}

const afterwards = (steps: readonly Pick<KnownRows<object>, 'name' | 'quarantined' | 'inDataverse'>[]) => ({
  quarantined: Object.assign({}, ...steps.map((step) => step.quarantined())) as Record<string, number>,
  inDataverse: Object.fromEntries(steps.map((step) => [step.name, step.inDataverse().size])),
});

const asAccepted = (customer: Customer): Customer => ({ ...customer, email: customer.email.toLowerCase() });

/** The rows of one step. */
class KnownRows<Row extends object> {
  private readonly rows = new Map<string, Known<Row>>();

  constructor(readonly name: string) {}

  /** Judges a delivery, and takes what is good in it. */
  accept(
    delivered: readonly Row[],
    isGood: (row: Row) => boolean,
    { isAll }: { isAll: boolean },
  ): ExpectedRun['source'] {
    const rejected: Record<string, number> = {};
    const good = new Map<string, Row>();
    const bad = new Set<string>();
    for (const row of delivered) {
      const key = keyOf(row);
      const reason = key === '' ? 'R1' : good.has(key) ? 'R2' : isGood(row) ? undefined : 'R3';
      if (reason === undefined) good.set(key, row);
      else rejected[reason] = (rejected[reason] ?? 0) + 1;
      if (reason === 'R3') bad.add(key);
    }
    const counts: ExpectedCounts = { inserted: 0, updated: 0, unchanged: 0, reactivated: 0, deactivated: 0 };
    for (const [key, row] of good) counts[this.take(key, row)] += 1;
    const known = [...this.rows].filter(([key, { active }]) => active && !good.has(key));
    const gone = isAll ? known.filter(([key]) => !bad.has(key)) : [];
    const isDeferred = rejected['R1'] !== undefined;
    if (!isDeferred) for (const [, row] of gone) row.active = false;
    return {
      ...counts,
      deactivated: isDeferred ? 0 : gone.length,
      deferred: isDeferred ? gone.length : 0,
      held: known.filter(([key]) => bad.has(key)).length,
      read: delivered.length,
      accepted: good.size,
      rejected,
    };
  }

  /** Lets rows out of quarantine. */
  release(isFree: (row: Known<Row>) => boolean): void {
    for (const row of this.rows.values()) if (row.refused && isFree(row)) delete row.refused;
  }

  write(night: number, refusalOf: (values: Row) => string | undefined): ExpectedStage {
    const due = [...this.rows.values()].filter(isDueToWrite);
    const refused: Record<string, number> = {};
    let reactivated = 0;
    for (const row of due) {
      const code = refusalOf(row.values);
      if (code !== undefined) {
        refused[code] = (refused[code] ?? 0) + 1;
        row.refused = { content: contentOf(row.values), active: true, code, night };
        continue;
      }
      if (row.loaded && !row.loaded.active) reactivated += 1;
      row.loaded = { values: row.values, active: true, night };
      delete row.refused;
    }
    return this.stage('write', due.length, { reactivated, refused });
  }

  close(isToClose: (values: Row) => boolean): ExpectedStage {
    const due = [...this.rows.values()].filter(
      (row) => row.active && isToClose(row.values) && !row.closed && isLoaded(row) && !isQuarantined(row),
    );
    for (const row of due) row.closed = true;
    return this.stage('close', due.length);
  }

  deactivate(): ExpectedStage {
    const due = [...this.rows.values()].filter((row) => !row.active && row.loaded?.active && !row.closed);
    for (const row of due) {
      if (row.loaded) row.loaded.active = false;
      delete row.refused;
    }
    return this.stage('deactivate', due.length);
  }

  active(): Row[] {
    return [...this.rows.values()].flatMap(({ active, values }) => (active ? [values] : []));
  }

  /** The night in which Dataverse got it last; undefined when it has no such row. */
  loadedIn(key: string): number | undefined {
    return this.rows.get(key)?.loaded?.night;
  }

  inDataverse(): Map<string, ExpectedRow<Row>> {
    return new Map(
      [...this.rows].flatMap(([key, { loaded, closed = false }]) =>
        loaded
          ? [[key, { values: loaded.values, isActive: loaded.active && !closed, isClosed: closed }]]
          : [],
      ),
    );
  }

  quarantined(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const row of this.rows.values()) {
      if (!row.refused || !isQuarantined(row)) continue;
      const place = `${this.name}: ${row.refused.code}`;
      counts[place] = (counts[place] ?? 0) + 1;
    }
    return counts;
  }

  private take(key: string, values: Row): 'inserted' | 'updated' | 'unchanged' | 'reactivated' {
    const row = this.rows.get(key);
    if (!row) {
      this.rows.set(key, { values, active: true });
      return 'inserted';
    }
    const [wasActive, before] = [row.active, row.values];
    Object.assign(row, { values, active: true });
    if (!wasActive) return 'reactivated';
    return contentOf(before) === contentOf(values) ? 'unchanged' : 'updated';
  }

  private stage(
    action: ExpectedStage['action'],
    planned: number,
    { reactivated = 0, refused = {} }: Partial<Pick<ExpectedStage, 'reactivated' | 'refused'>> = {},
  ): ExpectedStage {
    const done = planned - Object.values(refused).reduce((sum, rows) => sum + rows, 0);
    return { action, step: this.name, planned, done, reactivated, refused };
  }
}

const contentOf = (values: object): string => JSON.stringify(values);

const keyOf = (row: object): string => Object.values(row as Record<string, string>)[0] ?? '';

const isLoaded = ({ loaded, values }: Known<object>): boolean =>
  loaded !== undefined && loaded.active && contentOf(loaded.values) === contentOf(values);

/** Refused as it is now. */
const isQuarantined = ({ refused, values, active }: Known<object>): boolean =>
  refused !== undefined && refused.active === active && refused.content === contentOf(values);

const isDueToWrite = (row: Known<object>): boolean =>
  row.active && !isLoaded(row) && !row.closed && !isQuarantined(row);
