import { z } from 'zod';

/** The https URL of an issuer or of its keys. The local stack may use http on localhost. */
const trustedUrl = (description: string) =>
  z
    .string()
    .refine(isTrustedUrl, {
      error:
        'it is not an https URL without query and fragment (http is allowed only for localhost and 127.0.0.1)',
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

/** The settings for access to the API. */
export const accessFields = {
  access: z
    .enum(['none', 'iam', 'bearer'])
    .default('none')
    .describe(
      'Who may read the API: "none" is everyone, "iam" requires requests signed by principals of this AWS account ' +
        'with execute-api:Invoke, "bearer" requires tokens (JWTs) of an issuer.',
    ),
  bearer: z
    .strictObject({
      issuer: trustedUrl('The exact value of the tokens’ claim iss.'),
      audience: z
        .union([audience, z.array(audience).min(1, { error: 'it names no audience' })], {
          error: 'it must be a text or a list of texts',
        })
        .transform((value) => [value].flat())
        .describe('The accepted value of the tokens’ claim aud, or a list of values.'),
      jwksUri: trustedUrl(
        'The address of the issuer’s keys. By default its OpenID configuration names it.',
      ).optional(),
    })
    .optional()
    .describe(
      'The issuer and the audience of the tokens if access is "bearer"; jwksUri is the address of its keys.',
    ),
  apiKeys: z
    .boolean()
    .default(false)
    .describe(
      'Whether reading needs an API key (X-Api-Key), in addition to the credentials of access; the stack creates one key.',
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
        error: 'it is not a domain name such as "api.example.org"',
      }),
      certificateArn: z.string().regex(/^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, {
        error: 'it is not the ARN of a certificate in AWS Certificate Manager',
      }),
    })
    .optional()
    .describe(
      'A custom domain of the API: its name and its certificate, which must be in the stack’s region.',
    ),
} as const;

/** These settings, and other settings with which they must be consistent. */
export interface AccessSettings extends z.output<z.ZodObject<typeof accessFields>> {
  readonly website: boolean;
  readonly throttlingRate: number;
  readonly throttlingBurst: number;
}

/** Refuses settings that contradict each other: calls `refuse` with the setting and the reason. */
export function checkAccess(
  settings: AccessSettings,
  refuse: (setting: keyof AccessSettings, why: string) => void,
): void {
  const { access, bearer, apiKeys, website } = settings;
  if (access === 'bearer' && bearer === undefined) {
    refuse('bearer', 'access is "bearer", so it must name the issuer and the audience of the tokens');
  }
  if (access !== 'bearer' && bearer !== undefined) {
    refuse('bearer', `access is "${access}", so tokens are never validated`);
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

/** Refuses limits of one key that exceed the limits of all readers. */
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
