// What many panels do, in place of the page: the whole answer as HTML once a frame.
import MarkdownIt from 'markdown-it';
import { content } from './endInSight.js';

const markdown = new MarkdownIt();
let text = '';
let asked = false;

window.addEventListener('message', ({ data }) => {
  for (const { delta } of data.parts ?? []) text += delta;
  if (asked) return;
  asked = true;
  requestAnimationFrame(draw);
});

function draw() {
  asked = false;
  content.innerHTML = markdown.render(text);
}
