import { readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** The file of the data directory with the secrets: a JSON object of secrets by name, each a string or JSON. */
export const SECRETS_FILE = 'secrets.json';

class RequestError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/**
 * Serves GetSecretValue as Secrets Manager does: AWS JSON 1.1, a POST whose `x-amz-target` names the operation. The file is
 * read for each request, so that secrets can be added while a stack runs.
 */
export async function answerSecrets(
  file: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const operation = request.headers['x-amz-target'];
    if (operation !== 'secretsmanager.GetSecretValue') {
      throw new RequestError('UnknownOperationException', `${operation} is not supported`);
    }
    const { SecretId: id } = JSON.parse(await text(request)) as { SecretId: string };
    send(response, 200, {
      ARN: id.startsWith('arn:') ? id : `arn:aws:secretsmanager:us-east-1:000000000000:secret:${id}-AbCdEf`,
      Name: nameOf(id),
      SecretString: readSecret(file, id),
    });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    send(response, 400, { __type: error.type, message: error.message });
  }
}

/** An ARN ends in the name and six random characters. */
const nameOf = (id: string): string => /^arn:.*:secret:(.+?)(-[A-Za-z0-9]{6})?$/.exec(id)?.[1] ?? id;

function readSecret(file: string, id: string): string {
  const secrets = readSecrets(file);
  const secret = secrets[id] ?? secrets[nameOf(id)];
  if (secret === undefined) {
    throw new RequestError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }
  return typeof secret === 'string' ? secret : JSON.stringify(secret);
}

function readSecrets(file: string): Readonly<Record<string, unknown>> {
  const refuse = (why: string): RequestError => new RequestError('LocalSecretsError', `${file} ${why}.`);
  let content: string;
  try {
    // Refuses files that other users can read. Windows has no such modes.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      throw refuse('may be read by others on this machine; run: chmod 600 on it');
    }
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return JSON.parse(content) as Record<string, unknown>;
  } catch {
    throw refuse('is no JSON object of secrets by their names');
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}
