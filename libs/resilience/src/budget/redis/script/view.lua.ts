/** `BudgetLedger.view`: what it has come to, in short. */
export const view = /* lua */ `
local function rate_a_second(lane)
  local rate = rates.of(lane)
  return { requests = rate.requests * 1000, executionMs = rate.executionMs * 1000 }
end

local function view(spent)
  return {
    spent = spent,
    inFlight = flight.count(),
    setAsideMs = flight.set_aside_ms(),
    heldBack = members.held_back(),
    callScale = reactions.scale(),
    operations = operations.total(),
    rates = {
      interactive = rate_a_second('interactive'),
      event = rate_a_second('event'),
      batch = rate_a_second('batch'),
    },
  }
end
`;
