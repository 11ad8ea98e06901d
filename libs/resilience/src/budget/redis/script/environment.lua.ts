/**
 * How many requests each application user of the environment has in flight: the limit on concurrency may be one for all of them.
 * Of a user that was not heard of for a lease nothing is in flight any more.
 */
export const environment = /* lua */ `
local environment = {}

function environment.others_in_flight()
  if not settings.environmentConcurrency then return 0 end
  local sum = 0
  local users = redis.call('HGETALL', KEYS[2])
  for place = 1, #users, 2 do
    local count, heardAt = cmsgpack.unpack(users[place + 1])
    if at - heardAt >= settings.leaseMs then
      redis.call('HDEL', KEYS[2], users[place])
    elseif users[place] ~= user then
      sum = sum + count
    end
  end
  return sum
end

function environment.tell()
  redis.call('HSET', KEYS[2], user, cmsgpack.pack(flight.count(), at))
  redis.call('PEXPIRE', KEYS[2], kept_ms)
end
`;
