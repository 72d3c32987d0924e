// What many panels do, in place of the page: the whole answer as HTML once a frame.
import MarkdownIt from 'markdown-it';

const content = document.createElement('div');
const viewport = document.createElement('div');
viewport.className = 'scroll-viewport';
viewport.append(content);
document.getElementById('app').append(viewport);
new ResizeObserver(() => {
  viewport.scrollTop = viewport.scrollHeight;
}).observe(content);
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
