import type { HttpRequest, HttpResponse, Send } from './http-call.js';

type Step = HttpResponse | Error | ((request: HttpRequest) => HttpResponse | Promise<HttpResponse>);

/** An answer for a test: no headers, no body, five milliseconds. */
export function answerOf(status: number, rest: Partial<HttpResponse> = {}): HttpResponse {
  return { status, headers: {}, body: '', durationMs: 5, ...rest };
}

/** A transport for tests: gives the steps in turn, the last one again and again, and remembers the requests. */
export function scripted(...steps: [Step, ...Step[]]): Send & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    const step = steps[Math.min(requests.length, steps.length) - 1] as Step;
    if (step instanceof Error) throw step;
    return typeof step === 'function' ? step(request) : step;
  };
  return Object.assign(send, { requests });
}

/** A request for a test: a repeatable read. */
export function requestOf(rest: Partial<HttpRequest> = {}): HttpRequest {
  const url = 'https://contoso.crm4.dynamics.com/api/data/v9.2/contacts';
  return { method: 'GET', url, headers: {}, operation: 'contact.retrieve', repeatable: true, ...rest };
}
