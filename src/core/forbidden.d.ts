/** `vscode`, `node:*` and `undici` resolve here inside the pure layers, so importing anything from them is a type error. */
export {};
