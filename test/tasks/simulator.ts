import path from 'node:path';
import { root } from './steps/paths.ts';

// The simulator reads its own arguments and stays until Ctrl-C; it needs nothing of this task's frame.
await import(path.join(root, 'test', 'simulator', 'main.ts'));
