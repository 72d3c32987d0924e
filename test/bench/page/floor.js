// The least that shows a text as it arrives, in place of the page: a text node for each paragraph, and its end in sight.
import { content } from './endInSight.js';

let text = null;

window.addEventListener('message', ({ data }) => {
  for (const { delta } of data.parts ?? []) add(delta);
});

function add(delta) {
  const [first, ...rest] = delta.split('\n\n');
  if (text === null) begin();
  text.appendData(first);
  for (const paragraph of rest) {
    begin();
    text.appendData(paragraph);
  }
}

function begin() {
  text = document.createTextNode('');
  const paragraph = document.createElement('p');
  paragraph.append(text);
  content.append(paragraph);
}
