const path = require('node:path');
const { lm, McpStdioServerDefinition } = require('vscode');

const model = {
  id: 'another',
  name: 'Another',
  family: 'another',
  version: '1',
  maxInputTokens: 10_000,
  maxOutputTokens: 1_000,
  capabilities: { toolCalling: true },
  isUserSelectable: true,
};
const models = {
  provideLanguageModelChatInformation: async () => [model],
  provideLanguageModelChatResponse: () => Promise.reject(new Error('This model is not to be asked.')),
  provideTokenCount: async () => 1,
};

/** Offers the MCP server and a model that is none of Maestro's and never asked; what the tools of package.json do is for the tests to say. */
exports.activate = ({ subscriptions }) => {
  const server = new McpStdioServerDefinition('Tests', process.execPath, [path.join(__dirname, 'mcpServer.mjs')]);
  const provider = { provideMcpServerDefinitions: () => [server] };
  subscriptions.push(lm.registerLanguageModelChatProvider('maestro-tests', models));
  subscriptions.push(lm.registerMcpServerDefinitionProvider('maestro-tests.mcp', provider));
};
