import SwaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import './swagger.css';
import { mend } from './patch.ts';

interface System {
  readonly React: { createElement(type: unknown, props: object | null, ...children: unknown[]): unknown };
  getComponent(name: string, container?: boolean): unknown;
}

/** Shows the API's OpenAPI document in a place, with a way to try each path against the server of this page. */
export function show(place: HTMLElement, document: object): void {
  mend(place);
  SwaggerUi({
    domNode: place,
    spec: shown(document),
    presets: [SwaggerUi.presets.apis],
    plugins: [onlyOperations],
    layout: 'OnlyOperations',
    docExpansion: 'list',
    defaultModelRendering: 'model',
    defaultModelsExpandDepth: -1,
    tryItOutEnabled: true,
    supportedSubmitMethods: ['get'],
    syntaxHighlight: false,
    // No validator of others is asked.
    validatorUrl: null,
  });
}

/** The page has its own heading and words, and a main of its own: of Swagger UI it takes the list of operations. */
const onlyOperations = ({ React, getComponent }: System) => ({
  components: {
    OnlyOperations: () =>
      React.createElement(
        'div',
        { className: 'swagger-ui' },
        React.createElement(getComponent('operations', true), null),
      ),
  },
});

/**
 * The document as it is shown: asked of the server of this page, and without HEAD, which says nothing that the GET beside
 * it doesn't.
 */
function shown(document: object): object {
  const { paths, ...rest } = document as { paths: Record<string, Record<string, unknown>> };
  const withGet = Object.entries(paths).map(([path, { head: _, ...item }]) => [path, item]);
  return { ...rest, servers: [{ url: location.origin }], paths: Object.fromEntries(withGet) };
}
