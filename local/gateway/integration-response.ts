import type { IncomingHttpHeaders } from 'node:http';
import type { Integration, IntegrationResponse } from './api.ts';
import type { GatewayAnswer } from './gateway-responses.ts';
import { renderTemplate, type TemplateScope } from './mapping-template.ts';

/** No integration response is for what the integration has answered. */
export class NoIntegrationResponseError extends Error {
  override readonly name = 'NoIntegrationResponseError';
}

/** What the integration has answered, as far as responses are made from it. */
export interface IntegrationAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Turns an integration's answer into the method's: the first response whose pattern matches the whole status, else the
 * one without a pattern. Headers reach the client only where they are mapped.
 * @throws NoIntegrationResponseError
 */
export function mapResponse(
  integration: Integration,
  answered: IntegrationAnswer,
  scope: TemplateScope,
): GatewayAnswer {
  const response = selectResponse(integration.responses, answered.status);
  const headers = [...response.headers].flatMap(([name, source]): [string, string][] => {
    const value = headerValue(source, answered.headers);
    return value === undefined ? [] : [[name, value]];
  });
  const template = templateFor(response, answered.headers['content-type']);
  return {
    status: response.status,
    // "API Gateway sets Content-Type to application/json where the method response doesn't name it."
    headers: { 'Content-Type': 'application/json', ...Object.fromEntries(headers) },
    body:
      template === undefined
        ? answered.body
        : Buffer.from(renderTemplate(template, { ...scope, body: answered.body.toString() }).text),
  };
}

function selectResponse(responses: readonly IntegrationResponse[], status: number): IntegrationResponse {
  const selected =
    responses.find(({ selectionPattern }) => selectionPattern?.test(String(status))) ??
    responses.find(({ selectionPattern }) => selectionPattern === null);
  if (selected) return selected;
  throw new NoIntegrationResponseError(`No integration response is for the status ${status}.`);
}

function headerValue(source: string, headers: IncomingHttpHeaders): string | undefined {
  const literal = /^'(.*)'$/s.exec(source)?.[1];
  if (literal !== undefined) return literal;
  const value = headers[source.replace('integration.response.header.', '').toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The template of the answer's content type, else that of application/json, else any: a body never slips through. */
function templateFor(
  { templates }: IntegrationResponse,
  contentType: string | undefined,
): string | undefined {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  return templates.get(type) ?? templates.get('application/json') ?? [...templates.values()][0];
}
