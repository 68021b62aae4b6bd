/** What asks here is what asks in the smoke test. */
export { forAll, type Reply, send } from '../../cli/smoke/http.ts';
