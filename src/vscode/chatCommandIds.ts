/** The commands around the chat: those of the manifest, and those that only buttons use. */
export const chatCommandIds = [
  'maestro.useAccount',
  'maestro.useCommitMessage',
  'maestro.chooseConversationAccount',
  'maestro.newChat',
  'maestro.openChatInEditor',
  'maestro.openConversation',
  'maestro.continueInChat',
  'maestro.showConversations',
  'maestro.searchConversations',
  'maestro.renameConversation',
  'maestro.exportConversation',
  'maestro.importConversation',
  'maestro.acceptProposal',
  'maestro.discardProposal',
  'maestro.addContext',
  'maestro.addFileToChat',
  'maestro.addSelectionToChat',
  'maestro.forgetAllowedTools',
] as const;
export type ChatCommandId = (typeof chatCommandIds)[number];
