/**
 * How many requests each application user of the environment has in flight: the limit on concurrency may be one for all of them.
 * That is told when it has changed, and else thirty times a lease: of a user that was not heard of for longer than a lease nothing is in
 * flight any more.
 */
export const environment = /* lua */ `
local tell_each_ms = settings.leaseMs / 30
local others_in_flight = 0
if settings.environmentConcurrency then
  local users = redis.call('HGETALL', KEYS[2])
  for place = 1, #users, 2 do
    local count, heardAt = cmsgpack.unpack(users[place + 1])
    if at - heardAt >= settings.leaseMs + tell_each_ms then
      redis.call('HDEL', KEYS[2], users[place])
    elseif users[place] ~= ARGV[3] then
      others_in_flight = others_in_flight + count
    end
  end
end
`;

export const tellEnvironment = /* lua */ `
if #permits / 4 ~= state.toldInFlight or at - state.toldAt >= tell_each_ms then
  state.toldInFlight, state.toldAt = #permits / 4, at
  redis.call('HSET', KEYS[2], ARGV[3], cmsgpack.pack(state.toldInFlight, at))
end
`;
