// The process that answers, apart from those that are measured: `node server.ts <seed>`. Tells its origin to its parent.
import { RawServer } from '../rawServer.ts';
import { type Answer, answerAt } from './workload.ts';

const seed = Number(process.argv[2]);
const made = new Map<string, Answer>();

const server = await RawServer.start(({ socket, head }) => {
  const path = head[0]?.split(' ')[1] ?? '';
  const place = path.split('/').slice(0, 4).join('/');
  const answer = made.get(place) ?? answerAt(place, seed);
  if (answer === null) {
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  made.set(place, answer);
  socket.write(answer.response);
});
process.on('disconnect', () => process.exit());
process.send?.({ origin: server.origin });
