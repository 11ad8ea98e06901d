import { settingsFrom } from './given.lua.js';
import { packedNumbers, unpackNumbers } from './kept-numbers.js';

/** The names tell the form of what is kept under them: who knows another one finds nothing. */
const [numbers, lists] = ["'numbers 4'", "'lists 4'"];

const kept = /* lua */ `
local packed, lists = unpack(redis.call('HMGET', KEYS[1], ${numbers}, ${lists}))
local permits, members, kept_settings, seldom_kept
if packed and lists then permits, members, kept_settings, seldom_kept = cmsgpack.unpack(lists) end
`;

const known = /* lua */ `
${unpackNumbers}
seldom_kept = seldom_kept or {}
-- A new ledger begins now.
if state.bornAt == 0 then state.bornAt, state.latest = at, at end

-- A clock that is set back, or that of another server, must not make the window forget: time stands; but for longer than a window
-- there is nothing to wait for.
if state.latest - at - state.setBackMs > settings.windowMs then state.setBackMs = state.latest - at end
state.latest = max(state.latest, at + state.setBackMs)
local now = state.latest
`;

/**
 * All that the ledger remembers lies in one hash, so that nothing of it can be lost without the rest:
 *
 * - `numbers`, packed: what is one number each, the newest slot of the window among it;
 * - `lists`, packed: the permits in flight; the members; the settings, for who only reads, and to see that the slots are the same; and
 *   what is not there most of the time: who waits, what 429s have taught, how far a new ledger is;
 * - `hours`: the operations of each hour before the present one;
 * - under its number each slot of the window but the newest.
 *
 * So a message needs no more than the first two. A state that was written with other slots, or by another version of these rules, is
 * worth nothing: it is as if the ledger was lost.
 */
export const state = /* lua */ `
-- The operations of a day are the longest that anything is of use, and for an hour the end of that is not put off again.
local kept_ms = max(26 * 3600000, 4 * (settings.windowMs + settings.leaseMs))
local put_off_each_ms = 3600000

${kept}
local is_new = not permits
if permits and kept_settings ~= settings_text then
  local told = cjson.decode(kept_settings)
  local other = ${settingsFrom('told')}
  is_new = other.windowMs ~= settings.windowMs or other.slotMs ~= settings.slotMs
end
if is_new then
  redis.call('DEL', KEYS[1])
  packed, permits, members, seldom_kept = nil, {}, {}, { recovery = { all = {}, witnesses = {} } }
end
${known}
`;

/** The same for who only reads: a state that is not there, or not understood, is let be. */
export const stateToRead = /* lua */ `
${kept}
if not permits then return '' end
local settings_told = cjson.decode(kept_settings)
local settings = ${settingsFrom('settings_told')}
${known}
`;

/** What is to be remembered, written back. */
export const keep = /* lua */ `
local is_to_expire_later = now - state.expirySetAt >= put_off_each_ms
if is_to_expire_later then state.expirySetAt = now end
local fields = { ${numbers}, ${packedNumbers}, ${lists}, cmsgpack.pack(permits, members, settings_text, next(seldom_kept) and seldom_kept) }
if hours_to_keep then
  fields[#fields + 1] = 'hours'
  fields[#fields + 1] = hours_to_keep
end
if made_slots then slots().keep(fields) end
redis.call('HSET', KEYS[1], unpack(fields))
if is_to_expire_later then
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, kept_ms) end
end
`;
