import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';
import { demoOwner, type Owner } from './n8nClient';

/** The page may reach this machine only, so that no test depends on another server. */
const launchFlags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

export interface EditorOptions {
	/** Chromium's path, from `ensureChromium`. */
	executablePath: string;
	/** n8n's address. */
	url: string;
	owner?: Owner;
}

/** A logged-in n8n editor in a real browser. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly browser: Browser,
		private readonly url: string,
		/** Addresses of requests to anything but n8n. */
		readonly outside: string[],
	) {}

	static async open({ executablePath, url, owner = demoOwner }: EditorOptions): Promise<Editor> {
		selectors.setTestIdAttribute('data-test-id');
		const browser = await chromium.launch({ executablePath, headless: true, args: launchFlags });
		try {
			const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
			page.setDefaultTimeout(30_000);
			const outside: string[] = [];
			page.on('request', (request) => {
				const target = request.url();
				if (/^(https?|wss?):/.test(target) && new URL(target).host !== new URL(url).host)
					outside.push(target);
			});
			await page.goto(`${url}/signin`);
			await page.locator('input[autocomplete=email]').fill(owner.email);
			await page.locator('input[type=password]').fill(owner.password);
			await page.getByTestId('form-submit-button').click();
			await page.waitForURL((to) => !to.pathname.startsWith('/signin'));
			return new Editor(page, browser, url, outside);
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	/** Shows a workflow's canvas and waits for its nodes. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** All that the canvas shows of a node: its name, and what it does. */
	async textOnCanvas(name: string): Promise<string> {
		return await this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).innerText();
	}

	/** The names of the nodes on the canvas. */
	async nodeNames(): Promise<string[]> {
		const nodes = await this.page.getByTestId('canvas-node').all();
		const names = await Promise.all(nodes.map((node) => node.getAttribute('data-node-name')));
		return names.filter((name): name is string => name !== null);
	}

	/** Types a word into the open node list; returns the entries that it shows, from then on whichever they are. */
	async searchNodeList(word: string): Promise<Locator> {
		await this.page.getByTestId('node-creator-search-bar').first().fill(word);
		const entries = this.page.getByTestId('item-iterator-item');
		await entries.filter({ hasText: word }).first().waitFor();
		return entries;
	}

	/** Opens a node's panel and returns it. */
	async openNode(name: string): Promise<Locator> {
		await this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
		const panel = this.page.getByTestId('ndv').first();
		await panel.waitFor();
		await this.page.getByTestId('node-parameters').first().waitFor();
		return panel;
	}

	async closeNode(): Promise<void> {
		// Not with Escape: that may only close a dropdown or leave a field. `back-to-canvas` is the button of n8n 1.
		const close = this.page.getByTestId('ndv-close-button').or(this.page.getByTestId('back-to-canvas'));
		await close.filter({ visible: true }).first().click();
		await this.page.getByTestId('ndv').first().waitFor({ state: 'hidden' });
	}

	/**
	 * The labels of the fields that the open panel shows, from top to bottom. n8n draws them up to 200 ms after a choice
	 * (ParameterInputList.vue, watchThrottled), so they are read until they are the same three times.
	 */
	async parameterLabels(): Promise<string[]> {
		let labels = await this.labelsNow();
		for (let same = 1; same < 3;) {
			await this.page.waitForTimeout(250);
			const now = await this.labelsNow();
			same = now.join() === labels.join() ? same + 1 : 1;
			labels = now;
		}
		return labels;
	}

	private async labelsNow(): Promise<string[]> {
		// In an older n8n the two halves of the Fixed/Expression switch are labels as well (2.8.4).
		const labels = this.page.locator(
			'[data-test-id=node-parameters] [data-test-id=input-label] label:not([role=radio]):visible',
		);
		// The switch may also be part of a label, on further lines.
		return lines(await labels.allInnerTexts());
	}

	/** The dropdown of a field, by the parameter's internal name. */
	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`).first();
	}

	/** What a field's dropdown shows as chosen. */
	async chosen(name: string): Promise<string> {
		return await this.parameter(name).locator('input').first().inputValue();
	}

	/** Opens a field's dropdown, reads what it offers, and closes it again. */
	async optionsOf(name: string): Promise<string[]> {
		await this.parameter(name).click();
		const items = this.page.locator('.el-select-dropdown__item:visible');
		await items.first().waitFor();
		const texts = await items.allInnerTexts();
		await this.page.keyboard.press('Escape');
		// The next dropdown must not be taken for this one.
		await items.first().waitFor({ state: 'hidden' });
		return lines(texts);
	}

	/** Chooses an option of a dropdown by its visible title. */
	async choose(name: string, option: string): Promise<void> {
		await this.parameter(name).click();
		await this.page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().click();
	}

	/**
	 * Presses "Execute step" in the open panel, waits until it has ended and returns what the editor shows: the output
	 * panel, and the alert that says why the step did not start (e.g. a required field is empty).
	 */
	async executeStep(): Promise<string> {
		const alerts = this.page
			.locator('.el-notification')
			.filter({ has: this.page.locator('.el-notification--error') });
		for (const old of await this.page.locator('.el-notification__closeBtn').all())
			await old.click().catch(() => undefined);
		// A closed alert takes a moment to fade; it must not be read as the new outcome.
		await alerts.first().waitFor({ state: 'hidden' });
		const answered = this.page.waitForResponse((response) =>
			/\/rest\/workflows\/[^/]+\/run$/.test(response.url()),
		);
		const button = this.page.getByTestId('node-execute-button').first();
		await button.click();
		await answered;
		// While the step runs, the button shows a spinner instead of its text.
		await button.filter({ hasText: 'Execute' }).waitFor();
		const output = this.page.getByTestId('output-panel');
		const outcome = output.locator('[data-test-id=node-run-info], [data-test-id=node-error-message]');
		await outcome.or(alerts).first().waitFor();
		return [await output.innerText(), ...(await alerts.allInnerTexts())].join('\n');
	}

	/** Opens a stored credential, which n8n then tests by itself, and returns what the dialog says. */
	async testCredential(id: string): Promise<{ works: boolean; says: string }> {
		await this.page.goto(`${this.url}/home/credentials/${id}`);
		const dialog = this.page.getByTestId('editCredential-modal');
		const good = dialog.getByTestId('credentials-config-container-test-success');
		const bad = dialog.getByText('Couldn’t connect').or(dialog.getByText("Couldn't connect"));
		// Both elements are in the page from the start; the visible one is the result.
		await good.or(bad).filter({ visible: true }).first().waitFor();
		const works = await good.isVisible();
		const details = dialog.getByText('More details');
		if (!works && (await details.isVisible())) await details.click();
		return { works, says: (await dialog.innerText()).trim() };
	}

	/** Waits until the output panel shows a text, and returns all of the panel's text. */
	async outputWith(text: string): Promise<string> {
		const output = this.page.getByTestId('output-panel');
		await output.getByText(text).first().waitFor();
		return output.innerText();
	}

	/** A picture of the open node's fields, without the input and output beside them and the space below them. */
	async pictureOfPanel(path: string): Promise<void> {
		const fields = this.page.getByTestId('node-parameters').first();
		// What the mouse is over shows buttons that belong to it.
		await this.page.mouse.move(0, 0);
		const column = await boxOf(fields.locator('xpath=..'));
		const last = await boxOf(
			fields.locator('[data-test-id=parameter-item]:visible, .parameter-item:visible').last(),
		);
		await this.page.screenshot({
			path,
			animations: 'disabled',
			clip: { ...column, height: last.y + last.height + 16 - column.y },
		});
	}

	/** A picture of all nodes and notes of the open workflow, without the editor's own buttons. */
	async pictureOfCanvas(path: string): Promise<void> {
		const { page } = this;
		await page.addStyleTag({
			content:
				'.vue-flow__panel, [class*=executionButtons], [data-test-id^=canvas-handle-plus] { visibility: hidden !important; }',
		});
		await page.keyboard.press('1');
		// The canvas moves to where everything is on it.
		await page.waitForTimeout(1_500);
		const boxes = await Promise.all((await page.locator('.vue-flow__node').all()).map(boxOf));
		// The name of a node is wider than the node, and stands below it.
		const margin = 12;
		const name = 36;
		const left = Math.min(...boxes.map(({ x }) => x)) - name;
		const top = Math.min(...boxes.map(({ y }) => y)) - margin;
		const right = Math.max(...boxes.map(({ x, width }) => x + width)) + name;
		const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + name;
		const clip = { x: left, y: top, width: right - left, height: bottom - top };
		await page.screenshot({ path, animations: 'disabled', clip });
	}

	/** A picture of the dialog of a stored credential, which n8n has tested. */
	async pictureOfCredential(id: string, path: string): Promise<void> {
		await this.page.goto(`${this.url}/home/credentials/${id}`);
		const dialog = this.page.getByTestId('editCredential-modal');
		await dialog.waitFor();
		await dialog.screenshot({ path, animations: 'disabled' });
	}

	async screenshot(path: string): Promise<void> {
		await this.page.screenshot({ path });
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}

/** Where an element is on the page. */
async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
	const box = await element.boundingBox();
	if (!box) throw new Error('The element is not on the page');
	return box;
}

/** The first line of each text, without the star of a required field; empty texts are left out. */
function lines(texts: string[]): string[] {
	return texts
		.map((text) => (text.split('\n')[0] ?? '').replace(/\s*\*$/, '').trim())
		.filter((text) => text !== '');
}
