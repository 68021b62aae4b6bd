/** An error response of the API, or a failed request (status 0). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly title: string;
  readonly detail: string;

  constructor(status: number, title: string, detail: string, options?: ErrorOptions) {
    super(`${title}: ${detail}`, options);
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  /** Whether the document doesn't exist. */
  get isNotFound(): boolean {
    return this.status === 404;
  }
}

/** Reads an RFC 9457 problem from a response. Falls back to the status where the body has none. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = (body ?? {}) as { title?: unknown; detail?: unknown };
  return new ApiProblem(
    response.status,
    typeof problem.title === 'string' ? problem.title : `The API returned status ${response.status}`,
    typeof problem.detail === 'string' ? problem.detail : 'The response contains no reason.',
  );
}

/** Returns the problem of a request without a readable response. */
export const noAnswer = (cause: unknown): ApiProblem =>
  new ApiProblem(0, 'The API did not respond', 'The connection may be down. Try again in a moment.', {
    cause,
  });
