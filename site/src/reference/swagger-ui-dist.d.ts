declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  const SwaggerUi: {
    (options: object): unknown;
    readonly presets: { readonly apis: unknown };
  };
  export default SwaggerUi;
}
