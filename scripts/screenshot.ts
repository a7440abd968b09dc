import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ensureChromium } from '../testbed/chromium';
import { command } from '../testbed/commandLine';
import { Editor } from '../testbed/editor';
import { repoRoot } from '../testbed/paths';
import { takeCanvases, takePictures } from '../testbed/pictures';
import { toStderr } from '../testbed/progress';
import { openTestbed, type Testbed } from '../testbed/testbed';
import { runMain, UserError } from '../testbed/userError';
import { chain, importWorkflows, runDemo } from '../trials/demo/chain';

const IMAGES = join(repoRoot, 'docs', 'images');

/** The README's picture: the demo's main example in n8n's editor after a run. */
const CHAIN = join(IMAGES, 'chain.png');

async function takeChain(testbed: Testbed, editor: Editor): Promise<void> {
	const workflowOf = await importWorkflows(testbed);
	const faults = (await runDemo(testbed, workflowOf)).flatMap((row) => row.faults);
	if (faults.length > 0) throw new UserError(`The demo did not go as it should: ${faults.join('; ')}`);
	const { id } = workflowOf(chain);
	const [newest] = await testbed.client.listExecutions(id, 1);
	await editor.page.setViewportSize({ width: 1600, height: 760 });
	await editor.page.goto(`${testbed.n8n.url}/workflow/${id}/executions/${newest?.id}`);
	// The list of executions on the left and the canvas come one after the other.
	await editor.page.getByText('Success').first().waitFor();
	await editor.page.waitForTimeout(5_000);
	await editor.screenshot(CHAIN);
}

/** What is taken: everything, or only what is named, such as `npm run screenshot -- jobs`. */
const program = command('screenshot')
	.description(
		'Takes the pictures of the documents anew: the demo, every panel and credential, every example.',
	)
	.argument('[what...]', 'only these: chain, panels, jobs', ['chain', 'panels', 'jobs']);

async function main(): Promise<number> {
	const [what] = program.parse().processedArgs;
	const testbed = await openTestbed({ log: toStderr, simulator: { port: 4010 } });
	try {
		const editor = await Editor.open({
			executablePath: await ensureChromium({ log: toStderr }),
			url: testbed.n8n.url,
		});
		try {
			await mkdir(IMAGES, { recursive: true });
			if (what.includes('chain')) await takeChain(testbed, editor);
			if (what.includes('panels')) await takePictures(testbed, editor, IMAGES);
			if (what.includes('jobs')) await takeCanvases(testbed, editor, join(IMAGES, 'jobs'));
		} finally {
			await editor.close();
		}
		return 0;
	} finally {
		await testbed.close();
	}
}

void runMain(main);
