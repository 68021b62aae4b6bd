/** Reads an environment variable. @throws Error naming the variable that is missing */
export function env(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** Reads an environment variable that may be absent. */
export function optionalEnv(name: string): string | null {
  return process.env[name] || null;
}

/** Reads an environment variable as a number. @throws Error naming the variable and its value */
export function numberEnv(name: string): number {
  const value = Number(env(name));
  if (!Number.isFinite(value))
    throw new Error(`The environment variable ${name} is ${env(name)}, which is not a number.`);
  return value;
}
