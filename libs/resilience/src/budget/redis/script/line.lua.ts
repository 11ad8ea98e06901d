/** `line.ts`: who waits, and who comes before whom. Most of the time nobody does. */
export const line = /* lua */ `
  local patience_in_turns = 20
  local heads = seldom_kept.heads or {}
  local passed_over = seldom_kept.passedOver or { 0, 0, 0 }

  local function keep_heads(is_kept)
    local kept = {}
    for _, head in ipairs(heads) do
      if is_kept(head) then kept[#kept + 1] = head end
    end
    heads = kept
  end

  local function is_overdue(lane)
    return passed_over[lane] >= patience_in_turns
  end

  local function order_of(head)
    return is_overdue(head.lane) and 0 or head.lane
  end

  function line.leave()
    keep_heads(function(head)
      return head.member ~= member and now - head.heardAt < settings.graceMs
    end)
    line.keep()
  end

  function line.wait(head)
    head.heardAt = now
    heads[#heads + 1] = head
  end

  local function is_awaited(lane)
    for _, head in ipairs(heads) do
      if head.lane == lane then return true end
    end
    return false
  end

  local function pass_over(lane)
    passed_over[lane] = 0
    for lower = lane + 1, lowest_lane do
      passed_over[lower] = is_awaited(lower) and passed_over[lower] + 1 or 0
    end
  end

  local function go(head)
    keep_heads(function(other)
      return other.member ~= head.member or other.lane ~= head.lane
    end)
    pass_over(head.lane)
  end

  -- Of each lane the one that has waited longest.
  local function firsts()
    local found = {}
    for lane = 1, lowest_lane do
      local first
      for _, head in ipairs(heads) do
        if head.lane == lane and (not first or head.since < first.since) then first = head end
      end
      found[#found + 1] = first
    end
    return found
  end

  -- How many come before this one, and what they want; and of its own lane.
  local function before(head)
    local order = order_of(head)
    local found = { requests = 0, executionMs = 0, elders = 0, eldersMs = 0 }
    for _, other in ipairs(heads) do
      local other_order = order_of(other)
      if other_order < order or (other_order == order and other.since < head.since) then
        found.requests = found.requests + 1
        found.executionMs = found.executionMs + other.estimatedMs
        if other.lane == head.lane then
          found.elders = found.elders + 1
          found.eldersMs = found.eldersMs + other.estimatedMs
        end
      end
    end
    return found
  end

  function line.keep()
    seldom_kept.heads = heads[1] and heads or nil
    local is_any_passed_over = passed_over[2] > 0 or passed_over[3] > 0
    seldom_kept.passedOver = is_any_passed_over and passed_over or nil
  end
`;
