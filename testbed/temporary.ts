import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const kept = new Set<string>();
let hooked = false;

export interface TemporaryFolder {
	path: string;
	/** Deletes it now; otherwise it goes when this process ends. */
	dispose(): Promise<void>;
}

/** A fresh folder that does not outlive this process, also not after Ctrl-C in the middle. */
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
