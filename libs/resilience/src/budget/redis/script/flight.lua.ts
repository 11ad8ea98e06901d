/** `flight.ts`: the requests in flight: id, lane, grantedAt, estimatedMs, one after the other. */
export const flight = /* lua */ `
local function flight_set_aside_ms()
  local sum = 0
  for place = 3, #permits, 4 do sum = sum + max(permits[place + 1], now - permits[place]) end
  return sum
end

local function flight_add(id, lane, grantedAt, estimatedMs)
  local place = place_of(id, permits) or #permits + 1
  permits[place], permits[place + 1], permits[place + 2], permits[place + 3] = id, lane, grantedAt, estimatedMs
end

-- The lane, and what was set aside; nothing when it is not in flight.
local function flight_take(id)
  local place = place_of(id, permits)
  if not place then return nil end
  local lane, estimatedMs = permits[place + 1], permits[place + 3]
  for _ = 1, 4 do table.remove(permits, place) end
  return lane, estimatedMs
end
`;

/** Those whose owner is gone, and, as in `lost-permits.ts`, what was charged for them. */
export const lostPermits = /* lua */ `
  local function take_lost()
    local lost, kept = {}, {}
    for place = 1, #permits, 4 do
      local id, lane, grantedAt, estimatedMs = unpack(permits, place, place + 3)
      if now - grantedAt >= settings.leaseMs then
        lost[#lost + 1] = { id = id, estimatedMs = estimatedMs }
      else
        for _, each in ipairs({ id, lane, grantedAt, estimatedMs }) do kept[#kept + 1] = each end
      end
    end
    permits = kept
    return lost
  end

  local function remember_lost(id, executionMs)
    local kept = {}
    for _, lost in ipairs(seldom_kept.lost or {}) do
      if now - lost.at < settings.windowMs then kept[#kept + 1] = lost end
    end
    kept[#kept + 1] = { id = id, executionMs = executionMs, at = now }
    seldom_kept.lost = kept
  end

  function seldom_done.spend_lost()
    for _, permit in ipairs(take_lost()) do
      local executionMs = permit.estimatedMs + surprise_ms
      window_add(now, 1, executionMs)
      remember_lost(permit.id, executionMs)
    end
  end

  -- What was charged too little.
  function seldom_done.settle_lost(id, executionMs)
    for place, lost in ipairs(seldom_kept.lost or {}) do
      if lost.id == id then
        table.remove(seldom_kept.lost, place)
        if not seldom_kept.lost[1] then seldom_kept.lost = nil end
        return max(executionMs - lost.executionMs, 0)
      end
    end
    return 0
  end
`;
