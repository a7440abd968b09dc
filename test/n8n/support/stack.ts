import { ensureChromium } from '../../../testbed/chromium';
import { Editor } from '../../../testbed/editor';
import type { Secret } from '../../../testbed/secrets';
import { openTestbed, type Testbed, type TestbedOptions } from '../../../testbed/testbed';
import { scanForLeaks } from '../../../testbed/leakScan';

/** Installing n8n or a browser takes minutes the first time; everything after that takes seconds. */
export const setUpTimeoutMs = 20 * 60_000;
const testTimeoutMs = 90_000;

/** A testbed that the tests of a file share. */
export interface Stack {
	/** Throws when asked for before the set-up has finished. */
	readonly testbed: Testbed;
	/** Adds a secret to those searched for at the end, such as the card that a test paid with. */
	keepSecret(secret: Secret): void;
	/** The editor in a browser, logged in; opened when first asked for, which may install the browser. */
	editor(): Promise<Editor>;
}

/**
 * Gives the tests of a file the simulator and a real n8n with the packed nodes, started before the first test and
 * stopped after the last. Then everything that n8n has stored is searched: a secret found anywhere but in an encrypted
 * credential fails the file. Call it once, at the top of the file.
 */
export function useStack(options: Partial<TestbedOptions> = {}): Stack {
	let testbed: Testbed | undefined;
	let editor: Promise<Editor> | undefined;
	const secrets: Secret[] = [];
	const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
	jest.setTimeout(testTimeoutMs);

	beforeAll(async () => {
		testbed = await openTestbed({ ...options, log });
	}, setUpTimeoutMs);

	afterAll(async () => {
		await editor?.then((open) => open.close()).catch(() => undefined);
		try {
			if (testbed) expect(await scanForLeaks(testbed, secrets)).toEqual([]);
		} finally {
			await testbed?.close();
		}
	}, 5 * 60_000);

	const current = () => {
		if (testbed === undefined)
			throw new Error('The stack is not up yet: use it inside a test or a later hook');
		return testbed;
	};
	return {
		get testbed() {
			return current();
		},
		keepSecret: (secret) => void secrets.push(secret),
		editor: () =>
			(editor ??= ensureChromium({ log }).then((executablePath) =>
				Editor.open({ executablePath, url: current().n8n.url }),
			)),
	};
}
