/** `recovery.ts`: whether a new ledger knows what was spent before it began. Nothing of it is kept once it does. */
export const recovery = /* lua */ `
  local matters_for_ms = settings.windowMs + settings.leaseMs
  local graces = 3

  local function size_of(set)
    local size = 0
    for _ in pairs(set) do size = size + 1 end
    return size
  end

  function seldom_done.told(untold)
    local known = seldom_kept.recovery
    if not known then return end
    known.all[member] = true
    if untold.wasHeard then known.isLost = true end
    if (untold.livedMs or 0) >= now - state.bornAt + matters_for_ms then known.witnesses[member] = true end
  end

  function seldom_done.is_recovering()
    local known = seldom_kept.recovery
    local size = size_of(known.isLost and known.witnesses or known.all)
    local patience_ms = known.isLost and matters_for_ms or settings.graceMs * graces
    if size < settings.processes and now - state.bornAt < patience_ms then return true end
    seldom_kept.recovery = nil
    return false
  end
`;
