import { useEffect, useRef, useState } from 'preact/hooks';
import { Waiting } from './loaded.tsx';

/** The reference of the API with a way to try it, by Swagger UI, which comes only where this is shown. */
export function Reference({ document }: { readonly document: object }) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  useEffect(() => {
    import('../reference/swagger.ts').then(
      ({ show }) => {
        if (place.current) show(place.current, document);
        setState('ready');
      },
      () => setState('failed'),
    );
  }, [document]);
  return (
    <>
      {state === 'loading' && <Waiting what="the reference" />}
      {state === 'failed' && (
        <p class="notice">
          The reference could not be loaded. Reload the page, or read openapi.json as it is.
        </p>
      )}
      <div ref={place} />
    </>
  );
}
