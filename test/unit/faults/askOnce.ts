import { failureOf } from '../../../src/core/failure.ts';
import { UndiciHttp } from '../../../src/node/http.ts';
import { direct } from '../../directHttp.ts';

// A program that asks for the address it is given with the certificates of its own environment, and prints what came of it.
const http = new UndiciHttp({ ...direct, useSystemCertificates: true });
const url = new URL(process.argv[2] ?? '');
const request = { method: 'GET', url, headers: [], body: null } as const;
const said = await http.send(request, new AbortController().signal).then(({ status }) => status, failureOf);
console.log(typeof said === 'number' ? said : said.code);
await http.close();
