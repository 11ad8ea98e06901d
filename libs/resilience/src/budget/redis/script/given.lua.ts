import { settingNames } from '../settings-text.js';

/** Lua: the settings that were told as a list. */
export const settingsFrom = (told: string): string =>
  `{ ${settingNames.map((name, place) => `${name} = ${told}[${place + 1}]`).join(', ')} }`;

/**
 * What is given to the script: the keys of the ledger and of the environment, which share a hash tag; the settings and the message in
 * short; the name of the application user in the environment; the channel where others are called; and until when the message is of
 * use, by the server's clock, as far as its sender knows that.
 */
export const given = /* lua */ `
local settings_text = ARGV[1]
local settings_told = cjson.decode(settings_text)
local member, own_requests, own_ms, settlements, asks, seldom_told = unpack(cjson.decode(ARGV[2]))
local in_time_until = tonumber(ARGV[5])
local settings = ${settingsFrom('settings_told')}
`;
