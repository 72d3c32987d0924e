// A library made for streams, in place of the page: it adds what has arrived and never goes back; no highlighting.
import { default_renderer, parser, parser_end, parser_write } from 'streaming-markdown';
import { lastWords } from './answer.ts';
import { content } from './endInSight.js';

const stream = parser(default_renderer(content));
let tail = '';

window.addEventListener('message', ({ data }) => {
  for (const { delta } of data.parts ?? []) {
    parser_write(stream, delta);
    tail = (tail + delta).slice(-lastWords.length);
  }
  // It holds back what might become something else.
  if (tail === lastWords) parser_end(stream);
});
