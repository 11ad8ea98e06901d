import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  ControlError,
  exactObject,
  FaultPlan,
  openControlDoor,
  readJson,
} from '../../../control/src/index.js';
import { faultList } from '../faults/fault-list.js';
import { exportFaults, type Lake } from '../lake/lake.js';
import { notImplemented } from '../not-implemented.js';
import { representRow } from '../odata/represent-row.js';
import { limitsBody } from './limits-body.js';
import type { Organization } from './organization.js';
import { webhookRoutes } from './webhook-routes.js';

const clockSchema = exactObject({
  advanceSeconds: z
    .number()
    .positive()
    .max(10 * 365 * 86_400),
});
const resetSchema = exactObject({
  keepRows: z.boolean().default(false),
  schema: z.boolean().default(false),
}).refine(({ keepRows, schema }) => !(keepRows && schema), 'rows cannot be kept without their schema');

const lakeSchema = z.discriminatedUnion('action', [
  exactObject({ action: z.literal('write') }),
  exactObject({ action: z.literal('export'), fault: z.enum(exportFaults).optional() }),
]);

/** The control door's routes; the README says what each of them takes and answers. */
export function openDataverseControl(app: FastifyInstance, organization: Organization): void {
  openControlDoor(app, {
    'GET stats': () => organization.report(),
    'GET not-implemented': () => ({ notImplemented }),
    'GET unknowns': () => ({ unknowns: organization.unknowns }),
    'GET rows/:table': (request) => dump(organization, request),
    'GET faults': () => ({ faults: organization.faults.describe() }),
    'POST faults': ({ body }) => {
      const plan = FaultPlan.read(body, faultList);
      for (const { table } of plan.describe())
        if (table && !organization.tables.named(table)) throw noSuchTable(organization, table);
      organization.strikeWith(plan);
      return { faults: plan.describe() };
    },
    'GET limits': () => organization.protection.settings,
    'POST limits': ({ body }) => {
      organization.protection.change(readJson(body, limitsBody));
      return { limits: organization.limitsInForce };
    },
    'POST clock': ({ body }) => {
      organization.clock.advance(readJson(body, clockSchema).advanceSeconds);
      organization.webhooks.checkTime();
      return { now: new Date(organization.clock.now()).toISOString() };
    },
    'GET lake': () => describeLake(organization),
    'POST lake': ({ body }) => {
      const order = readJson(body, lakeSchema);
      const lake = lakeOf(organization);
      const exported = order.action === 'export' ? lake.export(order.fault) : lake.write();
      return { ...describeLake(organization), ...exported };
    },
    ...webhookRoutes(organization),
    'POST reset': ({ body }) => {
      organization.reset(readJson(body, resetSchema));
      return { reset: true };
    },
  });
}

function dump(organization: Organization, request: FastifyRequest) {
  const { table: name } = request.params as { table: string };
  const table = organization.tables.named(name) ?? organization.tables.withEntitySet(name);
  if (!table) throw noSuchTable(organization, name);
  const rows = [...organization.store.scan(table)].map((row) => representRow(table, row));
  return { table: table.name, count: rows.length, rows };
}

function lakeOf({ lake }: Organization): Lake {
  if (lake) return lake;
  throw new ControlError('There is no lake; start with one: --lake FOLDER');
}

function describeLake({ lake }: Organization) {
  if (!lake) return { lake: 'off' };
  const { path, current } = lake.container;
  return { lake: path, current, folders: lake.container.folders() };
}

function noSuchTable({ tables }: Organization, name: string): ControlError {
  return new ControlError(
    `There is no table ${name}; there are ${tables.all.map((one) => one.name).join(', ')}`,
  );
}
