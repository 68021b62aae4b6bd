import type { IncomingHttpHeaders } from 'node:http';
import type { Integration, IntegrationResponse } from './api.ts';
import type { GatewayAnswer } from './gateway-responses.ts';
import { renderTemplate, type TemplateScope } from './mapping-template.ts';

/** No integration response matches the integration's status. */
export class NoIntegrationResponseError extends Error {
  override readonly name = 'NoIntegrationResponseError';
}

/** The parts of an integration's response that are mapped to the method's response. */
export interface IntegrationAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Maps an integration's response to the method's response. Selects the first integration response whose pattern matches the
 * whole status, otherwise the one without a pattern. Only mapped headers reach the client.
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
    // Without a mapping, API Gateway sets Content-Type to application/json.
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
  throw new NoIntegrationResponseError(`No integration response matches the status ${status}.`);
}

function headerValue(source: string, headers: IncomingHttpHeaders): string | undefined {
  const literal = /^'(.*)'$/s.exec(source)?.[1];
  if (literal !== undefined) return literal;
  const value = headers[source.replace('integration.response.header.', '').toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : value;
}

/**
 * Selects the template of the content type, otherwise that of application/json, otherwise any template, so that the body is never
 * passed through if a template exists.
 */
function templateFor(
  { templates }: IntegrationResponse,
  contentType: string | undefined,
): string | undefined {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  return templates.get(type) ?? templates.get('application/json') ?? [...templates.values()][0];
}
