import SwaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import './swagger.css';
import { patchAccessibility } from './patch.ts';

interface System {
  readonly React: { createElement(type: unknown, props: object | null, ...children: unknown[]): unknown };
  getComponent(name: string, container?: boolean): unknown;
}

/** Renders the OpenAPI document with Swagger UI. Each path can be tried against the page's server. */
export function show(container: HTMLElement, document: object): void {
  patchAccessibility(container);
  SwaggerUi({
    domNode: container,
    spec: adaptDocument(document),
    presets: [SwaggerUi.presets.apis],
    plugins: [onlyOperations],
    layout: 'OnlyOperations',
    docExpansion: 'list',
    defaultModelRendering: 'model',
    defaultModelsExpandDepth: -1,
    tryItOutEnabled: true,
    supportedSubmitMethods: ['get'],
    syntaxHighlight: false,
    // Disables the external validator.
    validatorUrl: null,
  });
}

/** A layout with the list of operations only. The page has its own heading, text and main element. */
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
 * Returns the document with the page's server and without the HEAD operations, which repeat the GET operations.
 */
function adaptDocument(document: object): object {
  const { paths, ...rest } = document as { paths: Record<string, Record<string, unknown>> };
  const withGet = Object.entries(paths).map(([path, { head: _, ...item }]) => [path, item]);
  return { ...rest, servers: [{ url: location.origin }], paths: Object.fromEntries(withGet) };
}
