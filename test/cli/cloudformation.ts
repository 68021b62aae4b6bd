import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server that answers DescribeStacks for one stack, as CloudFormation does (the Query protocol: a form in, XML out). */
export interface CloudFormation {
  readonly url: string;
  close(): Promise<void>;
}

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const stackOf = (name: string, outputs: Readonly<Record<string, string>>): string => `
<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <DescribeStacksResult>
    <Stacks>
      <member>
        <StackName>${name}</StackName>
        <StackId>arn:aws:cloudformation:us-east-1:000000000000:stack/${name}/1</StackId>
        <CreationTime>2026-10-01T06:00:00.000Z</CreationTime>
        <StackStatus>UPDATE_COMPLETE</StackStatus>
        <Outputs>
          ${Object.entries(outputs)
            .map(
              ([key, value]) =>
                `<member><OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
            )
            .join('')}
        </Outputs>
      </member>
    </Stacks>
  </DescribeStacksResult>
  <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
</DescribeStacksResponse>`;

const unknown = (name: string): string => `
<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message></Error>
  <RequestId>1</RequestId>
</ErrorResponse>`;

/** Starts a server that knows one stack with these outputs. */
export async function startCloudFormation(
  stackName: string,
  outputs: Readonly<Record<string, string>>,
): Promise<CloudFormation> {
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const known = form.get('Action') === 'DescribeStacks' && form.get('StackName') === stackName;
    response.writeHead(known ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(known ? stackOf(stackName, outputs) : unknown(form.get('StackName') ?? ''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
