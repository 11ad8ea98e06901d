import { HttpService } from '@nestjs/axios';
import { Test } from '@nestjs/testing';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { HttpClientModule } from './http-client.module.js';
import { loopbackServer } from './loopback-server.js';

describe('HttpClientModule', () => {
  it('provides HttpService over undici, and closes the connections with the application', async () => {
    const server = await loopbackServer((_, response) => response.end('{"a":1}'));
    const module = await Test.createTestingModule({ imports: [HttpClientModule.register()] }).compile();
    await module.init();
    const http = module.get(HttpService, { strict: false });
    expect((await firstValueFrom(http.get(server.url))).data).toEqual({ a: 1 });
    expect((await http.axiosRef.get(server.url)).data).toEqual({ a: 1 });
    await module.close();
    await expect(http.axiosRef.get(server.url)).rejects.toMatchObject({ code: 'UND_ERR_DESTROYED' });
    await server.close();
  });
});
