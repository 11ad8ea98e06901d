import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';

/** A stretch of network between a client and a server on this machine, which can be slow, or be cut without a word. */
export class TcpProxy {
  /** Of each direction. */
  delayMs = 0;
  /** While cut, bytes vanish and nobody is told: as in a network, and unlike a server that is gone. */
  isCut = false;
  /** A client that says this loses its connection over it, once. */
  breaksAt: RegExp | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {}

  static async to(targetPort: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, targetPort);
    server.on('connection', (socket: Socket) => proxy.join(socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections; new ones are taken. */
  breakOff(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.breakOff();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const target = createConnection(this.targetPort, '127.0.0.1');
    client.on('data', (bytes: Buffer) => this.breakAt(bytes, client));
    this.pass(client, target);
    this.pass(target, client);
  }

  private breakAt(bytes: Buffer, client: Socket): void {
    if (!this.breaksAt?.test(bytes.toString())) return;
    this.breaksAt = undefined;
    client.destroy();
  }

  private pass(from: Socket, to: Socket): void {
    this.sockets.add(from.setNoDelay());
    from.on('data', (bytes) => this.later(() => to.write(bytes)));
    from.on('close', () => {
      this.sockets.delete(from);
      this.later(() => to.destroy());
    });
    // A reset is a close, which follows.
    from.on('error', () => undefined);
  }

  /** Timers of the same delay fire in their order, so the bytes keep theirs. */
  private later(pass: () => void): void {
    if (this.isCut) return;
    if (this.delayMs === 0) return pass();
    setTimeout(() => {
      if (!this.isCut) pass();
    }, this.delayMs);
  }
}
