import { useEffect, useMemo, useState } from 'preact/hooks';
import { api } from './client.ts';
import type { Address } from './documents.ts';
import { ApiProblem } from './problem.ts';

/** The state of a request. */
export type Loading<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: ApiProblem; readonly retry: () => void }
  | { readonly state: 'ready'; readonly document: T };

/** Loads the document at an API address. A cached document is available on the first render. */
export function useDocument<T>(address: Address<T>): Loading<T> {
  const addresses = useMemo(() => [address], [address]);
  const loading = useDocuments(addresses);
  return loading.state === 'ready' ? { state: 'ready', document: loading.document[0]! } : loading;
}

/** Loads the documents at several addresses, all or none. Pass the same array object while its content is unchanged. */
export function useDocuments<T>(addresses: readonly Address<T>[]): Loading<readonly T[]> {
  const [attempt, setAttempt] = useState(0);
  const asked = useMemo(() => ({ addresses, attempt }), [addresses, attempt]);
  const [answer, setAnswer] = useState<{ asked: object; documents?: T[]; problem?: ApiProblem }>();
  const found = useMemo(() => {
    const documents = asked.addresses.map((address) => api.peek(address));
    return documents.every((document) => document !== undefined) ? (documents as T[]) : undefined;
  }, [asked]);

  useEffect(() => {
    if (found) return;
    const controller = new AbortController();
    Promise.all(asked.addresses.map((address) => api.get(address, controller.signal))).then(
      (documents) => setAnswer({ asked, documents }),
      (problem: unknown) => {
        if (!controller.signal.aborted) setAnswer({ asked, problem: problemFrom(problem) });
      },
    );
    return () => controller.abort();
  }, [asked, found]);

  if (found) return { state: 'ready', document: found };
  if (answer?.asked !== asked) return { state: 'loading' };
  if (answer.documents) return { state: 'ready', document: answer.documents };
  return { state: 'failed', problem: answer.problem!, retry: () => setAttempt((n) => n + 1) };
}

const problemFrom = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem(0, 'The page could not read the response', String(error), { cause: error });
