/**
 * `operations-meter.ts`: the operations of the last 24 hours. The state knows the present hour and the sum of the 23 before it, one by
 * one they are needed only when the hour ends.
 */
export const operationsMeter = /* lua */ `
local hours_to_keep
local hour = floor(now / 3600000)
if hour ~= state.hour then
  local kept_hours = redis.call('HGET', KEYS[1], 'hours')
  local past = kept_hours and cmsgpack.unpack(kept_hours) or {}
  past[#past + 1] = { hour = state.hour, done = state.operations }
  local before, sum = {}, 0
  for _, each in ipairs(past) do
    if each.done > 0 and each.hour > hour - 24 then
      before[#before + 1] = each
      sum = sum + each.done
    end
  end
  state.hour, state.operations, state.operationsBefore = hour, 0, sum
  if kept_hours or before[1] then hours_to_keep = cmsgpack.pack(before) end
end
`;
