import { useEffect, useRef, useState } from 'preact/hooks';
import { LoadingMessage } from './loaded.tsx';

/** Shows the interactive API reference. Swagger UI is loaded when this component is first rendered. */
export function Reference({ document }: { readonly document: object }) {
  const container = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  useEffect(() => {
    import('../reference/swagger.ts').then(
      ({ show }) => {
        if (container.current) show(container.current, document);
        setState('ready');
      },
      () => setState('failed'),
    );
  }, [document]);
  return (
    <>
      {state === 'loading' && <LoadingMessage what="the reference" />}
      {state === 'failed' && (
        <p class="notice">The reference could not be loaded. Reload the page, or open openapi.json.</p>
      )}
      <div ref={container} />
    </>
  );
}
