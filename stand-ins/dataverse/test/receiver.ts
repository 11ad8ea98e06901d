import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Attribute {
  key: string;
  value: unknown;
}

export interface Entity {
  Attributes: Attribute[];
  FormattedValues: Attribute[];
  Id: string;
  LogicalName: string;
  RowVersion: string | null;
}

/** As much of a RemoteExecutionContext as tests look at. */
export interface EventBody {
  CorrelationId: string;
  InitiatingUserId: string;
  InputParameters?: { key: string; value: Entity }[];
  MessageName: string;
  OperationId: string;
  OutputParameters: Attribute[];
  ParentContext?: EventBody | null;
  PostEntityImages?: { key: string; value: Entity }[];
  PreEntityImages?: { key: string; value: Entity }[];
  PrimaryEntityId: string;
  PrimaryEntityName: string;
  RequestId: string;
  SharedVariables: Attribute[];
  UserId: string;
}

export interface Received {
  url: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: EventBody;
}

type Answer = (received: Received, response: ServerResponse) => void;

const ok: Answer = (_, response) => void response.writeHead(204).end();

/** A receiver of webhooks on a free port, which answers as it is told, and 204 when it is told nothing. */
export class Receiver {
  readonly received: Received[] = [];
  answer: Answer = ok;

  private constructor(private readonly server: ReturnType<typeof createServer>) {
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void this.receive(request, response),
    );
  }

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/events`;
  }

  /** What it was told so far, each in short: `Create contact`. */
  get told(): string[] {
    return this.received.map(({ body }) => `${body.MessageName} ${body.PrimaryEntityName}`);
  }

  /** Answers with these statuses, one after the other, and with the last of them from then on. */
  answerWith(...statuses: number[]): void {
    const left = [...statuses];
    this.answer = (_, response) =>
      void response.writeHead((left.length > 1 ? left.shift() : left[0]) ?? 204).end();
  }

  forget(): void {
    this.received.length = 0;
    this.answer = ok;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const received: Received = {
      url: request.url ?? '',
      headers: request.headers,
      text: sent,
      body: JSON.parse(sent) as EventBody,
    };
    this.received.push(received);
    this.answer(received, response);
  }
}

/** The row that an event is about. */
export function targetOf({ body }: Received): Entity {
  const [target] = body.InputParameters ?? [];
  if (!target) throw new Error('The event tells no row');
  return target.value;
}

/** The columns of a row in an event, by name. */
export const columnsOf = ({ Attributes }: Entity): Record<string, unknown> =>
  Object.fromEntries(Attributes.map(({ key, value }) => [key, value]));
