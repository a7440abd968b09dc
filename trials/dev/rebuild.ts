import { setTimeout as pause } from 'node:timers/promises';
import { fingerprintOf } from '../../testbed/build';
import { installPackage, packPackage } from '../../testbed/pack';
import { elapsed, type Log } from '../../testbed/progress';
import type { Testbed } from '../../testbed/testbed';
import { UserError } from '../../testbed/userError';

export interface Rebuilding {
	/** The folder of the pack. */
	source: string;
	/** The fingerprint of the pack that is installed in n8n. */
	built: string;
	/** The n8n that the pack is installed in. */
	testbed: Pick<Testbed, 'restartN8n'> & { n8n: Pick<Testbed['n8n'], 'userFolder'> };
	log: Log;
	signal: AbortSignal;
	everyMs?: number;
}

/**
 * Rebuilds the pack whenever its source has changed and restarts n8n with it, until `signal` is aborted. The files
 * are read every second instead of being watched, which misses no change on any file system and takes 10 ms.
 */
export async function rebuildOnChange({
	source,
	built,
	testbed,
	log,
	signal,
	everyMs = 1_000,
}: Rebuilding): Promise<void> {
	let known = built;
	while (!signal.aborted) {
		await pause(everyMs, undefined, { signal }).catch(() => undefined);
		const began = Date.now();
		try {
			const now = fingerprintOf(source);
			if (now === known || signal.aborted) continue;
			known = now;
			const packed = await packPackage({ log: () => undefined, source });
			await installPackage(packed, testbed.n8n.userFolder);
			await packed.dispose();
			await testbed.restartN8n('stop');
			log(`Built anew, n8n started again: ${elapsed(began)}`);
		} catch (error) {
			// An editor may be replacing a file just now; the next pass reads it.
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
			if (!(error instanceof UserError)) throw error;
			log(error.message);
		}
	}
}
