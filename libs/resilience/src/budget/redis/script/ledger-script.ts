import { admission } from './admission.lua.js';
import { environment } from './environment.lua.js';
import { exchange } from './exchange.lua.js';
import { flight } from './flight.lua.js';
import { laneLimits } from './lane-limits.lua.js';
import { lanes } from './lanes.lua.js';
import { line } from './line.lua.js';
import { members } from './members.lua.js';
import { operationsMeter } from './operations-meter.lua.js';
import { pace } from './pace.lua.js';
import { rates } from './rates.lua.js';
import { reactions } from './reactions.lua.js';
import { recovery } from './recovery.lua.js';
import { report } from './report.lua.js';
import { serve } from './serve.lua.js';
import { spentWindow } from './spent-window.lua.js';
import { state, stateToRead } from './state.lua.js';
import { view } from './view.lua.js';

/**
 * What is given to the script: the keys of the ledger and of the environment, which share a hash tag; the settings and the message as
 * JSON; the name of the application user in the environment; the channel where others are called; and until when the message is of
 * use, by the server's clock, as far as its sender knows that.
 */
const given = /* lua */ `
local settings = cjson.decode(ARGV[1])
local message = cjson.decode(ARGV[2])
local user = ARGV[3]
local news = ARGV[4]
local in_time_until = tonumber(ARGV[5])
`;

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
  return cjson.encode({ isLate = true, at = at })
end
`;

const rules = [
  lanes,
  state,
  spentWindow,
  flight,
  line,
  members,
  rates,
  pace,
  reactions,
  recovery,
  operationsMeter,
  environment,
  'local others_in_flight = environment.others_in_flight()',
  laneLimits,
  admission,
  serve,
  view,
  exchange,
];

const scriptWith = (clock: string): string => [given, clock, lateMessages, ...rules].join('\n');

/** The rules of `BudgetLedger` in Lua: one file here for each of its own, joined, since a script of Redis cannot load another. */
export const ledgerScript = scriptWith(serverClock);

/** The same rules, and the time given to them. */
export const ledgerScriptOnToldTime = scriptWith(toldClock);

/** Who only reads knows the key of the ledger alone: the settings are where it lies. */
const givenToRead = /* lua */ `
local told = redis.call('HGET', KEYS[1], 'settings')
if not told then return '' end
local settings = cjson.decode(told)
`;

/** Epoch milliseconds as told to who only reads. */
const toldClockToRead = /* lua */ `
local at = tonumber(ARGV[1])
`;

const rulesToRead = [
  lanes,
  stateToRead,
  spentWindow,
  flight,
  line,
  members,
  rates,
  reactions,
  recovery,
  operationsMeter,
  laneLimits,
  view,
  report,
];

const reportWith = (clock: string): string => [givenToRead, clock, ...rulesToRead].join('\n');

/** `BudgetLedger.report`, which changes nothing; an empty text when there is no ledger. */
export const reportScript = reportWith(serverClock);

/** The same, and the time given to it. */
export const reportScriptOnToldTime = reportWith(toldClockToRead);
