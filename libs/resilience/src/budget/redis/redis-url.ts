const schemes = ['redis:', 'rediss:'];

/**
 * ioredis takes any address for one, and where it sees no Redis in it looks on this machine.
 *
 * @throws RangeError that does not repeat the address, since a password may stand in it
 */
export function assertRedisUrl(url: string): void {
  if (!URL.canParse(url) || !schemes.includes(new URL(url).protocol))
    throw new RangeError('The address of a Redis begins with redis:// or rediss://.');
}
