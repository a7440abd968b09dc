import './asInProduction';

import { ESLint, type Linter } from 'eslint';
import * as n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import type { INodeTypeDescription } from 'n8n-workflow';
import { parser } from 'typescript-eslint';

import { earlierVersions, nodes, partners } from '../support/pack';

/**
 * n8n’s lint reads descriptions in the source and cannot see what functions build. So each built description is
 * written out here as source text and linted.
 */
async function lint(className: string, description: INodeTypeDescription): Promise<string[]> {
	const source = `import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

export class ${className} implements INodeType {
	description: INodeTypeDescription = ${JSON.stringify(description, null, '\t').replace(/"([A-Za-z_]\w*)":/g, '$1:')};
}
`.replace(
		/"((?:[^"\\]|\\.)*)"/g,
		(_, inner: string) => `'${inner.replace(/\\"/g, '"').replace(/'/g, '\\u2019')}'`,
	);
	const rules: Linter.RulesRecord = {
		...n8nNodesBase.configs.nodes.rules,
		// Off in n8n’s own scan as well.
		'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
		'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		// A person and an address are entered in the order in which people write them, not alphabetically.
		'n8n-nodes-base/node-param-fixed-collection-type-unsorted-items': 'off',
		// A list begins with what most choose, or with choosing none.
		'n8n-nodes-base/node-param-options-type-unsorted-items': 'off',
	};
	const eslint = new ESLint({
		overrideConfigFile: true,
		overrideConfig: [
			{ files: ['**/*.ts'], languageOptions: { parser }, plugins: { 'n8n-nodes-base': n8nNodesBase }, rules },
		],
	});
	const [result] = await eslint.lintText(source, { filePath: `nodes/${className}/${className}.node.ts` });
	const lines = source.split('\n');
	return (result?.messages ?? []).map(
		({ ruleId, message, line }) => `${ruleId}: ${message} | ${lines[line - 1]?.trim().slice(0, 160)}`,
	);
}

const descriptions = [
	...Object.entries(nodes).map(([name, make]) => [name, make().description] as const),
	...Object.entries(earlierVersions).map(([name, { description }]) => [name, description] as const),
];

describe.each(descriptions)('%s', (_, description) => {
	it('has a panel without a finding of n8n’s lint', async () => {
		const { name } = description;
		expect(await lint(name.charAt(0).toUpperCase() + name.slice(1), description)).toEqual([]);
	});
});

it('sees what is wrong with a description', async () => {
	const { description } = partners.movem.node();
	const broken = {
		...description,
		properties: [
			{ displayName: 'a thing.', name: 'x', type: 'boolean' as const, default: false, description: 'If so.' },
		],
	};
	expect(await lint('Movem', broken)).toEqual([
		expect.stringContaining('display-name-miscased'),
		expect.stringContaining('boolean-without-whether'),
		expect.stringContaining('excess-final-period'),
	]);
});
