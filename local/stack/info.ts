import type { RequiredCredentials } from '../gateway/required-credentials.ts';

/** What a process must know of a running local stack to use it. Stands in `<data-dir>/stack.json`, for people too. */
export interface StackInfo {
  readonly pid: number;
  readonly started_at: string;
  /** What the AWS clients are given as `AWS_ENDPOINT_URL_S3`, `…_SFN`, `…_API_GATEWAY` and `…_SECRETS_MANAGER`. */
  readonly endpoints: {
    readonly s3: string;
    readonly sfn: string;
    readonly api_gateway: string;
    readonly secrets_manager: string;
  };
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly bucket: string;
  /** Takes a month from its source to the API. */
  readonly state_machine_arn: string;
  /** Switches the API back to the release before. */
  readonly rollback_state_machine_arn: string;
  readonly rest_api_id: string;
  readonly stage_name: string;
  /** Where the API is served; null where this stack only runs months. */
  readonly api: string | null;
  /** What the API's readers must bring. */
  readonly api_credentials: RequiredCredentials;
  /** The website's address, the API below it; null where this stack serves none. */
  readonly website: string | null;
}

/** What commands must know of a stack beside its clients: a deployed one tells the same by its outputs. */
export type StackNames = Pick<
  StackInfo,
  'bucket' | 'state_machine_arn' | 'rollback_state_machine_arn' | 'rest_api_id' | 'stage_name'
>;
