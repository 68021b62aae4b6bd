/** What asks here is what asks in the smoke test. */
export { forAll, type Reply, send } from '../../ops/smoke/http.ts';
