/** What an answer of the API that is no document says, or that there was no answer (status 0). */
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

  /** Whether the API says that there is no such thing, rather than that something went wrong. */
  get isNotFound(): boolean {
    return this.status === 404;
  }
}

/** The problem that a response tells (RFC 9457), whatever its body is. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const told = (body ?? {}) as { title?: unknown; detail?: unknown };
  return new ApiProblem(
    response.status,
    typeof told.title === 'string' ? told.title : `The API answered with status ${response.status}`,
    typeof told.detail === 'string' ? told.detail : 'It gave no reason.',
  );
}

/** The problem of a request that got no answer that could be read. */
export const noAnswer = (cause: unknown): ApiProblem =>
  new ApiProblem(0, 'The API gave no answer', 'The connection may be down. Try again in a moment.', {
    cause,
  });
