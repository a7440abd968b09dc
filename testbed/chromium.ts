import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Log } from './progress';
import { installDebianPackages, isDebianRoot } from './apt';
import { UserError } from './userError';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const usualPlaces = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of an installed browser; `CHROMIUM_PATH` names one in another place. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
	const onPath = (env.PATH ?? '')
		.split(delimiter)
		.flatMap((folder) => names.map((name) => join(folder, name)));
	return [env.CHROMIUM_PATH ?? '', ...onPath, ...usualPlaces].find(
		(place) => place !== '' && existsSync(place),
	);
}

/** The path of a Chromium for the editor tests; installs one if this is root on Debian. */
export async function ensureChromium({ log }: { log: Log }): Promise<string> {
	const found = findChromium();
	if (found !== undefined) return found;
	const advice = 'install Chromium or Chrome (Debian: apt-get install chromium) or name one in CHROMIUM_PATH';
	if (!isDebianRoot()) throw new UserError(`The editor tests need a browser and none was found: ${advice}.`);
	await installDebianPackages({ log, packages: ['chromium'], name: 'Chromium', advice });
	const installed = findChromium();
	if (installed === undefined) throw new UserError(`Chromium was installed but cannot be found: ${advice}.`);
	return installed;
}
