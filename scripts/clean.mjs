import { rmSync } from 'node:fs';

// A file that was deleted from the source must not stay in the package.
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
