import { AdjustableClock, FaultPlan } from '../../../control/src/index.js';
import { loadSchema } from '../schema/load-schema.js';
import { systemUserTable } from '../schema/system-user.table.js';
import type { Tables } from '../schema/tables.js';
import { RowStore } from '../store/row-store.js';
import { defaultApplicationUsers, findSchemaFile } from './defaults.js';
import { answered, type Unknowns } from '../unknowns.js';
import type { DataverseStandInOptions } from './options.js';
import { DEFAULT_LIMIT, RequestLimiter } from './request-limit.js';
import { RequestStats } from './request-stats.js';

/** Everything that one running stand-in holds, apart from its connections. */
export class Organization {
  readonly clock: AdjustableClock;
  readonly tables: Tables;
  readonly store: RowStore;
  readonly limiter: RequestLimiter;
  readonly applicationUsers: Readonly<Record<string, string>>;
  readonly unknowns: Unknowns;
  readonly stats = new RequestStats();
  faults = FaultPlan.none();

  constructor(options: DataverseStandInOptions) {
    const { clock, schemaFile, dataDirectory, limits, applicationUsers } = options;
    this.unknowns = answered(options.unknowns);
    this.applicationUsers = applicationUsers ?? defaultApplicationUsers;
    this.clock = new AdjustableClock(clock);
    this.tables = loadSchema(schemaFile ?? findSchemaFile());
    this.store = new RowStore(this.tables, dataDirectory);
    this.limiter = new RequestLimiter(limits === 'off' ? undefined : (limits ?? DEFAULT_LIMIT), this.clock);
    this.seedUsers();
  }

  reset({ keepRows }: { keepRows: boolean }): void {
    this.faults = FaultPlan.none();
    this.stats.reset();
    this.limiter.reset();
    this.clock.reset();
    if (keepRows) return;
    this.store.clear();
    this.seedUsers();
  }

  report() {
    const { requestsByUser, ...totals } = this.stats.report();
    const windows = this.limiter.report();
    const users = Object.entries(this.applicationUsers).map(([applicationId, systemUserId]) => [
      applicationId,
      {
        systemUserId,
        requests: requestsByUser[applicationId] ?? 0,
        ...(windows[applicationId] ?? { fullestWindow: 0, throttled: 0 }),
      },
    ]);
    return {
      ...totals,
      rows: this.store.countByTable(),
      fullestWindow: Math.max(0, ...Object.values(windows).map(({ fullestWindow }) => fullestWindow)),
      applicationUsers: Object.fromEntries(users),
      limits: this.limiter.current ?? 'off',
      faults: this.faults.describe(),
      now: new Date(this.clock.now()).toISOString(),
    };
  }

  private seedUsers(): void {
    const table = this.tables.named(systemUserTable.name);
    if (!table) return;
    for (const [applicationid, systemuserid] of Object.entries(this.applicationUsers)) {
      const fullname = `# ${applicationid}`;
      this.store.seed(table, systemuserid, { systemuserid, applicationid, fullname, isdisabled: false });
    }
  }
}
