/** `operations-meter.ts`: the operations of the last 24 hours, by the hour. */
export const operationsMeter = /* lua */ `
local operations = {}

function operations.count(done)
  local hour = math.floor(now / 3600000)
  local kept = {}
  local present = { hour = hour, done = 0 }
  for _, each in ipairs(state.hours) do
    if each.hour == hour then
      present = each
    elseif each.hour > hour - 24 then
      kept[#kept + 1] = each
    end
  end
  present.done = present.done + done
  kept[#kept + 1] = present
  state.hours = kept
end

function operations.total()
  local oldest = math.floor(now / 3600000) - 23
  local sum = 0
  for _, each in ipairs(state.hours) do
    if each.hour >= oldest then sum = sum + each.done end
  end
  return sum
end
`;
