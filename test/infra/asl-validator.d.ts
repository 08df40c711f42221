declare module 'asl-validator' {
  /** Checks a definition in the Amazon States Language. */
  const validate: (definition: object) => { isValid: boolean; errorsText: (separator?: string) => string };
  export = validate;
}
