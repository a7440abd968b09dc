import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { packPackage } from '../testbed/pack';
import type { Log } from '../testbed/progress';

/** Whether a package is packed to the same bytes twice. */
export async function isPackedTheSameTwice(folder: string, log: Log): Promise<boolean> {
	return (await fingerprint(folder, log)) === (await fingerprint(folder, log));
}

/** A hash of the package's tarball. */
export async function fingerprint(folder: string, log: Log): Promise<string> {
	const packed = await packPackage({ log, source: folder, build: false });
	try {
		return createHash('sha256')
			.update(await readFile(packed.tarball))
			.digest('hex');
	} finally {
		await packed.dispose();
	}
}
