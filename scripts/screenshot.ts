import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ensureChromium } from '../testbed/chromium';
import { Editor } from '../testbed/editor';
import { repoRoot } from '../testbed/paths';
import { toStderr } from '../testbed/progress';
import { openTestbed } from '../testbed/testbed';
import { runMain } from '../testbed/userError';
import { chain, importWorkflows, runDemo } from '../trials/demo/chain';

/** The README's picture: the demo's main example in n8n's editor after a run. */
const PICTURE = join(repoRoot, 'docs', 'images', 'chain.png');

async function main(): Promise<number> {
	const testbed = await openTestbed({ log: toStderr });
	try {
		const workflowOf = await importWorkflows(testbed);
		await runDemo(testbed, workflowOf);
		const { id } = workflowOf(chain);
		const [newest] = await testbed.client.listExecutions(id, 1);
		const editor = await Editor.open({
			executablePath: await ensureChromium({ log: toStderr }),
			url: testbed.n8n.url,
		});
		try {
			await editor.page.setViewportSize({ width: 1600, height: 760 });
			await editor.page.goto(`${testbed.n8n.url}/workflow/${id}/executions/${newest?.id}`);
			await editor.page.waitForTimeout(5_000);
			await mkdir(dirname(PICTURE), { recursive: true });
			await editor.screenshot(PICTURE);
		} finally {
			await editor.close();
		}
		return 0;
	} finally {
		await testbed.close();
	}
}

void runMain(main);
