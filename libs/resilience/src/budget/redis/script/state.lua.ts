const layout = /* lua */ `
local layout = '3/' .. settings.windowMs .. '/' .. settings.slotMs
`;

const present = /* lua */ `
-- A clock that is set back, or that of another server, must not make the window forget: time stands; but for longer than a window
-- there is nothing to wait for.
state.setBackMs = state.setBackMs or 0
if state.latest - at - state.setBackMs > settings.windowMs then state.setBackMs = state.latest - at end
state.latest = math.max(state.latest, at + state.setBackMs)
local now = state.latest
`;

/**
 * All that the ledger remembers lies in one hash, so that nothing of it can be lost without the rest: under `hot` what every message
 * needs, packed; and under its number each slot of the window, of which a message needs one or two. A state that was written
 * with other slots, or by another version of these rules, is worth nothing: it is as if the ledger was lost.
 */
export const state = /* lua */ `
${layout}
-- The operations of a day are the longest that anything is of use.
local kept_ms = math.max(25 * 3600000, 4 * (settings.windowMs + settings.leaseMs))

local function new_state(now)
  return {
    layout = layout,
    bornAt = now,
    latest = now,
    recovery = { all = {}, witnesses = {} },
    total = { requests = 0, executionMs = 0 },
    permits = {},
    lost = {},
    heads = {},
    passedOver = { interactive = 0, event = 0, batch = 0 },
    members = {},
    rates = {},
    tokens = {},
    hours = {},
  }
end

local function load_state(now)
  local packed = redis.call('HGET', KEYS[1], 'hot')
  local found = packed and cmsgpack.unpack(packed)
  if found and found.layout == layout then return found end
  redis.call('DEL', KEYS[1])
  return new_state(now)
end

local state = load_state(at)
${present}
`;

/** The same for who only reads: a state that is not there, or not understood, is let be. */
export const stateToRead = /* lua */ `
${layout}
local packed = redis.call('HGET', KEYS[1], 'hot')
local state = packed and cmsgpack.unpack(packed)
if not state or state.layout ~= layout then return '' end
${present}
`;
