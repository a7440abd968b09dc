import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const kept = new Set<string>();
let hooked = false;

export interface TemporaryFolder {
	path: string;
	/** Deletes it now instead of at the end of this process. */
	dispose(): Promise<void>;
}

/** Makes a folder that is deleted when this process ends, after Ctrl-C as well. */
export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
	const path = await mkdtemp(join(tmpdir(), prefix));
	kept.add(path);
	if (!hooked) {
		hooked = true;
		process.once('exit', () => {
			for (const left of kept) rmSync(left, { recursive: true, force: true, maxRetries: 3 });
		});
	}
	return {
		path,
		dispose: async () => {
			await rm(path, { recursive: true, force: true, maxRetries: 3 });
			kept.delete(path);
		},
	};
}
