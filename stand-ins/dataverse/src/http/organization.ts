import { AdjustableClock, ControlError, FaultPlan, StandInError } from '../../../control/src/index.js';
import type { DataverseFaults } from '../faults/fault-list.js';
import { LakeContainer } from '../lake/container.js';
import { Lake } from '../lake/lake.js';
import { seedSettings } from '../files/seed-settings.js';
import { Uploads } from '../files/uploads.js';
import { KeyIndexes } from '../metadata/key-indexes.js';
import { seedMessages } from '../metadata/message-filters.js';
import { seedSolutions } from '../metadata/seed-solutions.js';
import { loadSchema, type Publisher } from '../schema/load-schema.js';
import { systemUserTable } from '../schema/system-user.table.js';
import type { SchemaState, Tables } from '../schema/tables.js';
import type { Caller } from '../operations/request.js';
import type { Privilege } from '../privileges.js';
import { objectIdOf } from '../application-users.js';
import type { Values } from '../store/row.js';
import { RowStore } from '../store/row-store.js';
import { defaultApplicationUsers, findSchemaFile } from './defaults.js';
import { answered, type Unknowns } from '../unknowns.js';
import type { UserReport } from '../throttle/accounts.js';
import type { ThrottleSettings } from '../throttle/settings.js';
import type { DuplicateRule } from '../schema/duplicate-rule.js';
import { webhooksOf } from '../webhooks/read-webhooks.js';
import { Webhooks } from '../webhooks/webhooks.js';
import { organization as ids, type DataverseStandInOptions, type UserOptions } from './options.js';
import { EventLoopLag } from './event-loop-lag.js';
import { Protection } from './protection.js';
import { RequestStats } from './request-stats.js';

export interface Reset {
  keepRows: boolean;
  /** Undo what has been changed in the schema, too. */
  schema: boolean;
}

/** Everything that one running stand-in holds, apart from its connections. */
export class Organization {
  readonly clock: AdjustableClock;
  readonly tables: Tables;
  readonly store: RowStore;
  /** What Azure Synapse Link would export; undefined when nobody asked for it. */
  readonly lake: Lake | undefined;
  readonly keyIndexes: KeyIndexes;
  readonly webhooks: Webhooks;
  readonly protection: Protection;
  readonly applicationUsers: Readonly<Record<string, string>>;
  readonly unknowns: Unknowns;
  readonly duplicateRules: readonly DuplicateRule[];
  readonly changeTrackingDays: number;
  readonly uploads = new Uploads();
  readonly stats = new RequestStats();
  readonly lag = new EventLoopLag();
  faults: DataverseFaults = FaultPlan.none();
  /** The schema as it was when the faults in force were posted. */
  schemaBefore: SchemaState;
  private readonly publisher: Publisher | undefined;

  constructor(private readonly options: DataverseStandInOptions) {
    const { clock, schemaFile, schema, withoutBulk, dataDirectory, lakeDirectory } = options;
    const { limits, applicationUsers } = options;
    this.unknowns = answered(options.unknowns);
    this.changeTrackingDays = options.changeTrackingDays ?? 7;
    this.applicationUsers = applicationUsers ?? defaultApplicationUsers;
    this.clock = new AdjustableClock(clock);
    const { tables, publisher } = loadSchema(schemaFile ?? findSchemaFile(), schema, withoutBulk);
    this.tables = tables;
    this.publisher = publisher;
    this.schemaBefore = tables.state;
    this.duplicateRules = (options.duplicateRules ?? []).map((rule) => checkedRule(this.tables, rule));
    const container = lakeDirectory
      ? new LakeContainer(lakeDirectory, this.clock, dataDirectory !== undefined)
      : undefined;
    this.store = new RowStore(this.tables, dataDirectory);
    this.lake = container && new Lake(container, this.tables, this.store, this.clock);
    const wishes = limits === 'off' ? { enabled: false } : (limits ?? {});
    this.protection = new Protection(wishes, this.unknowns, this.clock, options.costOf);
    this.keyIndexes = new KeyIndexes(this.tables, this.store, options.keyIndexSeconds);
    const { store, unknowns } = this;
    this.webhooks = new Webhooks(
      { tables, store, clock: this.clock, unknowns, organization: ids },
      options.webhookDelivery,
    );
    this.webhooks.register(checkedWebhooks(this.tables, options.webhooks));
    this.seed();
  }

