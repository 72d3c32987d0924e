// What a contender draws in, in place of the page: a viewport like the page's, whose end stays in sight.
export const content = document.createElement('div');
const viewport = document.createElement('div');
viewport.className = 'scroll-viewport';
viewport.append(content);
document.getElementById('app').append(viewport);
new ResizeObserver(() => {
  viewport.scrollTop = viewport.scrollHeight;
}).observe(content);
