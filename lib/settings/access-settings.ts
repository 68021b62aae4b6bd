import { z } from 'zod';

/** An https URL that keys or tokens come from; http only from this machine, so that the local stack can be tried. */
const trustedUrl = (description: string) =>
  z
    .string()
    .refine(isTrustedUrl, {
      error:
        'it is no https URL without query and fragment (http is allowed for localhost and 127.0.0.1 alone, to try it out)',
    })
    .describe(description);

function isTrustedUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1';
  return (
    (protocol === 'https:' || (protocol === 'http:' && isLocal)) &&
    search === '' &&
    hash === '' &&
    username === ''
  );
}

const audience = z.string().min(1);

/** The settings about who may read the API. */
export const accessFields = {
  access: z
    .enum(['none', 'iam', 'bearer'])
    .default('none')
    .describe(
      'Who may read the API: "none" asks for nothing, "iam" wants requests signed by principals of this AWS account ' +
        'that may execute-api:Invoke, "bearer" wants tokens (JWTs) of an issuer.',
    ),
  bearer: z
    .strictObject({
      issuer: trustedUrl('What the tokens’ claim iss must be, to the character.'),
      audience: z
        .union([audience, z.array(audience).min(1, { error: 'it names nobody' })], {
          error: 'it must be a text or a list of texts',
        })
        .transform((value) => [value].flat())
        .describe('What the tokens’ claim aud must name, or one of several.'),
      jwksUri: trustedUrl(
        'Where the issuer’s keys are. By default its OpenID configuration says it.',
      ).optional(),
    })
    .optional()
    .describe('The issuer and the audience of the tokens, where access is "bearer"; jwksUri names its keys.'),
  apiKeys: z
    .boolean()
    .default(false)
    .describe(
      'Whether reading needs an API key (X-Api-Key), beside what access asks for; the stack makes one key.',
    ),
  apiKeyQuotaPerMonth: z.int().min(1).default(100_000).describe('Requests a month with one API key.'),
  apiKeyThrottlingRate: z
    .number()
    .positive()
    .max(10_000)
    .default(10)
    .describe('Requests a second with one API key, sustained.'),
  apiKeyThrottlingBurst: z.int().min(1).max(5_000).default(20).describe('Requests at once with one API key.'),
  apiDomain: z
    .strictObject({
      name: z.string().regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
        error: 'it is no domain name such as "api.example.org"',
      }),
      certificateArn: z.string().regex(/^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, {
        error: 'it is no ARN of a certificate in AWS Certificate Manager',
      }),
    })
    .optional()
    .describe(
      'A domain of the API’s own: its name and its certificate, which must be in the stack’s region.',
    ),
} as const;

/** Those settings, and the others that they must agree with. */
export interface AccessSettings extends z.output<z.ZodObject<typeof accessFields>> {
  readonly website: boolean;
  readonly throttlingRate: number;
  readonly throttlingBurst: number;
}

/** Refuses settings that cannot go together. `refuse` is told the setting and why. */
export function checkAccess(
  settings: AccessSettings,
  refuse: (setting: keyof AccessSettings, why: string) => void,
): void {
  const { access, bearer, apiKeys, website } = settings;
  if (access === 'bearer' && bearer === undefined) {
    refuse('bearer', 'access is "bearer", so it must name the issuer and the audience of the tokens');
  }
  if (access !== 'bearer' && bearer !== undefined) {
    refuse('bearer', `access is "${access}", so no token would ever be looked at`);
  }
  if (website && access !== 'none') {
    refuse(
      'website',
      `access is "${access}" and the website’s pages read the API without credentials: set it to false`,
    );
  }
  if (website && apiKeys) {
    refuse('website', 'apiKeys is true and the website’s pages read the API without a key: set it to false');
  }
  if (apiKeys) checkLimits(settings, refuse);
}

/** What one key may ask for must fit into what all may. */
function checkLimits(
  { apiKeyThrottlingRate, apiKeyThrottlingBurst, throttlingRate, throttlingBurst }: AccessSettings,
  refuse: (setting: keyof AccessSettings, why: string) => void,
): void {
  if (apiKeyThrottlingRate > throttlingRate) {
    refuse(
      'apiKeyThrottlingRate',
      `all readers together have only ${throttlingRate} requests a second (throttlingRate)`,
    );
  }
  if (apiKeyThrottlingBurst > throttlingBurst) {
    refuse(
      'apiKeyThrottlingBurst',
      `all readers together have only ${throttlingBurst} requests at once (throttlingBurst)`,
    );
  }
  if (apiKeyThrottlingBurst < apiKeyThrottlingRate) {
    refuse(
      'apiKeyThrottlingBurst',
      `it is smaller than the ${apiKeyThrottlingRate} requests a second of apiKeyThrottlingRate`,
    );
  }
}
