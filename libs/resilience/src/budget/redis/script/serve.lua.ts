/** The other half of `budget-ledger.ts`: who goes now, of those that asked. */
export const serve = /* lua */ `
local function head_of(ask)
  return { member = message.member, lane = ask.lane, since = now - ask.waitedMs, estimatedMs = ask.estimatedMs }
end

local function queues_of(asks)
  local queues = { interactive = {}, event = {}, batch = {} }
  for _, ask in ipairs(asks) do table.insert(queues[ask.lane], ask) end
  return queues
end

-- Of those that have something to ask: an overdue one first.
local function next_lane(queues)
  local first
  for _, lane in ipairs(lanes) do
    if #queues[lane] > 0 then
      if line.is_overdue(lane) then return lane end
      first = first or lane
    end
  end
  return first
end

-- What was set aside, and afterwards what was more or less of it.
local function took(lane, requests, executionMs)
  pace.take(lane, requests, executionMs)
  rates.took(lane, requests, executionMs)
end

local function grant(ask, head)
  reactions.surprised(ask.surpriseMs)
  line.go(head)
  flight.add(ask.id, head.lane, now, head.estimatedMs)
  took(head.lane, 1, head.estimatedMs)
end

local function wait_for_first(queue)
  if queue[1] then line.wait(head_of(queue[1])) end
end

local function serve(asks)
  local granted, wait = {}, nil
  line.leave(message.member)
  local queues = queues_of(asks)
  admission.refill()
  for _, lane in ipairs(lanes) do wait_for_first(queues[lane]) end
  local lane = next_lane(queues)
  while lane do
    local ask = table.remove(queues[lane], 1)
    local head = head_of(ask)
    local hindrance = admission.hindrance(head)
    if hindrance then
      if not wait or hindrance.ms < wait.ms then wait = hindrance end
      queues[lane] = {}
    else
      grant(ask, head)
      granted[#granted + 1] = ask.id
      wait_for_first(queues[lane])
    end
    lane = next_lane(queues)
  end
  return granted, wait
end

-- Another process that waits, and could go now.
local function next_to_call()
  for _, head in ipairs(line.firsts()) do
    if head.member ~= message.member and not admission.hindrance(head) then return head.member end
  end
  return nil
end
`;
