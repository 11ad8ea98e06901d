import { environment, tellEnvironment } from './environment.lua.js';
import { exchange, seldomDone } from './exchange.lua.js';
import { flight } from './flight.lua.js';
import { given } from './given.lua.js';
import { laneLimits } from './lane-limits.lua.js';
import { lanes } from './lanes.lua.js';
import { membersMissing } from './members.lua.js';
import { operationsMeter } from './operations-meter.lua.js';
import { took } from './pace.lua.js';
import { rates } from './rates.lua.js';
import { reactions } from './reactions.lua.js';
import { records } from './records.lua.js';
import { reply, send } from './reply.lua.js';
import { report } from './report.lua.js';
import { spentWindow } from './spent-window.lua.js';
import { keep, state, stateToRead } from './state.lua.js';

/**
 * Epoch milliseconds by the server's clock: the one clock that all processes share. With their fractions: what came at the end of a
 * whole millisecond and was dated by its beginning would leave the window too soon.
 */
const serverClock = /* lua */ `
local time = redis.call('TIME')
local at = time[1] * 1000 + time[2] / 1000
`;

/** Epoch milliseconds as told, for a test that runs hours in a moment. */
const toldClock = /* lua */ `
local at = tonumber(ARGV[6])
`;

/** Whoever sent it has gone on alone, which the message denies. */
const lateMessages = /* lua */ `
if in_time_until and at > in_time_until then
  return { struct.pack('>d', at) }
end
`;

const rules = [
  state,
  operationsMeter,
  spentWindow,
  flight,
  rates,
  took,
  reactions,
  seldomDone,
  environment,
  exchange,
  reply,
  tellEnvironment,
  keep,
  send,
];

const scriptWith = (clock: string): string =>
  [lanes, records, given, clock, lateMessages, ...rules].join('\n');

/** The rules of `BudgetLedger` in Lua: one file here for each of its own, joined, since a script of Redis cannot load another. */
export const ledgerScript = scriptWith(serverClock);

/** The same rules, and the time given to them. */
export const ledgerScriptOnToldTime = scriptWith(toldClock);

/** Epoch milliseconds as told to who only reads. */
const toldClockToRead = /* lua */ `
local at = tonumber(ARGV[1])
`;

const rulesToRead = [
  stateToRead,
  operationsMeter,
  spentWindow,
  flight,
  rates,
  reactions,
  seldomDone,
  membersMissing,
  laneLimits,
  report,
];

const reportWith = (clock: string): string => [lanes, records, clock, ...rulesToRead].join('\n');

/** `BudgetLedger.report`, which changes nothing; an empty text when there is no ledger. */
export const reportScript = reportWith(serverClock);

/** The same, and the time given to it. */
export const reportScriptOnToldTime = reportWith(toldClockToRead);
