import { failureOf } from '../../../src/core/failure.ts';
import { UndiciHttp } from '../../../src/node/http.ts';
import { direct } from '../../directHttp.ts';

// A program that asks for the address it is given with the certificates of its own environment, those of the system among them
// unless it is told otherwise, and prints what came of it.
const [, , address = '', whose] = process.argv;
const http = new UndiciHttp({ ...direct, useSystemCertificates: whose !== 'own' });
const request = { method: 'GET', url: new URL(address), headers: [], body: null } as const;
const said = await http.send(request, new AbortController().signal).then(({ status }) => status, failureOf);
if (typeof said === 'number') console.log(said);
else console.log(said.code === 'unreachable' ? `${said.code} ${said.why}` : said.code);
await http.close();
