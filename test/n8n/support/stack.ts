import { ensureChromium } from '../../../scripts/lib/chromium';
import { Editor } from '../../../scripts/lib/editor';
import { openStage, type Stage, type StageOptions } from '../../../scripts/lib/stage';

/** Installing n8n takes minutes the first time; everything after that takes seconds. */
const setUpTimeoutMs = 20 * 60_000;
const testTimeoutMs = 90_000;

/** A stage that the tests of a file share. */
export interface Stack {
	/** Throws when asked for before the set-up has finished. */
	readonly stage: Stage;
	/** The editor in a browser, logged in; opened when first asked for. */
	editor(): Promise<Editor>;
}

/**
 * Gives the tests of a file the simulator and a real n8n with the packed nodes, started before the first of them
 * and ended after the last. Call it once, at the top of the file.
 */
export function useStack(options: Partial<StageOptions> = {}): Stack {
	let stage: Stage | undefined;
	let editor: Promise<Editor> | undefined;
	const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
	jest.setTimeout(testTimeoutMs);

	beforeAll(async () => {
		stage = await openStage({ ...options, log });
	}, setUpTimeoutMs);

	afterAll(async () => {
		await editor?.then((open) => open.close()).catch(() => undefined);
		await stage?.close();
	}, 60_000);

	const current = () => {
		if (stage === undefined) throw new Error('The stack is not up yet: use it inside a test or a later hook');
		return stage;
	};
	return {
		get stage() {
			return current();
		},
		editor: () =>
			(editor ??= ensureChromium({ log }).then((executablePath) =>
				Editor.open({ executablePath, url: current().n8n.url }),
			)),
	};
}
