import { fill } from '../core/sentence.ts';
import { language, phrases } from './phrases.ts';

const compact = new Intl.NumberFormat(language(), { notation: 'compact', maximumSignificantDigits: 2 });
const text = phrases();

/** Every sentence and label of the page, in the reader's language. */
export const words = {
  ...text,
  answerBy: (by: string) => (by === '' ? text.answer : fill(text.answerBy, by)),
  conversationTitle: (title: string) => fill(text.conversationTitle, title),
  moreConversations: (count: number) => fill(text.moreConversations, count),
  linesFound: (count: number) => (count === 1 ? text.foundOne : fill(text.foundMany, count)),
  conversationTools: (title: string) => fill(text.conversationTools, title),
  deleted: (title: string) => fill(text.deleted, title),
  versionOf: (version: number, count: number) => fill(text.versionOf, version, count),
  versionShort: (version: number, count: number) => fill(text.versionShort, version, count),
  examples: [text.exampleClosures, text.exampleDates, text.exampleRebase],
  switchAccount: (account: string, state: string) =>
    state === '' ? fill(text.switchAccount, account) : fill(text.switchAccountOf, account, state),
  chooseModel: (model: string) => (model === '' ? text.chooseModel : fill(text.chooseOtherModel, model)),
  detach: (name: string) => fill(text.detach, name),
  tokens: (count: number) => fill(text.tokens, compact.format(count)),
  about: (count: number) => fill(text.about, compact.format(count)),
  cannotReadImage: (name: string) => fill(text.cannotReadImage, name),
  cannotReadFile: (name: string) => fill(text.cannotReadFile, name),
  tooLargeFile: (name: string) => fill(text.tooLargeFile, name),
  commands: {
    explain: { detail: text.explainDetail, text: text.explainText },
    fix: { detail: text.fixDetail, text: text.fixText },
    tests: { detail: text.testsDetail, text: text.testsText },
    newChat: text.newChatDetail,
    model: text.modelDetail,
    account: text.accountDetail,
    exportChat: text.exportDetail,
  },
  percent: (percent: number) => fill(text.percent, percent),
  contextUse: (percent: number, used: number, window: number) =>
    fill(text.contextUse, percent, compact.format(used), compact.format(window)),
  queued: (count: number) => (count === 1 ? text.queuedOne : fill(text.queuedMany, count)),
  withAttached: (count: number) => fill(text.withAttached, count),
  retrying: (attempt: number, attempts: number) => fill(text.retrying, attempt, attempts),
  thoughtFor: (seconds: number) =>
    seconds < 60
      ? fill(text.thoughtSeconds, seconds)
      : fill(text.thoughtMinutes, Math.floor(seconds / 60), seconds % 60),
  openFile: (written: string) => fill(text.openFile, written),
  usesTool: (tool: string) => fill(text.usesTool, tool),
  code: (language: string) => (language === '' ? text.code : fill(text.codeIn, language)),
};
