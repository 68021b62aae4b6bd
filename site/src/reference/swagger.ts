import SwaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import './swagger.css';

/** Shows the API's OpenAPI document in a place, with a way to try each path against the server of this page. */
export function show(place: HTMLElement, document: object): void {
  SwaggerUi({
    domNode: place,
    spec: withoutHead(document),
    presets: [SwaggerUi.presets.apis],
    layout: 'BaseLayout',
    docExpansion: 'list',
    defaultModelsExpandDepth: -1,
    tryItOutEnabled: true,
    supportedSubmitMethods: ['get'],
    // No validator of others is asked.
    validatorUrl: null,
  });
}

/** The document without its HEAD operations, which say nothing that the GET beside them doesn't. */
function withoutHead(document: object): object {
  const { paths, ...rest } = document as { paths: Record<string, Record<string, unknown>> };
  const shown = Object.entries(paths).map(([path, { head: _, ...item }]) => [path, item]);
  return { ...rest, paths: Object.fromEntries(shown) };
}
