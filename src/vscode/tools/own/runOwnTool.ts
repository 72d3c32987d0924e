import type { CancellationToken } from 'vscode';
import type { JsonObject } from '../../../core/json.ts';
import { signalOf } from '../../cancel.ts';
import type { CodeProposals } from '../../codeProposals.ts';
import { listFolder } from './listFolder.ts';
import type { OwnTool } from './ownTools.ts';
import { listProblems } from './problems.ts';
import { proposeEdit } from './proposeEdit.ts';
import { readFile } from './readFile.ts';
import { search } from './search.ts';

type Run = (input: JsonObject, token: CancellationToken, proposals: CodeProposals) => Promise<string>;

/** What each of Maestro's own tools does. It tells the model in words, or throws what the model is to know. */
export const runOwnTool: Readonly<Record<OwnTool, Run>> = {
  maestro_read_file: readFile,
  maestro_list_folder: listFolder,
  maestro_search: search,
  maestro_problems: listProblems,
  maestro_propose_edit: (input, token, proposals) => proposeEdit(input, proposals, signalOf(token)),
};
