/** The HTTP client of the smoke test. */
export { forAll, type Reply, send } from '../../cli/smoke/http.ts';