  reset({ keepRows, schema }: Reset): void {
    this.strikeWith(FaultPlan.none());
    this.stats.reset();
    this.protection.reset();
    this.lag.reset();
    this.clock.reset();
    this.webhooks.reset();
    if (keepRows && !schema) return;
    this.store.clear({ schema });
    this.uploads.clear();
    this.lake?.clear();
    this.seed();
  }

  /** Instead of those that were in force. */
  strikeWith(faults: DataverseFaults): void {
    this.faults = faults;
    this.schemaBefore = this.tables.state;
  }

  report() {
    const { requestsByUser, ...totals } = this.stats.report();
    const usage = this.protection.report();
    const users = Object.entries(this.applicationUsers).map(([applicationId, systemUserId]) => [
      applicationId,
      {
        systemUserId,
        requests: requestsByUser[applicationId] ?? 0,
        ...inShort(usage[applicationId]),
      },
    ]);
    return {
      ...totals,
      rows: this.store.countByTable(),
      fullestWindow: Math.max(0, ...Object.values(usage).map(({ fullestWindow }) => fullestWindow.requests)),
      applicationUsers: Object.fromEntries(users),
      usage,
      eventLoopLag: this.lag.report(),
      limits: this.limitsInForce,
      faults: this.faults.describe(),
      webhooks: this.webhooks.report(),
      now: new Date(this.clock.now()).toISOString(),
    };
  }

  get limitsInForce(): ThrottleSettings | 'off' {
    const { settings } = this.protection;
    return settings.enabled ? settings : 'off';
  }

  privilegesOf({ applicationId }: Caller): ReadonlySet<Privilege> {
    const { privileges = {} } = this.options;
    const held = Object.entries(privileges).find(([id]) => id.toLowerCase() === applicationId);
    return new Set(held?.[1]);
  }

  /** What an organisation has from the start, put there again when it has been forgotten. */
  private seed(): void {
    this.seedUsers();
    seedSettings(this.tables, this.store, ids.organizationId);
    seedSolutions(this.tables, this.store, this.publisher);
    seedMessages(this.tables, this.store);
  }

  private seedUsers(): void {
    const table = this.tables.named(systemUserTable.name);
    if (!table) return;
    const users = [
      ...Object.entries(this.applicationUsers).map(applicationUser),
      ...(this.options.users ?? []).map(person),
    ];
    for (const user of users) this.store.seed(table, String(user['systemuserid']), user);
  }
}

/** The number-of-requests facet alone. */
const inShort = (usage: UserReport | undefined) => ({
  fullestWindow: usage?.fullestWindow.requests ?? 0,
  throttled: usage ? Object.values(usage.throttled).reduce((sum, count) => sum + count, 0) : 0,
});

/** @throws StandInError for registrations that the control door would refuse */
function checkedWebhooks(tables: Tables, webhooks: DataverseStandInOptions['webhooks'] = []) {
  try {
    return webhooksOf(webhooks, tables);
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    throw new StandInError(`The webhooks cannot be registered: ${error.message}`, { cause: error });
  }
}

/** @throws StandInError for a table or column that is not there: a rule that finds nothing would deceive */
function checkedRule(tables: Tables, rule: DuplicateRule): DuplicateRule {
  const table = tables.named(rule.table);
  const missing = rule.columns.find((column) => !table?.columnsByName.has(column));
  if (!table || missing !== undefined)
    throw new StandInError(
      `The duplicate rule for ${rule.table} names what is not there: ${missing ?? rule.table}`,
    );
  return rule;
}

const applicationUser = ([applicationid, systemuserid]: [string, string]): Values => ({
  systemuserid,
  ownerid: systemuserid,
  applicationid,
  azureactivedirectoryobjectid: objectIdOf(applicationid),
  fullname: `# ${applicationid}`,
  isdisabled: false,
});

const person = ({ systemUserId, entraObjectId, fullName, disabled = false }: UserOptions): Values => ({
  systemuserid: systemUserId.toLowerCase(),
  ownerid: systemUserId.toLowerCase(),
  azureactivedirectoryobjectid: entraObjectId.toLowerCase(),
  fullname: fullName,
  isdisabled: disabled,
});
