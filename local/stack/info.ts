import type { RequiredCredentials } from '../gateway/required-credentials.ts';

/** The properties of a running local stack that other processes need. Also written to `<data-dir>/stack.json`. */
export interface StackInfo {
  readonly pid: number;
  readonly started_at: string;
  /** The values of `AWS_ENDPOINT_URL_S3`, `…_SFN`, `…_API_GATEWAY` and `…_SECRETS_MANAGER` for AWS clients. */
  readonly endpoints: {
    readonly s3: string;
    readonly sfn: string;
    readonly api_gateway: string;
    readonly secrets_manager: string;
  };
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly bucket: string;
  /** The state machine that runs a month. */
  readonly state_machine_arn: string;
  /** The state machine that rolls back to the previous release. */
  readonly rollback_state_machine_arn: string;
  readonly rest_api_id: string;
  readonly stage_name: string;
  /** The URL of the API; null if this stack does not serve it. */
  readonly api: string | null;
  /** The credentials that clients of the API need. */
  readonly api_credentials: RequiredCredentials;
  /** The URL of the website, which also serves the API; null if this stack does not serve it. */
  readonly website: string | null;
}

/** The names that commands need. A deployed stack has them as outputs. */
export type StackNames = Pick<
  StackInfo,
  'bucket' | 'state_machine_arn' | 'rollback_state_machine_arn' | 'rest_api_id' | 'stage_name'
>;
