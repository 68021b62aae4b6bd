import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';

/** The persistent variables of the API's stage. */
export interface StageVariables {
  read(): Readonly<Record<string, string>>;
  write(variables: Readonly<Record<string, string>>): void;
}

/** Opens a file with a stage's variables. A new stage has the template's variables. */
export function openStageVariables(file: string, initial: Readonly<Record<string, string>>): StageVariables {
  let variables = initial;
  try {
    variables = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return {
    read: () => variables,
    write(next) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, `${JSON.stringify(next, null, 2)}\n`);
      renameSync(`${file}.new`, file);
      variables = next;
    },
  };
}

export interface StageControlOptions {
  readonly apiId: string;
  readonly stageName: string;
  readonly variables: StageVariables;
}

/** A patch operation of UpdateStage. */
interface PatchOperation {
  readonly op?: string;
  readonly path?: string;
  readonly value?: string;
}

class RequestError extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** Serves GetStage and UpdateStage (`GET` and `PATCH /restapis/{id}/stages/{stage}`) as API Gateway's control API does. */
export async function answerStageControl(
  { apiId, stageName, variables }: StageControlOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const path = decodeURIComponent(new URL(request.url!, 'http://localhost').pathname);
    if (path !== `/restapis/${apiId}/stages/${stageName}`) {
      throw new RequestError(404, 'NotFoundException', 'Invalid stage identifier specified');
    }
    if (request.method === 'PATCH') {
      const { patchOperations = [] } = JSON.parse(await text(request)) as {
        patchOperations?: PatchOperation[];
      };
      variables.write(patchOperations.reduce(applyPatch, variables.read()));
    } else if (request.method !== 'GET') {
      throw new RequestError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    }
    const current = variables.read();
    // A stage without variables has no field `variables`.
    send(response, 200, { stageName, ...(Object.keys(current).length > 0 && { variables: current }) });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    response.setHeader('x-amzn-errortype', error.type);
    send(response, error.status, { message: error.message });
  }
}

/** "Stage variable names can have alphanumeric and underscore characters, and the values must match [A-Za-z0-9-._~:/?#&=,]+". */
function applyPatch(
  variables: Readonly<Record<string, string>>,
  { op, path = '', value = '' }: PatchOperation,
) {
  const name = /^\/variables\/(\w+)$/.exec(path)?.[1];
  if (name === undefined) {
    throw new RequestError(
      400,
      'BadRequestException',
      `Invalid patch path ${path}: only variables can be changed locally`,
    );
  }
  if (op === 'remove') {
    const { [name]: _, ...others } = variables;
    return others;
  }
  if (op !== 'replace') throw new RequestError(400, 'BadRequestException', `Invalid patch operation ${op}`);
  if (!/^[A-Za-z0-9\-._~:/?#&=,]+$/.test(value)) {
    throw new RequestError(
      400,
      'BadRequestException',
      'Stage variable value does not match [A-Za-z0-9-._~:/?#&=,]+',
    );
  }
  return { ...variables, [name]: value };
}

function send(response: ServerResponse, status: number, body: object): void {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}
