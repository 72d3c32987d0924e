// An MCP server on standard input and output, with two tools: one that says it only reads, one that does not.
import { createInterface } from 'node:readline';

const schema = { type: 'object', properties: {} };
const tools = [
  { name: 'look', description: 'Looks', inputSchema: schema, annotations: { readOnlyHint: true } },
  { name: 'write', description: 'Writes', inputSchema: schema },
];

/** What a request is answered with. */
function answer(method, params) {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'tests', version: '1' },
      };
    case 'tools/list':
      return { tools };
    case 'tools/call':
      return { content: [{ type: 'text', text: `${params.name} was called` }] };
    default:
      return {};
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined && method !== undefined)
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: answer(method, params) })}\n`);
}
